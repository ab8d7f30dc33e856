"""model_3 in PyTorch. Settings: threads, foreach (Adam's many-tensor update), dropout (stock or bytes), bfloat16."""

import time
from contextlib import nullcontext

import torch
from torch import nn

from common import (
    BATCH_SIZE,
    DROPOUT,
    LEARNING_RATE,
    WIDTHS,
    commands,
    peak_megabytes,
    read_part,
    read_weights,
    say,
    settings,
)

torch.set_num_threads(settings["threads"])
torch.manual_seed(1)


class BytesDropout(nn.Module):
    """Dropout from 8 random bits an element: eight masks from each 64-bit number of the generator, which is serial."""

    threshold = round(DROPOUT * 256)

    def forward(self, x):
        if not self.training:
            return x
        words = torch.empty(x.numel() // 8, dtype=torch.int64).random_(-(2**63), None)
        keep = words.view(torch.uint8).view(x.shape) >= self.threshold
        return x * keep * (256 / (256 - self.threshold))


def dropout():
    return BytesDropout() if settings.get("dropout") == "bytes" else nn.Dropout(DROPOUT)


def hidden(inputs, outputs):
    return [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU(), dropout()]


model = nn.Sequential(*hidden(*WIDTHS[0:2]), *hidden(*WIDTHS[1:3]), nn.Linear(*WIDTHS[2:4]))
with torch.no_grad():
    dense = [layer for layer in model if isinstance(layer, nn.Linear)]
    for layer, weight in zip(dense, read_weights()):
        layer.weight.copy_(torch.from_numpy(weight.T.copy()))
        layer.bias.zero_()

loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, foreach=settings.get("foreach", False))


def tensors(part):
    pixels, classes = read_part(part)
    return torch.from_numpy(pixels).to(torch.float32).div_(255), torch.from_numpy(classes)


x, y = tensors("train")
validation_x, validation_y = tensors("validation")
half = torch.autocast("cpu", dtype=torch.bfloat16) if settings.get("bfloat16") else nullcontext()


def train_epoch(steps):
    model.train()
    order = torch.randperm(len(x))
    losses = []
    for step in range(steps):
        rows = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
        with half:
            loss = loss_of(model(x.index_select(0, rows)), y.index_select(0, rows))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return float(torch.stack(losses).to(torch.float32).mean())


def validate():
    model.eval()
    right = 0
    with torch.no_grad(), half:
        for first in range(0, len(validation_x), BATCH_SIZE):
            scores = model(validation_x[first : first + BATCH_SIZE])
            right += int((scores.argmax(1) == validation_y[first : first + BATCH_SIZE]).sum())
    return right / len(validation_x)


say(ready=True, version=torch.__version__)
for command in commands():
    steps = command["steps"] or len(x) // BATCH_SIZE
    started = time.perf_counter()
    train_loss = train_epoch(steps)
    trained = time.perf_counter()
    accuracy = validate()
    ended = time.perf_counter()
    say(
        seconds=trained - started,
        steps=steps,
        validationSeconds=ended - trained,
        trainLoss=train_loss,
        validationAccuracy=accuracy,
        peakMegabytes=peak_megabytes(),
    )
