// Means and deviations over the rows of a batch, and their running averages. See reference/batch-norm-kernels.ts for the formulas.
//
// Threads take columns, in blocks of 16 (one cache line of a row); sums over rows go in tiles of 64.

import { sumBlock, sumColumn } from './column-sums';
import { int, real, ROW_TILE, span } from './instruction';
import { partBegin, partEnd, shareOut, takePart } from './team';

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
export function loadColumns(at: usize, whole: bool): v128 {
  return whole ? v128.load(at) : v128.load32_zero(at);
}
// @ts-ignore: decorator
@inline
export function storeColumns(at: usize, value: v128, whole: bool): void {
  if (whole) v128.store(at, value);
  else v128.store_lane<f32>(at, value, 0);
}

/** 1 / sqrt(variance + epsilon). */
// @ts-ignore: decorator
@inline
export function inverseRoot(variance: v128, epsilon: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, epsilon)));
}

export function batchNormStatistics(at: usize): void {
  const x = span(at, 0);
  const mean = span(at, 1);
  const squares = span(at, 2);
  const n = int(at, 7);
  const size = int(at, 8);
  const stride = <usize>size << 2;
  shareOut(blocksOf(size));
  while (takePart()) {
    for (let block = partBegin; block < partEnd; block++) {
      const column = <usize>block << 6;
      if (column + 64 <= stride) {
        sumBlock(mean + column, x + column, n, stride, false);
        divideBlock(mean + column, n);
        sumSquaresBlock(squares + column, x + column, mean + column, n, stride);
        for (let j = column; j < column + 64; j += 16) finishColumns(at, j, true);
      } else {
        for (let j = column; j < stride; j += 4) {
          sumColumn(mean + j, x + j, n, stride, false);
          store<f32>(mean + j, load<f32>(mean + j) / <f32>n);
          sumSquaresColumn(squares + j, x + j, load<f32>(mean + j), n, stride);
          finishColumns(at, j, false);
        }
      }
    }
  }
}

function divideBlock(out: usize, n: i32): void {
  const rows = f32x4.splat(<f32>n);
  for (let j: usize = 0; j < 64; j += 16) v128.store(out + j, f32x4.div(v128.load(out + j), rows));
}

// @ts-ignore: decorator
@inline
function addSquare(sum: v128, x: v128, mean: v128): v128 {
  const difference = f32x4.sub(x, mean);
  return f32x4.add(sum, f32x4.mul(difference, difference));
}

/** out[16] = sum over rows of (x - mean)^2. */
function sumSquaresBlock(out: usize, x: usize, mean: usize, n: i32, stride: usize): void {
  const mean0 = v128.load(mean);
  const mean1 = v128.load(mean, 16);
  const mean2 = v128.load(mean, 32);
  const mean3 = v128.load(mean, 48);
  let total0 = f32x4.splat(0);
  let total1 = total0;
  let total2 = total0;
  let total3 = total0;
  for (let tile = 0; tile < n; tile += ROW_TILE) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, x += stride) {
      sum0 = addSquare(sum0, v128.load(x), mean0);
      sum1 = addSquare(sum1, v128.load(x, 16), mean1);
      sum2 = addSquare(sum2, v128.load(x, 32), mean2);
      sum3 = addSquare(sum3, v128.load(x, 48), mean3);
    }
    total0 = f32x4.add(total0, sum0);
    total1 = f32x4.add(total1, sum1);
    total2 = f32x4.add(total2, sum2);
    total3 = f32x4.add(total3, sum3);
  }
  v128.store(out, total0);
  v128.store(out, total1, 16);
  v128.store(out, total2, 32);
  v128.store(out, total3, 48);
}

function sumSquaresColumn(out: usize, x: usize, mean: f32, n: i32, stride: usize): void {
  let total: f32 = 0;
  for (let tile = 0; tile < n; tile += ROW_TILE) {
    let sum: f32 = 0;
    for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, x += stride) {
      const difference = load<f32>(x) - mean;
      sum += difference * difference;
    }
    total += sum;
  }
  store<f32>(out, total);
}

/** From the sum of squares, which lies where the inverse deviation belongs, to that and the running averages. */
// @ts-ignore: decorator
@inline
function finishColumns(at: usize, column: usize, whole: bool): void {
  const runningMean = span(at, 3) + column;
  const runningVariance = span(at, 4) + column;
  const inverseDeviation = span(at, 2) + column;
  const momentum = real(at, 5);
  const n = int(at, 7);
  const mean = loadColumns(span(at, 1) + column, whole);
  const squares = loadColumns(inverseDeviation, whole);
  const variance = f32x4.div(squares, f32x4.splat(<f32>n));
  storeColumns(inverseDeviation, inverseRoot(variance, f32x4.splat(<f32>real(at, 6))), whole);
  if (n < 2) return;
  const fresh = f32x4.splat(<f32>momentum);
  const kept = f32x4.splat(<f32>(1.0 - momentum));
  const unbiased = f32x4.div(squares, f32x4.splat(<f32>(n - 1)));
  storeColumns(runningMean, f32x4.add(f32x4.mul(kept, loadColumns(runningMean, whole)), f32x4.mul(fresh, mean)), whole);
  storeColumns(
    runningVariance,
    f32x4.add(f32x4.mul(kept, loadColumns(runningVariance, whole)), f32x4.mul(fresh, unbiased)),
    whole,
  );
}
