// Batch normalisation forward, from the batch's statistics or from running averages. See reference/batch-norm-kernels.ts for the formulas.
//
// Threads share out rows, in blocks of 4, whose lines stay in the first-level cache from column to column.

import { inverseRoot, loadColumns, storeColumns } from './batch-norm-statistics';
import { int, real, span } from './instruction';
import { shareBegin, shareEnd } from './team';

/** Rows of a block. */
const ROWS: i32 = 4;

export function batchNormForward(at: usize): void {
  normalize(span(at, 0), span(at, 1), span(at, 2), span(at, 3), span(at, 4), span(at, 5), int(at, 6), int(at, 7), false, 0);
}

export function batchNormInfer(at: usize): void {
  const epsilon = <f32>real(at, 6);
  normalize(span(at, 0), span(at, 1), span(at, 2), span(at, 3), span(at, 4), span(at, 5), int(at, 7), int(at, 8), true, epsilon);
}

/** y = (x - mean) * spread * gamma + beta; spread is an inverse deviation, or a variance of which it is made. */
// @ts-ignore: decorator
@inline
function normalize(
  y: usize,
  x: usize,
  mean: usize,
  spread: usize,
  gamma: usize,
  beta: usize,
  n: i32,
  size: i32,
  isVariance: bool,
  epsilon: f32,
): void {
  const stride = <usize>size << 2;
  const epsilons = f32x4.splat(epsilon);
  for (let i = shareBegin(n), end = shareEnd(n); i < end; i += ROWS) {
    const rows = min(ROWS, end - i);
    const skip = <usize>i * stride;
    let j: usize = 0;
    for (; j + 16 <= stride; j += 16) {
      const inverse = isVariance ? inverseRoot(v128.load(spread + j), epsilons) : v128.load(spread + j);
      normalizeColumns(y + skip + j, x + skip + j, v128.load(mean + j), inverse, v128.load(gamma + j), v128.load(beta + j), rows, stride, true);
    }
    for (; j < stride; j += 4) {
      const value = v128.load32_zero(spread + j);
      const inverse = isVariance ? inverseRoot(value, epsilons) : value;
      const shift = v128.load32_zero(mean + j);
      const factor = v128.load32_zero(gamma + j);
      const offset = v128.load32_zero(beta + j);
      normalizeColumns(y + skip + j, x + skip + j, shift, inverse, factor, offset, rows, stride, false);
    }
  }
}

// @ts-ignore: decorator
@inline
function normalizeColumns(
  y: usize,
  x: usize,
  mean: v128,
  inverse: v128,
  gamma: v128,
  beta: v128,
  rows: i32,
  stride: usize,
  whole: bool,
): void {
  for (let i = 0; i < rows; i++, x += stride, y += stride) {
    const normalized = f32x4.mul(f32x4.sub(loadColumns(x, whole), mean), inverse);
    storeColumns(y, f32x4.add(f32x4.mul(normalized, gamma), beta), whole);
  }
}
