// Losses and their gradients; threads share out rows. See reference/loss-kernels.ts for the formulas.

import { highestOf, softmaxRow } from './activations';
import { exp, exp1, log } from './exact-math';
import { clockSlot, int, real, span } from './instruction';
import { shareBegin, shareEnd, thread } from './team';

// @ts-ignore: decorator
@inline
function weightOf(weights: usize, c: i32): f64 {
  return weights == 0 ? 1.0 : <f64>load<f32>(weights + (<usize>c << 2));
}

export function crossEntropy(at: usize): void {
  const logits = span(at, 0);
  const labels = span(at, 1);
  const weights = span(at, 2);
  const smoothing = real(at, 3);
  const probabilities = span(at, 4);
  const rowLosses = span(at, 5);
  const rowWeights = span(at, 6);
  const n = int(at, 7);
  const classes = int(at, 8);
  for (let i = shareBegin(n), end = shareEnd(n); i < end; i++) {
    const row = (<usize>i * <usize>classes) << 2;
    const z = logits + row;
    const highest = <f64>highestOf(z, classes);
    const logSum = log(<f64>softmaxRow(probabilities + row, z, classes));
    const label = load<i32>(labels + (<usize>i << 2));
    const weight = weightOf(weights, label);
    let loss = (1.0 - smoothing) * weight * (logSum - (<f64>load<f32>(z + (<usize>label << 2)) - highest));
    if (smoothing > 0) {
      let spread: f64 = 0;
      for (let c = 0; c < classes; c++) {
        spread += weightOf(weights, c) * (logSum - (<f64>load<f32>(z + (<usize>c << 2)) - highest));
      }
      loss += (smoothing / <f64>classes) * spread;
    }
    store<f64>(rowLosses + (<usize>i << 3), loss);
    store<f64>(rowWeights + (<usize>i << 3), weight);
  }
}

export function crossEntropyBackward(at: usize): void {
  const dlogits = span(at, 0);
  const probabilities = span(at, 1);
  const labels = span(at, 2);
  const weights = span(at, 3);
  const smoothing = real(at, 4);
  const scale = load<f32>(span(at, 5));
  const n = int(at, 6);
  const classes = int(at, 7);
  const share = smoothing / <f64>classes;
  let total: f64 = 0;
  for (let c = 0; c < classes; c++) total += weightOf(weights, c);
  for (let i = shareBegin(n), end = shareEnd(n); i < end; i++) {
    const row = (<usize>i * <usize>classes) << 2;
    const label = load<i32>(labels + (<usize>i << 2));
    const own = (1.0 - smoothing) * weightOf(weights, label);
    const factor = <f32>(own + share * total);
    for (let c = 0; c < classes; c++) {
      const place = row + (<usize>c << 2);
      const target = <f32>((c == label ? own : 0.0) + share * weightOf(weights, c));
      store<f32>(dlogits + place, (load<f32>(probabilities + place) * factor - target) * scale);
    }
  }
}

// Which value loss a function computes, known when it is compiled.
const SQUARED: i32 = 0;
const ABSOLUTE: i32 = 1;
const HUBER: i32 = 2;
const BINARY: i32 = 3;

// @ts-ignore: decorator
@inline
function valueLoss(at: usize, kind: i32): void {
  const predictions = span(at, 0);
  const targets = span(at, 1);
  const rowLosses = span(at, 2);
  const rowWeights = span(at, 3);
  const n = int(at, 4);
  const size = int(at, 5);
  const delta: f64 = kind == HUBER ? <f64><f32>real(at, 6) : 0;
  for (let i = shareBegin(n), end = shareEnd(n); i < end; i++) {
    let sum: f64 = 0;
    for (let j = i * size; j < (i + 1) * size; j++) {
      const p = <f64>load<f32>(predictions + (<usize>j << 2));
      const t = <f64>load<f32>(targets + (<usize>j << 2));
      if (kind == SQUARED) sum += (p - t) * (p - t);
      else if (kind == ABSOLUTE) sum += abs<f64>(p - t);
      else if (kind == HUBER) {
        const error = abs<f64>(p - t);
        sum += error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
      } else sum += (p < 0 ? 0.0 : p) - p * t + log(1.0 + exp(-abs<f64>(p)));
    }
    store<f64>(rowLosses + (<usize>i << 3), sum / <f64>size);
    store<f64>(rowWeights + (<usize>i << 3), 1);
  }
}

// @ts-ignore: decorator
@inline
function valueLossBackward(at: usize, kind: i32): void {
  const out = span(at, 0);
  const predictions = span(at, 1);
  const targets = span(at, 2);
  const scale = load<f32>(span(at, 3));
  const n = int(at, 4);
  const size = int(at, 5);
  const delta: f32 = kind == HUBER ? <f32>real(at, 6) : 0;
  const share = <f32>((kind == SQUARED ? 2.0 : 1.0) / <f64>size);
  for (let j = shareBegin(n) * size, end = shareEnd(n) * size; j < end; j++) {
    const place = <usize>j << 2;
    const p = load<f32>(predictions + place);
    const t = load<f32>(targets + place);
    let derivative: f32;
    if (kind == BINARY) derivative = <f32>1 / (<f32>1 + exp1(-p)) - t;
    else {
      derivative = p - t;
      if (kind == ABSOLUTE) derivative = derivative > 0 ? 1 : derivative < 0 ? -1 : derivative;
      else if (kind == HUBER) derivative = derivative < -delta ? -delta : derivative > delta ? delta : derivative;
    }
    store<f32>(out + place, derivative * share * scale);
  }
}

export function squaredError(at: usize): void {
  valueLoss(at, SQUARED);
}
export function squaredErrorBackward(at: usize): void {
  valueLossBackward(at, SQUARED);
}
export function absoluteError(at: usize): void {
  valueLoss(at, ABSOLUTE);
}
export function absoluteErrorBackward(at: usize): void {
  valueLossBackward(at, ABSOLUTE);
}
export function huber(at: usize): void {
  valueLoss(at, HUBER);
}
export function huberBackward(at: usize): void {
  valueLossBackward(at, HUBER);
}
export function binaryCrossEntropy(at: usize): void {
  valueLoss(at, BINARY);
}
export function binaryCrossEntropyBackward(at: usize): void {
  valueLossBackward(at, BINARY);
}

export function meanLoss(at: usize): void {
  if (thread != 0) return;
  const rowLosses = span(at, 0);
  const rowWeights = span(at, 1);
  const totals = span(at, 2);
  const losses = span(at, 3);
  const scale = span(at, 4);
  const slot = clockSlot(span(at, 5));
  const n = int(at, 6);
  let loss: f64 = 0;
  let weight: f64 = 0;
  for (let i = 0; i < n; i++) {
    loss += load<f64>(rowLosses + (<usize>i << 3));
    weight += load<f64>(rowWeights + (<usize>i << 3));
  }
  store<f64>(totals, load<f64>(totals) + loss);
  store<f64>(totals, load<f64>(totals, 8) + weight, 8);
  store<f64>(losses + (<usize>slot << 3), weight == 0 ? 0.0 : loss / weight);
  store<f32>(scale, weight == 0 ? 0 : <f32>(1.0 / weight));
}
