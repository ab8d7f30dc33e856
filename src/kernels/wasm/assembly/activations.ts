// Elementwise functions and their derivatives, four floats at a time. See reference/activation-kernels.ts.
// Spans are padded to 64 bytes, so the last vector may reach into padding.

import { exp4, sigmoid4, tanh4 } from './exact-math';
import { int, real, span, unitsOf } from './instruction';
import { shareBegin, shareEnd } from './team';

// Byte range of this thread's share of a span of floats.
// @ts-ignore: decorator
@inline
function byteBegin(length: i32): usize {
  return <usize>shareBegin(unitsOf(length)) << 6;
}
// @ts-ignore: decorator
@inline
function byteEnd(length: i32): usize {
  return min(<usize>shareEnd(unitsOf(length)) << 6, ((<usize>length + 3) & ~3) << 2);
}

export function relu(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  const zero = f32x4.splat(0);
  for (let i = byteBegin(int(at, 2)), end = byteEnd(int(at, 2)); i < end; i += 16) {
    v128.store(out + i, f32x4.pmax(v128.load(x + i), zero));
  }
}

export function reluBackward(at: usize): void {
  const out = span(at, 0);
  const dy = span(at, 1);
  const y = span(at, 2);
  const scale = f32x4.splat(<f32>real(at, 4));
  const zero = f32x4.splat(0);
  for (let i = byteBegin(int(at, 3)), end = byteEnd(int(at, 3)); i < end; i += 16) {
    v128.store(out + i, v128.and(f32x4.mul(v128.load(dy + i), scale), f32x4.gt(v128.load(y + i), zero)));
  }
}

export function leakyRelu(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  const slope = f32x4.splat(<f32>real(at, 3));
  const zero = f32x4.splat(0);
  for (let i = byteBegin(int(at, 2)), end = byteEnd(int(at, 2)); i < end; i += 16) {
    const value = v128.load(x + i);
    v128.store(out + i, v128.bitselect(value, f32x4.mul(slope, value), f32x4.gt(value, zero)));
  }
}

export function leakyReluBackward(at: usize): void {
  const out = span(at, 0);
  const dy = span(at, 1);
  const y = span(at, 2);
  const slope = f32x4.splat(<f32>real(at, 4));
  const zero = f32x4.splat(0);
  for (let i = byteBegin(int(at, 3)), end = byteEnd(int(at, 3)); i < end; i += 16) {
    const value = v128.load(dy + i);
    v128.store(out + i, v128.bitselect(value, f32x4.mul(slope, value), f32x4.gt(v128.load(y + i), zero)));
  }
}

export function sigmoid(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  for (let i = byteBegin(int(at, 2)), end = byteEnd(int(at, 2)); i < end; i += 16) {
    v128.store(out + i, sigmoid4(v128.load(x + i)));
  }
}

export function sigmoidBackward(at: usize): void {
  const out = span(at, 0);
  const dy = span(at, 1);
  const y = span(at, 2);
  const one = f32x4.splat(1);
  for (let i = byteBegin(int(at, 3)), end = byteEnd(int(at, 3)); i < end; i += 16) {
    const value = v128.load(y + i);
    v128.store(out + i, f32x4.mul(v128.load(dy + i), f32x4.mul(value, f32x4.sub(one, value))));
  }
}

export function tanh(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  for (let i = byteBegin(int(at, 2)), end = byteEnd(int(at, 2)); i < end; i += 16) {
    v128.store(out + i, tanh4(v128.load(x + i)));
  }
}

export function tanhBackward(at: usize): void {
  const out = span(at, 0);
  const dy = span(at, 1);
  const y = span(at, 2);
  const one = f32x4.splat(1);
  for (let i = byteBegin(int(at, 3)), end = byteEnd(int(at, 3)); i < end; i += 16) {
    const value = v128.load(y + i);
    v128.store(out + i, f32x4.mul(v128.load(dy + i), f32x4.sub(one, f32x4.mul(value, value))));
  }
}

/** p = softmax(z) of one row; returns the sum of its exponentials e^(z - highest). */
export function softmaxRow(p: usize, z: usize, size: i32): f32 {
  const highest = highestOf(z, size);
  const bytes = <usize>size << 2;
  const whole = bytes & ~15;
  const shift = f32x4.splat(highest);
  for (let j: usize = 0; j < whole; j += 16) v128.store(p + j, exp4(f32x4.sub(v128.load(z + j), shift)));
  for (let j = whole; j < bytes; j += 4) {
    v128.store_lane<f32>(p + j, exp4(f32x4.sub(v128.load32_zero(z + j), shift)), 0);
  }
  let sum: f32 = 0;
  for (let j: usize = 0; j < bytes; j += 4) sum += load<f32>(p + j);
  for (let j: usize = 0; j < bytes; j += 4) store<f32>(p + j, load<f32>(p + j) / sum);
  return sum;
}

/** The highest of a row's numbers. */
export function highestOf(z: usize, size: i32): f32 {
  let highest = load<f32>(z);
  for (let j = 1; j < size; j++) {
    const value = load<f32>(z + (<usize>j << 2));
    if (value > highest) highest = value;
  }
  return highest;
}

export function softmax(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  const n = int(at, 2);
  const size = int(at, 3);
  for (let i = shareBegin(n), end = shareEnd(n); i < end; i++) {
    const row = (<usize>i * <usize>size) << 2;
    softmaxRow(out + row, x + row, size);
  }
}

export function softmaxBackward(at: usize): void {
  const out = span(at, 0);
  const dy = span(at, 1);
  const y = span(at, 2);
  const n = int(at, 3);
  const size = int(at, 4);
  const bytes = <usize>size << 2;
  for (let i = shareBegin(n), end = shareEnd(n); i < end; i++) {
    const row = <usize>i * bytes;
    let sum: f32 = 0;
    for (let j = row; j < row + bytes; j += 4) sum += load<f32>(dy + j) * load<f32>(y + j);
    for (let j = row; j < row + bytes; j += 4) store<f32>(out + j, load<f32>(y + j) * (load<f32>(dy + j) - sum));
  }
}
