"""How a Python peer speaks with its runner, and reads the task; see lib/peer-process.ts and lib/task.ts."""

import json
import resource
import sys

import numpy as np

BATCH_SIZE = 1024
LEARNING_RATE = 0.000625
DROPOUT = 0.3
WIDTHS = [784, 512, 256, 10]

settings = json.loads(sys.argv[1])


def read_part(part):
    """Pixels [rows, 784] as bytes, and classes, of `train` or `validation`."""
    folder = settings["folder"]
    pixels = np.fromfile(f"{folder}/{part}-x.u8", dtype=np.uint8).reshape(-1, WIDTHS[0])
    return pixels, np.fromfile(f"{folder}/{part}-y.u8", dtype=np.uint8).astype(np.int64)


def read_weights():
    """The initial weight [in, out] of each dense layer."""
    shapes = list(zip(WIDTHS, WIDTHS[1:]))
    return [
        np.fromfile(f"{settings['folder']}/weight-{i}.f32", dtype=np.float32).reshape(shape)
        for i, shape in enumerate(shapes)
    ]


def say(**message):
    print(json.dumps(message), flush=True)


def commands():
    """The runner's commands, until it is gone."""
    for line in sys.stdin:
        yield json.loads(line)


def peak_megabytes():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
