"""Reads a safetensors file, from the format's specification alone: python3 read-safetensors.py <file>

Prints JSON: the metadata, and each tensor's dtype, shape and bytes in hexadecimal digits. Ends with an error where the file breaks
the specification: 8 bytes of header length (little-endian), the header as JSON that begins with '{', then the tensors' bytes,
without holes and without overlaps, to the end of the file.
"""

import json
import struct
import sys

SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


def read(data):
    (length,) = struct.unpack_from("<Q", data)
    assert length <= min(len(data) - 8, 100_000_000), "length of the header"
    assert data[8:9] == b"{", "the header begins with {"
    header = json.loads(data[8 : 8 + length].decode("utf-8"))
    metadata = header.pop("__metadata__", {})
    assert all(isinstance(value, str) for value in metadata.values()), "metadata are texts"
    block = data[8 + length :]
    tensors, ranges = {}, []
    for name, entry in header.items():
        count = 1
        for size in entry["shape"]:
            count *= size
        begin, end = entry["data_offsets"]
        assert end - begin == count * SIZES[entry["dtype"]], f"size of {name}"
        ranges.append((begin, end))
        tensors[name] = {"dtype": entry["dtype"], "shape": entry["shape"], "bytes": block[begin:end].hex()}
    at = 0
    for begin, end in sorted(ranges):
        assert begin == at, "a hole or an overlap"
        at = end
    assert at == len(block), "bytes that belong to no tensor"
    return {"metadata": metadata, "tensors": tensors}


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        print(json.dumps(read(file.read())))
