// Batch normalisation. See reference/batch-norm-kernels.ts for the formulas.
// Threads share out columns in blocks of 16 (one cache line of a row); sums over rows go in tiles of 64.

import { int, real, span } from './instruction';
import { shareBegin, shareEnd } from './team';

/** Columns of a block. */
const BLOCK: i32 = 16;

// @ts-ignore: decorator
@inline
function blocksOf(size: i32): i32 {
  return (size + BLOCK - 1) / BLOCK;
}

// Four columns, or one: a vector load or a single lane.
// @ts-ignore: decorator
@inline
function loadColumns(at: usize, whole: bool): v128 {
  return whole ? v128.load(at) : v128.load32_zero(at);
}
// @ts-ignore: decorator
@inline
function storeColumns(at: usize, value: v128, whole: bool): void {
  if (whole) v128.store(at, value);
  else v128.store_lane<f32>(at, value, 0);
}

export function batchNormStatistics(at: usize): void {
  const size = int(at, 8);
  for (let block = shareBegin(blocksOf(size)), end = shareEnd(blocksOf(size)); block < end; block++) {
    let j = block * BLOCK;
    const last = min(size, j + BLOCK);
    for (; j + 4 <= last; j += 4) columnStatistics(at, j, true);
    for (; j < last; j++) columnStatistics(at, j, false);
  }
}

// @ts-ignore: decorator
@inline
function columnStatistics(at: usize, j: i32, whole: bool): void {
  const column = <usize>j << 2;
  const x = span(at, 0) + column;
  const runningMean = span(at, 3) + column;
  const runningVariance = span(at, 4) + column;
  const momentum = real(at, 5);
  const epsilon = f32x4.splat(<f32>real(at, 6));
  const n = int(at, 7);
  const stride = <usize>int(at, 8) << 2;
  const rows = f32x4.splat(<f32>n);

  let total = f32x4.splat(0);
  let from = x;
  for (let tile = 0; tile < n; tile += 64) {
    let sum = f32x4.splat(0);
    for (let i = tile, end = min(n, tile + 64); i < end; i++, from += stride) sum = f32x4.add(sum, loadColumns(from, whole));
    total = f32x4.add(total, sum);
  }
  const mean = f32x4.div(total, rows);

  total = f32x4.splat(0);
  from = x;
  for (let tile = 0; tile < n; tile += 64) {
    let sum = f32x4.splat(0);
    for (let i = tile, end = min(n, tile + 64); i < end; i++, from += stride) {
      const difference = f32x4.sub(loadColumns(from, whole), mean);
      sum = f32x4.add(sum, f32x4.mul(difference, difference));
    }
    total = f32x4.add(total, sum);
  }
  const variance = f32x4.div(total, rows);
  const inverse = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, epsilon)));
  storeColumns(span(at, 1) + column, mean, whole);
  storeColumns(span(at, 2) + column, inverse, whole);

  const fresh = f32x4.splat(<f32>momentum);
  const kept = f32x4.splat(<f32>(1.0 - momentum));
  const unbiased = f32x4.div(total, f32x4.splat(<f32>max(n - 1, 1)));
  storeColumns(runningMean, f32x4.add(f32x4.mul(kept, loadColumns(runningMean, whole)), f32x4.mul(fresh, mean)), whole);
  storeColumns(
    runningVariance,
    f32x4.add(f32x4.mul(kept, loadColumns(runningVariance, whole)), f32x4.mul(fresh, unbiased)),
    whole,
  );
}

/** y = (x - mean) * inverse * gamma + beta for one row range; inverse is given or made from a variance. */
// @ts-ignore: decorator
@inline
function normalizeColumns(
  y: usize,
  x: usize,
  mean: v128,
  inverse: v128,
  gamma: v128,
  beta: v128,
  n: i32,
  stride: usize,
  whole: bool,
): void {
  for (let i = 0; i < n; i++, x += stride, y += stride) {
    const normalized = f32x4.mul(f32x4.sub(loadColumns(x, whole), mean), inverse);
    storeColumns(y, f32x4.add(f32x4.mul(normalized, gamma), beta), whole);
  }
}

