"""The sweep of 12 trials in PyTorch, two at a time, one thread each: patience 2 on validation loss, best epoch by macro-F1."""

import json
import multiprocessing
from itertools import product

import numpy as np

from common import BATCH_SIZE, read_part, settings

HIDDEN = {"model_1": [(512, 0.2)], "model_2": [(256, 0.25)], "model_3": [(512, 0.3), (256, 0.3)]}
RATES = [0.005, 0.0025, 0.00125, 0.000625]
PATIENCE = 2


def macro_f1(predicted, true):
    counts = np.zeros((10, 10))
    np.add.at(counts, (true, predicted), 1)
    hits = counts.diagonal()
    return float(np.mean(2 * hits / np.maximum(counts.sum(0) + counts.sum(1), 1)))


def train(trial):
    import torch
    from torch import nn

    name, rate = trial
    torch.set_num_threads(1)
    torch.manual_seed(1)
    layers, width = [], 784
    for units, dropped in HIDDEN[name]:
        layers += [nn.Linear(width, units), nn.BatchNorm1d(units), nn.ReLU(), nn.Dropout(dropped)]
        width = units
    layers.append(nn.Linear(width, 10))
    for layer in layers:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
    model = nn.Sequential(*layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, foreach=True)
    loss_of = nn.CrossEntropyLoss()

    def tensors(part):
        pixels, classes = read_part(part)
        return torch.from_numpy(pixels).to(torch.float32).div_(255), torch.from_numpy(classes)

    x, y = tensors("train")
    validation_x, validation_y = tensors("validation")
    best_loss, best_f1, waited = float("inf"), 0.0, 0
    for epoch in range(1, settings["epochs"] + 1):
        model.train()
        order = torch.randperm(len(x))
        for step in range(len(x) // BATCH_SIZE):
            rows = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
            loss = loss_of(model(x.index_select(0, rows)), y.index_select(0, rows))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            scores = torch.cat([model(part) for part in validation_x.split(BATCH_SIZE)])
            validation_loss = float(loss_of(scores, validation_y))
        best_f1 = max(best_f1, macro_f1(scores.argmax(1).numpy(), validation_y.numpy()))
        waited = 0 if validation_loss < best_loss else waited + 1
        best_loss = min(best_loss, validation_loss)
        if waited >= PATIENCE:
            break
    return epoch, best_f1


if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        done = pool.map(train, list(product(HIDDEN, RATES)), chunksize=1)
    print(json.dumps({"epochs": sum(epochs for epochs, _ in done), "best": max(f1 for _, f1 in done)}))
