// The way back through batch normalisation. See reference/batch-norm-kernels.ts for the formulas.
// Threads share out columns in blocks of 8; sums over rows go in tiles of 64.

import { int, ROW_TILE, span } from './instruction';
import { shareBegin, shareEnd } from './team';

/** Columns of a block: the sums and statistics of two vectors of columns fit in registers. */
const BLOCK: i32 = 8;
export function batchNormBackward(at: usize): void {
  const n = int(at, 8);
  const size = int(at, 9);
  const stride = <usize>size << 2;
  const blocks = (size + BLOCK - 1) / BLOCK;
  for (let block = shareBegin(blocks), end = shareEnd(blocks); block < end; block++) {
    const first = block * BLOCK;
    const column = <usize>first << 2;
    if (first + BLOCK <= size) backwardBlock(at, column, n, stride);
    else for (let j = column; j < stride; j += 4) backwardColumn(at, j, n, stride);
  }
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

function backwardBlock(at: usize, column: usize, n: i32, stride: usize): void {
  const dy = span(at, 3) + column;
  const x = span(at, 4) + column;
  const mean0 = v128.load(span(at, 5) + column);
  const mean1 = v128.load(span(at, 5) + column, 16);
  const inverse0 = v128.load(span(at, 6) + column);
  const inverse1 = v128.load(span(at, 6) + column, 16);
  let total0 = f32x4.splat(0);
  let total1 = total0;
  let products0 = total0;
  let products1 = total0;
  let place: usize = 0;
  for (let tile = 0; tile < n; tile += ROW_TILE) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let product0 = sum0;
    let product1 = sum0;
    for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, place += stride) {
      const slope0 = v128.load(dy + place);
      const slope1 = v128.load(dy + place, 16);
      sum0 = f32x4.add(sum0, slope0);
      sum1 = f32x4.add(sum1, slope1);
      product0 = f32x4.add(product0, f32x4.mul(slope0, f32x4.mul(f32x4.sub(v128.load(x + place), mean0), inverse0)));
      product1 = f32x4.add(product1, f32x4.mul(slope1, f32x4.mul(f32x4.sub(v128.load(x + place, 16), mean1), inverse1)));
    }
    total0 = f32x4.add(total0, sum0);
    total1 = f32x4.add(total1, sum1);
    products0 = f32x4.add(products0, product0);
    products1 = f32x4.add(products1, product1);
  }
  addTo(span(at, 1) + column, products0);
  addTo(span(at, 1) + column + 16, products1);
  addTo(span(at, 2) + column, total0);
  addTo(span(at, 2) + column + 16, total1);
  if (span(at, 0) == 0) return;
  const dx = span(at, 0) + column;
  const gamma = span(at, 7) + column;
  const rows = f32x4.splat(<f32>n);
  const meanSum0 = f32x4.div(total0, rows);
  const meanSum1 = f32x4.div(total1, rows);
  const meanProduct0 = f32x4.div(products0, rows);
  const meanProduct1 = f32x4.div(products1, rows);
  const factor0 = f32x4.mul(v128.load(gamma), inverse0);
  const factor1 = f32x4.mul(v128.load(gamma, 16), inverse1);
  place = 0;
  for (let i = 0; i < n; i++, place += stride) {
    const normalized0 = f32x4.mul(f32x4.sub(v128.load(x + place), mean0), inverse0);
    const normalized1 = f32x4.mul(f32x4.sub(v128.load(x + place, 16), mean1), inverse1);
    const centered0 = f32x4.sub(v128.load(dy + place), meanSum0);
    const centered1 = f32x4.sub(v128.load(dy + place, 16), meanSum1);
    v128.store(dx + place, f32x4.mul(factor0, f32x4.sub(centered0, f32x4.mul(normalized0, meanProduct0))));
    v128.store(dx + place, f32x4.mul(factor1, f32x4.sub(centered1, f32x4.mul(normalized1, meanProduct1))), 16);
  }
}

/** One column of the rest, with scalars. */
function backwardColumn(at: usize, column: usize, n: i32, stride: usize): void {
  const dx = span(at, 0);
  const dGamma = span(at, 1) + column;
  const dBeta = span(at, 2) + column;
  const dy = span(at, 3) + column;
  const x = span(at, 4) + column;
  const mean = load<f32>(span(at, 5) + column);
  const inverse = load<f32>(span(at, 6) + column);
  let total: f32 = 0;
  let products: f32 = 0;
  let place: usize = 0;
  for (let tile = 0; tile < n; tile += ROW_TILE) {
    let sum: f32 = 0;
    let product: f32 = 0;
    for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, place += stride) {
      const slope = load<f32>(dy + place);
      sum += slope;
      product += slope * ((load<f32>(x + place) - mean) * inverse);
    }
    total += sum;
    products += product;
  }
  store<f32>(dBeta, load<f32>(dBeta) + total);
  store<f32>(dGamma, load<f32>(dGamma) + products);
  if (dx == 0) return;
  const meanSum = total / <f32>n;
  const meanProduct = products / <f32>n;
  const factor = load<f32>(span(at, 7) + column) * inverse;
  const out = dx + column;
  place = 0;
  for (let i = 0; i < n; i++, place += stride) {
    const normalized = (load<f32>(x + place) - mean) * inverse;
    store<f32>(out + place, factor * (load<f32>(dy + place) - meanSum - normalized * meanProduct));
  }
}
