// Batch normalisation forward, from the batch's statistics or from running averages. See reference/batch-norm-kernels.ts for the formulas.
//
// Threads take rows, in blocks of 4, whose lines stay in the first-level cache from column to column.
// Where a rectifier and dropout follow over y (join-passes.ts), each block goes through all three before the next: y is walked once.

import { STRETCH } from '../common-constants';
import { inverseRoot, loadColumns, storeColumns } from './batch-norm-statistics';
import { dropStretches } from './dropout';
import { int, real, span } from './instruction';
import { partBegin, partEnd, shareOut, takePart } from './team';

/** Rows of a block. */
const ROWS: i32 = 4;

// @ts-ignore: decorator
@inline
function blocksOf(n: i32): i32 {
  return (n + ROWS - 1) / ROWS;
}

export function batchNormForward(at: usize): void {
  const y = span(at, 0);
  const n = int(at, 6);
  const size = int(at, 7);
  const least = leastOf(int(at, 8));
  const drop = at + 9 * 8;
  const drops = span(drop, 4) != 0;
  const stretches = size / STRETCH;
  shareOut(blocksOf(n));
  while (takePart()) {
    for (let i = partBegin * ROWS, end = min(partEnd * ROWS, n); i < end; i += ROWS) {
      const last = min(i + ROWS, end);
      normalize(y, span(at, 1), span(at, 2), span(at, 3), span(at, 4), span(at, 5), i, last, size, least, false, 0);
      if (drops) dropStretches(y, y, n * size, i * stretches, last * stretches, drop);
    }
  }
}

export function batchNormInfer(at: usize): void {
  const n = int(at, 7);
  const size = int(at, 8);
  const least = leastOf(int(at, 9));
  const epsilon = <f32>real(at, 6);
  shareOut(blocksOf(n));
  while (takePart()) {
    for (let i = partBegin * ROWS, end = min(partEnd * ROWS, n); i < end; i += ROWS) {
      const last = min(i + ROWS, end);
      normalize(span(at, 0), span(at, 1), span(at, 2), span(at, 3), span(at, 4), span(at, 5), i, last, size, least, true, epsilon);
    }
  }
}

/** What y is at least: 0 where it is rectified. */
// @ts-ignore: decorator
@inline
function leastOf(rectified: i32): v128 {
  return f32x4.splat(rectified != 0 ? 0 : -<f32>Infinity);
}

/** y = max((x - mean) * spread * gamma + beta, least) in rows [begin, end); spread is an inverse deviation, or a variance of which it is made. */
function normalize(
  y: usize,
  x: usize,
  mean: usize,
  spread: usize,
  gamma: usize,
  beta: usize,
  begin: i32,
  end: i32,
  size: i32,
  least: v128,
  isVariance: bool,
  epsilon: f32,
): void {
  const stride = <usize>size << 2;
  const epsilons = f32x4.splat(epsilon);
  const skip = <usize>begin * stride;
  const rows = end - begin;
  let j: usize = 0;
  for (; j + 16 <= stride; j += 16) {
    const inverse = isVariance ? inverseRoot(v128.load(spread + j), epsilons) : v128.load(spread + j);
    const shift = v128.load(mean + j);
    const factor = v128.load(gamma + j);
    const offset = v128.load(beta + j);
    normalizeColumns(y + skip + j, x + skip + j, shift, inverse, factor, offset, least, rows, stride, true);
  }
  for (; j < stride; j += 4) {
    const value = v128.load32_zero(spread + j);
    const inverse = isVariance ? inverseRoot(value, epsilons) : value;
    const shift = v128.load32_zero(mean + j);
    const factor = v128.load32_zero(gamma + j);
    const offset = v128.load32_zero(beta + j);
    normalizeColumns(y + skip + j, x + skip + j, shift, inverse, factor, offset, least, rows, stride, false);
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
  least: v128,
  rows: i32,
  stride: usize,
  whole: bool,
): void {
  for (let i = 0; i < rows; i++, x += stride, y += stride) {
    const normalized = f32x4.mul(f32x4.sub(loadColumns(x, whole), mean), inverse);
    storeColumns(y, f32x4.pmax(f32x4.add(f32x4.mul(normalized, gamma), beta), least), whole);
  }
}
