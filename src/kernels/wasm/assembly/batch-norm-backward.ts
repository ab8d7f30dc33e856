// The way back through batch normalisation. See reference/batch-norm-kernels.ts for the formulas.
//
// Two passes over dy and x: one for the sums over rows, one for dx. Threads take tiles of 64 rows and walk along rows, as they lie
// in memory. Each tile leaves its sums in the team's scratch; then threads share out columns and add up the tiles, in their order.
//
// Where a rectifier goes back before, and the layer below wants the sums of dx over rows (join-passes.ts), both are done with the rows
// that lie in the cache.

import { int, real, ROW_TILE, span } from './instruction';
import {
  barrier,
  partBegin,
  partEnd,
  shareBegin,
  sharedScratch,
  shareEnd,
  shareOut,
  takePart,
  thread,
  threads,
} from './team';

/** Columns that are taken at a time: 2 KiB of a row. */
const CHUNK: i32 = 512;
/** The same where there are few tiles for many threads. */
const NARROW: i32 = 128;
/** Rows that are taken at a time: what belongs to a column is loaded once for all of them. */
const ROWS: i32 = 4;

// The team's scratch, in bytes: three sums for each column, of which the first two turn into means over the rows; behind them two for
// each of the tiles that are taken at a time, a line apart so that not all lie in the same sets of a cache.
const SUMS: usize = 0;
const PRODUCTS: usize = <usize>CHUNK * 4;
const SLOPES: usize = <usize>CHUNK * 8;
const OF_TILES: usize = <usize>CHUNK * 12;
const TILE: usize = <usize>CHUNK * 8 + 64;
const TILES: i32 = 240;

export function batchNormBackward(at: usize): void {
  const size = int(at, 9);
  const whole = size & ~3;
  for (let column = 0; column < whole; column += CHUNK) backwardChunk(at, column, min(CHUNK, whole - column));
  if (thread == 0) for (let column = whole; column < size; column++) backwardColumn(at, column);
}

/** Some columns, from `column` on. */
function backwardChunk(at: usize, column: i32, columns: i32): void {
  const tiles = (int(at, 8) + ROW_TILE - 1) / ROW_TILE;
  for (let first = 0; first < tiles; first += TILES) {
    const count = min(TILES, tiles - first);
    walkTiles(at, first, count, column, columns, false);
    addTiles(SUMS, 0, count, columns, first > 0);
    addTiles(PRODUCTS, PRODUCTS, count, columns, first > 0);
    if (first + count == tiles) finishSums(at, column, columns);
    barrier();
  }
  if (span(at, 0) == 0) return;
  const slopeSums = span(at, 12);
  for (let first = 0; first < tiles; first += TILES) {
    const count = min(TILES, tiles - first);
    walkTiles(at, first, count, column, columns, true);
    if (slopeSums == 0) continue;
    addTiles(SLOPES, 0, count, columns, first > 0);
    if (first + count == tiles) finishSlopes(slopeSums + (<usize>column << 2), columns);
    barrier();
  }
}

/** One of the two passes over some tiles from `first` on; returns when all threads are through. */
function walkTiles(at: usize, first: i32, count: i32, column: i32, columns: i32, isSecond: bool): void {
  const width = count < 4 * threads ? NARROW : CHUNK;
  const pieces = (columns + width - 1) / width;
  shareOut(count * pieces);
  while (takePart()) {
    for (let piece = partBegin; piece < partEnd; piece++) {
      const tile = piece / pieces;
      const begin = (piece % pieces) * width;
      const bytes = <usize>min(width, columns - begin) << 2;
      const row = (first + tile) * ROW_TILE;
      const sums = sharedScratch + OF_TILES + <usize>tile * TILE + (<usize>begin << 2);
      if (isSecond) slopeTile(at, row, column + begin, bytes, sharedScratch + (<usize>begin << 2), sums);
      else sumTile(at, row, column + begin, bytes, sums);
    }
  }
  barrier();
}

/** The sums of a tile's rows from `row` on: of dy, and of dy times the normalised x. */
function sumTile(at: usize, row: i32, column: i32, bytes: usize, sums: usize): void {
  const n = int(at, 8);
  const stride = <usize>int(at, 9) << 2;
  const place = <usize>row * stride + (<usize>column << 2);
  const dy = span(at, 3) + place;
  const x = span(at, 4) + place;
  const mean = span(at, 5) + (<usize>column << 2);
  const inverse = span(at, 6) + (<usize>column << 2);
  const rectified = span(at, 10);
  const scale = f32x4.splat(<f32>real(at, 11));
  memory.fill(sums, 0, bytes);
  memory.fill(sums + PRODUCTS, 0, bytes);
  for (let i = 0, end = min(ROW_TILE, n - row); i < end; i += ROWS) {
    const skip = <usize>i * stride;
    const rows = min(ROWS, end - i);
    if (rectified != 0) rectifyRows(dy + skip, rectified + place + skip, scale, bytes, rows, stride);
    addRows(sums, dy + skip, x + skip, mean, inverse, bytes, rows, stride);
  }
}

/** dx of a tile's rows from `row` on, from the means over all rows, and where they are wanted its sums. */
function slopeTile(at: usize, row: i32, column: i32, bytes: usize, means: usize, sums: usize): void {
  const n = int(at, 8);
  const stride = <usize>int(at, 9) << 2;
  const place = <usize>row * stride + (<usize>column << 2);
  const dx = span(at, 0) + place;
  const dy = span(at, 3) + place;
  const x = span(at, 4) + place;
  const mean = span(at, 5) + (<usize>column << 2);
  const inverse = span(at, 6) + (<usize>column << 2);
  const gamma = span(at, 7) + (<usize>column << 2);
  const isSummed = span(at, 12) != 0;
  if (isSummed) memory.fill(sums, 0, bytes);
  for (let i = 0, end = min(ROW_TILE, n - row); i < end; i += ROWS) {
    const skip = <usize>i * stride;
    const rows = min(ROWS, end - i);
    slopeRows(dx + skip, dy + skip, x + skip, mean, inverse, gamma, means, bytes, rows, stride);
    if (isSummed) sumRows(sums, dx + skip, bytes, rows, stride);
  }
}