export function batchNormForward(at: usize): void {
  const size = int(at, 7);
  const n = int(at, 6);
  const first = shareBegin(n);
  const rows = shareEnd(n) - first;
  const stride = <usize>size << 2;
  const skip = <usize>first * stride;
  let j: usize = 0;
  for (; j + 16 <= stride; j += 16) {
    normalizeColumns(
      span(at, 0) + skip + j,
      span(at, 1) + skip + j,
      v128.load(span(at, 2) + j),
      v128.load(span(at, 3) + j),
      v128.load(span(at, 4) + j),
      v128.load(span(at, 5) + j),
      rows,
      stride,
      true,
    );
  }
  for (; j < stride; j += 4) {
    normalizeColumns(
      span(at, 0) + skip + j,
      span(at, 1) + skip + j,
      v128.load32_zero(span(at, 2) + j),
      v128.load32_zero(span(at, 3) + j),
      v128.load32_zero(span(at, 4) + j),
      v128.load32_zero(span(at, 5) + j),
      rows,
      stride,
      false,
    );
  }
}

// @ts-ignore: decorator
@inline
function inverseDeviation(variance: v128, epsilon: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, epsilon)));
}

export function batchNormInfer(at: usize): void {
  const epsilon = f32x4.splat(<f32>real(at, 6));
  const n = int(at, 7);
  const size = int(at, 8);
  const first = shareBegin(n);
  const rows = shareEnd(n) - first;
  const stride = <usize>size << 2;
  const skip = <usize>first * stride;
  let j: usize = 0;
  for (; j + 16 <= stride; j += 16) {
    normalizeColumns(
      span(at, 0) + skip + j,
      span(at, 1) + skip + j,
      v128.load(span(at, 2) + j),
      inverseDeviation(v128.load(span(at, 3) + j), epsilon),
      v128.load(span(at, 4) + j),
      v128.load(span(at, 5) + j),
      rows,
      stride,
      true,
    );
  }
  for (; j < stride; j += 4) {
    normalizeColumns(
      span(at, 0) + skip + j,
      span(at, 1) + skip + j,
      v128.load32_zero(span(at, 2) + j),
      inverseDeviation(v128.load32_zero(span(at, 3) + j), epsilon),
      v128.load32_zero(span(at, 4) + j),
      v128.load32_zero(span(at, 5) + j),
      rows,
      stride,
      false,
    );
  }
}

export function batchNormBackward(at: usize): void {
  const size = int(at, 10);
  for (let block = shareBegin(blocksOf(size)), end = shareEnd(blocksOf(size)); block < end; block++) {
    let j = block * BLOCK;
    const last = min(size, j + BLOCK);
    for (; j + 4 <= last; j += 4) columnBackward(at, j, true);
    for (; j < last; j++) columnBackward(at, j, false);
  }
}

// @ts-ignore: decorator
@inline
function columnBackward(at: usize, j: i32, whole: bool): void {
  const column = <usize>j << 2;
  const dx = span(at, 0);
  const dGamma = span(at, 1) + column;
  const dBeta = span(at, 2) + column;
  const dy = span(at, 3) + column;
  const x = span(at, 4) + column;
  const mean = loadColumns(span(at, 5) + column, whole);
  const inverse = loadColumns(span(at, 6) + column, whole);
  const gamma = loadColumns(span(at, 7) + column, whole);
  const sums = span(at, 8) + column;
  const n = int(at, 9);
  const stride = <usize>int(at, 10) << 2;

  let total = f32x4.splat(0);
  let totalProduct = f32x4.splat(0);
  let place: usize = 0;
  for (let tile = 0; tile < n; tile += 64) {
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    for (let i = tile, end = min(n, tile + 64); i < end; i++, place += stride) {
      const slope = loadColumns(dy + place, whole);
      const normalized = f32x4.mul(f32x4.sub(loadColumns(x + place, whole), mean), inverse);
      sum = f32x4.add(sum, slope);
      product = f32x4.add(product, f32x4.mul(slope, normalized));
    }
    total = f32x4.add(total, sum);
    totalProduct = f32x4.add(totalProduct, product);
  }
  storeColumns(sums, total, whole);
  storeColumns(sums + stride, totalProduct, whole);
  storeColumns(dBeta, f32x4.add(loadColumns(dBeta, whole), total), whole);
  storeColumns(dGamma, f32x4.add(loadColumns(dGamma, whole), totalProduct), whole);
  if (dx == 0) return;
  const rows = f32x4.splat(<f32>n);
  const meanSum = f32x4.div(total, rows);
  const meanProduct = f32x4.div(totalProduct, rows);
  const factor = f32x4.mul(gamma, inverse);
  const out = dx + column;
  place = 0;
  for (let i = 0; i < n; i++, place += stride) {
    const normalized = f32x4.mul(f32x4.sub(loadColumns(x + place, whole), mean), inverse);
    const centered = f32x4.sub(loadColumns(dy + place, whole), meanSum);
    storeColumns(out + place, f32x4.mul(factor, f32x4.sub(centered, f32x4.mul(normalized, meanProduct))), whole);
  }
}
