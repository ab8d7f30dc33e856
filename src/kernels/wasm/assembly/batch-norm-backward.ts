// The way back through batch normalisation. See reference/batch-norm-kernels.ts for the formulas.
//
// Threads share out columns, in units of 16 (one cache line of a row), and take up to 128 of them at a time. Rows go by four, so
// that what belongs to a column is loaded once for four numbers: where rows are 2 KiB long, eight would not find room in a
// first-level cache, whose sets their lines share. Sums over rows go in tiles of 64.

import { int, ROW_TILE, span } from './instruction';
import { ownScratch, shareBegin, shareEnd } from './team';

/** Columns that are taken at a time: 512 bytes of a row. */
const CHUNK: i32 = 128;
/** Rows that are taken at a time. */
const ROWS: i32 = 4;

// Vectors of a chunk in a thread's own scratch. The sums over all rows turn into their means.
const SUMS: usize = 0;
const PRODUCTS: usize = <usize>CHUNK * 4;
const TILE_SUMS: usize = <usize>CHUNK * 8;
const TILE_PRODUCTS: usize = <usize>CHUNK * 12;

export function batchNormBackward(at: usize): void {
  const n = int(at, 8);
  const size = int(at, 9);
  const units = (size + 15) >> 4;
  const begin = shareBegin(units) << 4;
  const end = min(shareEnd(units) << 4, size);
  const whole = end & ~3;
  for (let column = begin; column < whole; column += CHUNK) {
    backwardChunk(at, <usize>column << 2, <usize>min(CHUNK, whole - column) << 2, n, <usize>size << 2);
  }
  for (let column = max(begin, whole); column < end; column++) {
    backwardColumn(at, <usize>column << 2, n, <usize>size << 2);
  }
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** `width` bytes of every row, from byte `column` on; rows are `stride` bytes long. */
function backwardChunk(at: usize, column: usize, width: usize, n: i32, stride: usize): void {
  const dy = span(at, 3) + column;
  const x = span(at, 4) + column;
  const mean = span(at, 5) + column;
  const inverse = span(at, 6) + column;
  const sums = ownScratch + SUMS;
  const products = ownScratch + PRODUCTS;
  memory.fill(sums, 0, width);
  memory.fill(products, 0, width);
  for (let tile = 0; tile < n; tile += ROW_TILE) {
    memory.fill(ownScratch + TILE_SUMS, 0, width);
    memory.fill(ownScratch + TILE_PRODUCTS, 0, width);
    for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i += ROWS) {
      const skip = <usize>i * stride;
      addRows(dy + skip, x + skip, mean, inverse, width, min(ROWS, end - i), stride);
    }
    for (let j: usize = 0; j < width; j += 16) {
      addTo(sums + j, v128.load(ownScratch + TILE_SUMS + j));
      addTo(products + j, v128.load(ownScratch + TILE_PRODUCTS + j));
    }
  }
  const rows = f32x4.splat(<f32>n);
  for (let j: usize = 0; j < width; j += 16) {
    const sum = v128.load(sums + j);
    const product = v128.load(products + j);
    addTo(span(at, 1) + column + j, product);
    addTo(span(at, 2) + column + j, sum);
    v128.store(sums + j, f32x4.div(sum, rows));
    v128.store(products + j, f32x4.div(product, rows));
  }
  if (span(at, 0) == 0) return;
  for (let i = 0; i < n; i += ROWS) {
    const skip = <usize>i * stride;
    const dx = span(at, 0) + column + skip;
    const gamma = span(at, 7) + column;
    slopeRows(dx, dy + skip, x + skip, mean, inverse, gamma, width, min(ROWS, n - i), stride);
  }
}

/** Adds some rows to the sums of a tile: of dy, and of dy times the normalised x. */
function addRows(dy: usize, x: usize, mean: usize, inverse: usize, width: usize, rows: i32, stride: usize): void {
  for (let j: usize = 0; j < width; j += 16) {
    const average = v128.load(mean + j);
    const spread = v128.load(inverse + j);
    let sum = v128.load(ownScratch + TILE_SUMS + j);
    let product = v128.load(ownScratch + TILE_PRODUCTS + j);
    for (let i = 0, place = j; i < rows; i++, place += stride) {
      const slope = v128.load(dy + place);
      sum = f32x4.add(sum, slope);
      product = f32x4.add(product, f32x4.mul(slope, f32x4.mul(f32x4.sub(v128.load(x + place), average), spread)));
    }
    v128.store(ownScratch + TILE_SUMS + j, sum);
    v128.store(ownScratch + TILE_PRODUCTS + j, product);
  }
}

/** dx of some rows, from the means over all rows. */
function slopeRows(
  dx: usize,
  dy: usize,
  x: usize,
  mean: usize,
  inverse: usize,
  gamma: usize,
  width: usize,
  rows: i32,
  stride: usize,
): void {
  for (let j: usize = 0; j < width; j += 16) {
    const average = v128.load(mean + j);
    const spread = v128.load(inverse + j);
    const factor = f32x4.mul(v128.load(gamma + j), spread);
    const meanSum = v128.load(ownScratch + SUMS + j);
    const meanProduct = v128.load(ownScratch + PRODUCTS + j);
    for (let i = 0, place = j; i < rows; i++, place += stride) {
      const normalized = f32x4.mul(f32x4.sub(v128.load(x + place), average), spread);
      const centered = f32x4.sub(v128.load(dy + place), meanSum);
      v128.store(dx + place, f32x4.mul(factor, f32x4.sub(centered, f32x4.mul(normalized, meanProduct))));
    }
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
