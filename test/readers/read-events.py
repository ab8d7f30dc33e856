"""Reads TensorBoard event files, from the formats' specifications alone: python3 read-events.py <file>

Prints one JSON list: for each event its wall time, step, file version and values. Ends with an error where a length or a checksum
is wrong.

  record   uint64 length, masked CRC-32C of it, data, masked CRC-32C of the data (tensorflow/core/lib/io/record_writer.h)
  data     protobuf: tensorboard/compat/proto/event.proto and summary.proto, plugins/hparams/plugin_data.proto and api.proto
"""

import json
import struct
import sys
import zlib


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        length, check = struct.unpack_from("<QI", data, at)
        assert masked(data[at : at + 8]) == check, f"checksum of the length at {at}"
        body = data[at + 12 : at + 12 + length]
        assert len(body) == length, f"record at {at} is torn"
        (check,) = struct.unpack_from("<I", data, at + 12 + length)
        assert masked(body) == check, f"checksum of the record at {at}"
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
        if data[at - 1] < 128:
            return value, at


def fields(data):
    """Every field as (number, value): bytes for length-delimited ones, numbers for the others (doubles and floats unpacked)."""
    at, found = 0, []
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            (value,), at = struct.unpack_from("<d", data, at), at + 8
        elif wire == 5:
            (value,), at = struct.unpack_from("<f", data, at), at + 4
        else:
            assert wire == 2, f"wire type {wire}"
            length, at = varint(data, at)
            value, at = data[at : at + length], at + length
            assert len(value) == length, "a field is torn"
        found.append((number, value))
    return found


def all_of(data, number):
    return [value for field, value in fields(data) if field == number]


def one(data, number, otherwise=None):
    return (all_of(data, number) or [otherwise])[-1]


def text(value):
    return value.decode("utf-8")


def parameter(entry):
    """A map entry of session_start_info.hparams: a name and a google.protobuf.Value."""
    ((kind, value),) = fields(one(entry, 2))
    return text(one(entry, 1)), {2: lambda: value, 3: lambda: text(value), 4: lambda: bool(value)}[kind]()


def hparams(content):
    ((kind, data),) = [(number, value) for number, value in fields(content) if number != 1]
    if kind == 2:
        return {
            "experiment": text(one(data, 6)),
            "created": one(data, 3),
            "parameters": [{"name": text(one(info, 1)), "type": one(info, 4)} for info in all_of(data, 4)],
            "metrics": [text(one(one(info, 1), 2)) for info in all_of(data, 5)],
        }
    if kind == 3:
        return {
            "parameters": dict(parameter(entry) for entry in all_of(data, 1)),
            "group": text(one(data, 4)),
            "started": one(data, 5),
        }
    assert kind == 4, f"hparams field {kind}"
    return {"status": one(data, 1), "ended": one(data, 2)}


def png(data):
    """The size of a PNG whose chunks and pixels are whole."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "PNG signature"
    at, pixels, header = 8, b"", None
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", data, at + 8 + length)
        assert zlib.crc32(kind + body) == check, f"checksum of {kind}"
        if kind == b"IHDR":
            header = struct.unpack(">IIBBBBB", body)
        if kind == b"IDAT":
            pixels += body
        at += 12 + length
    width, height, depth, colour = header[:4]
    assert (depth, colour) == (8, 2), "8 bits of red, green and blue"
    assert len(zlib.decompress(pixels)) == height * (1 + 3 * width), "a filter byte and the pixels of each line"
    return width, height


def value_of(data):
    value = {"tag": text(one(data, 1))}
    if all_of(data, 2):
        value["scalar"] = one(data, 2)
    if all_of(data, 4):
        image = one(data, 4)
        width, height = png(one(image, 4))
        assert (one(image, 2), one(image, 1), one(image, 3)) == (width, height, 3), "size and colours of the image"
        value["image"] = [width, height]
    if all_of(data, 9):
        plugin = one(one(data, 9), 1)
        value["plugin"] = text(one(plugin, 1))
        value["content"] = hparams(one(plugin, 2))
    return value


def event(data):
    version = one(data, 3)
    return {
        "seconds": one(data, 1),
        "step": one(data, 2, 0),
        "version": None if version is None else text(version),
        "values": [value_of(value) for value in all_of(one(data, 5, b""), 1)],
    }


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:
        print(json.dumps([event(data) for data in records(file.read())]))