// What a thread has of the columns of a chunk, in bytes.
// @ts-ignore: decorator
@inline
function byteBegin(columns: i32): usize {
  return <usize>shareBegin((columns + 15) >> 4) << 6;
}
// @ts-ignore: decorator
@inline
function byteEnd(columns: i32): usize {
  return <usize>min(shareEnd((columns + 15) >> 4) << 4, columns) << 2;
}

/** The sums at `to` = those of the tiles, which begin at byte `from` of each, in their order; more of them where `resume`. */
function addTiles(to: usize, from: usize, count: i32, columns: i32, resume: bool): void {
  for (let j = byteBegin(columns), end = byteEnd(columns); j < end; j += 16) {
    const out = sharedScratch + to + j;
    let sum = resume ? v128.load(out) : f32x4.splat(0);
    let tile = sharedScratch + OF_TILES + from + j;
    for (let i = 0; i < count; i++, tile += TILE) sum = f32x4.add(sum, v128.load(tile));
    v128.store(out, sum);
  }
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** From the sums over all rows to the gradients, and to the means that dx is made of. */
function finishSums(at: usize, column: i32, columns: i32): void {
  const n = f32x4.splat(<f32>int(at, 8));
  const dGamma = span(at, 1) + (<usize>column << 2);
  const dBeta = span(at, 2) + (<usize>column << 2);
  for (let j = byteBegin(columns), end = byteEnd(columns); j < end; j += 16) {
    const sums = sharedScratch + j;
    addTo(dGamma + j, v128.load(sums, PRODUCTS));
    addTo(dBeta + j, v128.load(sums));
    v128.store(sums, f32x4.div(v128.load(sums), n));
    v128.store(sums, f32x4.div(v128.load(sums, PRODUCTS), n), PRODUCTS);
  }
}

function finishSlopes(out: usize, columns: i32): void {
  for (let j = byteBegin(columns), end = byteEnd(columns); j < end; j += 16) {
    addTo(out + j, v128.load(sharedScratch + SLOPES + j));
  }
}

/** dy of some rows = scale dy where y is positive, else 0. */
function rectifyRows(dy: usize, y: usize, scale: v128, bytes: usize, rows: i32, stride: usize): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < rows; i++, dy += stride, y += stride) {
    for (let j: usize = 0; j < bytes; j += 16) {
      v128.store(dy + j, v128.and(f32x4.mul(v128.load(dy + j), scale), f32x4.gt(v128.load(y + j), zero)));
    }
  }
}

/** Adds some rows to the sums of a tile. */
function addRows(
  sums: usize,
  dy: usize,
  x: usize,
  mean: usize,
  inverse: usize,
  bytes: usize,
  rows: i32,
  stride: usize,
): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const average = v128.load(mean + j);
    const spread = v128.load(inverse + j);
    let sum = v128.load(sums + j);
    let product = v128.load(sums + j, PRODUCTS);
    for (let i = 0, place = j; i < rows; i++, place += stride) {
      const slope = v128.load(dy + place);
      sum = f32x4.add(sum, slope);
      product = f32x4.add(product, f32x4.mul(slope, f32x4.mul(f32x4.sub(v128.load(x + place), average), spread)));
    }
    v128.store(sums + j, sum);
    v128.store(sums + j, product, PRODUCTS);
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
  means: usize,
  bytes: usize,
  rows: i32,
  stride: usize,
): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const average = v128.load(mean + j);
    const spread = v128.load(inverse + j);
    const factor = f32x4.mul(v128.load(gamma + j), spread);
    const meanSum = v128.load(means + j);
    const meanProduct = v128.load(means + j, PRODUCTS);
    for (let i = 0, place = j; i < rows; i++, place += stride) {
      const normalized = f32x4.mul(f32x4.sub(v128.load(x + place), average), spread);
      const centered = f32x4.sub(v128.load(dy + place), meanSum);
      v128.store(dx + place, f32x4.mul(factor, f32x4.sub(centered, f32x4.mul(normalized, meanProduct))));
    }
  }
}

/** Adds some rows of dx to the sums of a tile. */
function sumRows(sums: usize, dx: usize, bytes: usize, rows: i32, stride: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    let sum = v128.load(sums + j);
    for (let i = 0, place = dx + j; i < rows; i++, place += stride) sum = f32x4.add(sum, v128.load(place));
    v128.store(sums + j, sum);
  }
}

/** One column of the rest, with scalars. */
function backwardColumn(at: usize, column: i32): void {
  const n = int(at, 8);
  const stride = <usize>int(at, 9) << 2;
  const byte = <usize>column << 2;
  const dx = span(at, 0);
  const dGamma = span(at, 1) + byte;
  const dBeta = span(at, 2) + byte;
  const dy = span(at, 3) + byte;
  const x = span(at, 4) + byte;
  const mean = load<f32>(span(at, 5) + byte);
  const inverse = load<f32>(span(at, 6) + byte);
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
  const factor = load<f32>(span(at, 7) + byte) * inverse;
  const out = dx + byte;
  place = 0;
  for (let i = 0; i < n; i++, place += stride) {
    const normalized = (load<f32>(x + place) - mean) * inverse;
    store<f32>(out + place, factor * (load<f32>(dy + place) - meanSum - normalized * meanProduct));
  }
}
