"""model_3 from scratch in NumPy, as a student writes it: one formula a line, new arrays everywhere. Settings: dtype."""

import time

import numpy as np

from common import (
    BATCH_SIZE,
    DROPOUT,
    LEARNING_RATE,
    commands,
    peak_megabytes,
    read_part,
    read_weights,
    say,
    settings,
)

dtype = np.dtype(settings["dtype"])
random = np.random.default_rng(1)


def read(part):
    pixels, classes = read_part(part)
    return pixels.astype(dtype) / dtype.type(255), classes


x_train, y_train = read("train")
x_validation, y_validation = read("validation")
parameters = {}
for i, weight in enumerate(read_weights()):
    parameters[f"W{i}"] = weight.astype(dtype)
    parameters[f"b{i}"] = np.zeros(weight.shape[1], dtype)
    if i < 2:
        parameters[f"gamma{i}"] = np.ones(weight.shape[1], dtype)
        parameters[f"beta{i}"] = np.zeros(weight.shape[1], dtype)
running = {i: [np.zeros_like(parameters[f"b{i}"]), np.ones_like(parameters[f"b{i}"])] for i in range(2)}
first = {name: np.zeros_like(value) for name, value in parameters.items()}
second = {name: np.zeros_like(value) for name, value in parameters.items()}
steps_taken = 0


def forward(x, training):
    cache = []
    for i in range(2):
        z = x @ parameters[f"W{i}"] + parameters[f"b{i}"]
        if training:
            mean, variance = z.mean(0), z.var(0)
            n = len(z)
            running[i][0] = 0.9 * running[i][0] + 0.1 * mean
            running[i][1] = 0.9 * running[i][1] + 0.1 * variance * n / (n - 1)
        else:
            mean, variance = running[i]
        deviation = np.sqrt(variance + dtype.type(1e-5))
        normal = (z - mean) / deviation
        scaled = normal * parameters[f"gamma{i}"] + parameters[f"beta{i}"]
        y = np.maximum(scaled, 0)
        mask = None
        if training:
            mask = (random.random(y.shape, dtype=dtype) >= DROPOUT) / dtype.type(1 - DROPOUT)
            y = y * mask
        cache.append((x, normal, deviation, scaled, mask))
        x = y.astype(dtype, copy=False)
    logits = x @ parameters["W2"] + parameters["b2"]
    cache.append(x)
    return logits, cache


def train_step(x, y):
    global steps_taken
    n = len(x)
    logits, cache = forward(x, True)
    shifted = logits - logits.max(1, keepdims=True)
    probabilities = np.exp(shifted) / np.exp(shifted).sum(1, keepdims=True)
    loss = -np.log(probabilities[np.arange(n), y]).mean()

    gradients = {}
    dy = probabilities.copy()
    dy[np.arange(n), y] -= 1
    dy /= n
    gradients["W2"], gradients["b2"] = cache[2].T @ dy, dy.sum(0)
    dy = dy @ parameters["W2"].T
    for i in (1, 0):
        x, normal, deviation, scaled, mask = cache[i]
        dy = (dy * mask * (scaled > 0)).astype(dtype, copy=False)
        gradients[f"gamma{i}"], gradients[f"beta{i}"] = (dy * normal).sum(0), dy.sum(0)
        dnormal = dy * parameters[f"gamma{i}"]
        dz = (dnormal - dnormal.mean(0) - normal * (dnormal * normal).mean(0)) / deviation
        gradients[f"W{i}"], gradients[f"b{i}"] = x.T @ dz, dz.sum(0)
        if i > 0:
            dy = dz @ parameters[f"W{i}"].T

    steps_taken += 1
    for name, gradient in gradients.items():
        first[name] = 0.9 * first[name] + 0.1 * gradient
        second[name] = 0.999 * second[name] + 0.001 * gradient**2
        mean = first[name] / (1 - 0.9**steps_taken)
        variance = second[name] / (1 - 0.999**steps_taken)
        parameters[name] = parameters[name] - LEARNING_RATE * mean / (np.sqrt(variance) + 1e-8)
    return float(loss)


def accuracy():
    right = 0
    for start in range(0, len(x_validation), BATCH_SIZE):
        logits, _ = forward(x_validation[start : start + BATCH_SIZE], False)
        right += int((logits.argmax(1) == y_validation[start : start + BATCH_SIZE]).sum())
    return right / len(x_validation)


say(ready=True, version=np.__version__)
for command in commands():
    steps = command["steps"] or len(x_train) // BATCH_SIZE
    started = time.perf_counter()
    order = random.permutation(len(x_train))
    losses = []
    for step in range(steps):
        rows = order[step * BATCH_SIZE : (step + 1) * BATCH_SIZE]
        losses.append(train_step(x_train[rows], y_train[rows]))
    trained = time.perf_counter()
    found = accuracy()
    ended = time.perf_counter()
    say(
        seconds=trained - started,
        steps=steps,
        validationSeconds=ended - trained,
        trainLoss=sum(losses) / steps,
        validationAccuracy=found,
        peakMegabytes=peak_megabytes(),
    )
