// The matrix product out[m, n] = a b, in tiles of 4 rows by 8 columns held in registers.
//
// b is cut into blocks of KC rows by NC columns and packed by all threads, together, into panels of 8 columns: panel[k][8].
// Then threads take blocks of 16 rows of a, pack each as four tiles of 4 rows, tile[k][4], and multiply every tile with every
// panel. Each element of out is one chain of additions in ascending k: a later block goes on from what an earlier one stored.
//
// A slice tile[k] whose four numbers are all zero would add 0 to every sum: it is left out, and an index says which
// row of the panel belongs to each slice that is kept. 0 times infinity would be NaN, so nothing is left out where b
// has a number that is not finite.

import { int, span } from './instruction';
import {
  barrier,
  clearNotFinite,
  isNotFinite,
  ownScratch,
  raiseNotFinite,
  resetTiles,
  shareBegin,
  sharedScratch,
  shareEnd,
  takeTile,
  thread,
} from './team';

/** Rows of a block of b: a panel of 256 x 8 floats is 8 KiB, a quarter of the first-level cache. */
const KC: i32 = 256;
/** Columns of a block of b: 256 x 1024 floats are 1 MiB, within the second-level cache. */
const NC: i32 = 1024;
/** Rows of a block of a. */
const MC: i32 = 16;

// A thread's own scratch: four packed tiles, their indices, their lengths, a tile of out, and a bias of zeros.
const TILE_BYTES: usize = <usize>KC * 16;
const INDEX_BYTES: usize = <usize>KC * 4;
const INDICES: usize = 4 * TILE_BYTES;
const EDGE: usize = INDICES + 4 * INDEX_BYTES;
const EDGE_BIAS: usize = EDGE + 128;
const ZEROS: usize = EDGE_BIAS + 32;

/** Below this many products packing costs more than it saves. */
const SMALL: i64 = 16384;

/** a b + c, rounded once (fused) or twice (strict). */
// @ts-ignore: decorator
@inline
function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

export function gemm(at: usize): void {
  const out = span(at, 0);
  const a = span(at, 1);
  const b = span(at, 2);
  const m = int(at, 3);
  const n = int(at, 4);
  const k = int(at, 5);
  const transposeA = int(at, 6) != 0;
  const transposeB = int(at, 7) != 0;
  const accumulate = int(at, 8) != 0;
  const bias = span(at, 9);
  if (<i64>m * <i64>n * <i64>k <= SMALL) {
    smallGemm(out, a, b, m, n, k, transposeA, transposeB, accumulate, bias);
    return;
  }
  memory.fill(ownScratch + ZEROS, 0, 32);
  const blocks = (m + MC - 1) / MC;
  for (let column = 0; column < n; column += NC) {
    const columns = min(NC, n - column);
    const panels = (columns + 7) >> 3;
    for (let p = 0; p < k; p += KC) {
      const depth = min(KC, k - p);
      if (thread == 0) {
        clearNotFinite();
        resetTiles();
      }
      barrier();
      for (let panel = shareBegin(panels), end = shareEnd(panels); panel < end; panel++) {
        const target = sharedScratch + <usize>panel * <usize>depth * 32;
        const first = column + (panel << 3);
        const finite = transposeB
          ? packTransposedB(target, b, first, min(8, n - first), p, depth, k)
          : packB(target, b, first, min(8, n - first), p, depth, n);
        if (!finite) raiseNotFinite();
      }
      barrier();
      const keepAll = isNotFinite();
      const resume = accumulate || p > 0;
      const lastBias: usize = p + depth < k ? 0 : bias == 0 ? ownScratch + ZEROS : bias + (<usize>column << 2);
      for (let block = takeTile(); block < blocks; block = takeTile()) {
        multiplyBlock(out, a, block * MC, m, n, k, transposeA, p, depth, column, columns, resume, keepAll, lastBias, bias == 0);
      }
      barrier();
    }
  }
}

/** Rows [row, row + 16) of out, columns [column, column + columns), products [p, p + depth). */
function multiplyBlock(
  out: usize,
  a: usize,
  row: i32,
  m: i32,
  n: i32,
  k: i32,
  transposeA: bool,
  p: i32,
  depth: i32,
  column: i32,
  columns: i32,
  resume: bool,
  keepAll: bool,
  lastBias: usize,
  noBias: bool,
): void {
  const tiles = (min(MC, m - row) + 3) >> 2;
  let kept0 = 0;
  let kept1 = 0;
  let kept2 = 0;
  let kept3 = 0;
  for (let tile = 0; tile < tiles; tile++) {
    const first = row + (tile << 2);
    const target = ownScratch + <usize>tile * TILE_BYTES;
    const index = ownScratch + INDICES + <usize>tile * INDEX_BYTES;
    const kept = transposeA
      ? packTransposedA(target, index, a, first, min(4, m - first), p, depth, m, keepAll)
      : packA(target, index, a, first, min(4, m - first), p, depth, k, keepAll);
    if (tile == 0) kept0 = kept;
    else if (tile == 1) kept1 = kept;
    else if (tile == 2) kept2 = kept;
    else kept3 = kept;
  }
  const stride = <usize>n << 2;
  const edge = ownScratch + EDGE;
  for (let j = 0; j < columns; j += 8) {
    const panel = sharedScratch + <usize>(j >> 3) * <usize>depth * 32;
    const width = min(8, columns - j);
    let biasAt: usize = lastBias;
    if (lastBias != 0 && !noBias) {
      biasAt = lastBias + (<usize>j << 2);
      if (width < 8) {
        memory.fill(ownScratch + EDGE_BIAS, 0, 32);
        memory.copy(ownScratch + EDGE_BIAS, biasAt, <usize>width << 2);
        biasAt = ownScratch + EDGE_BIAS;
      }
    }
    for (let tile = 0; tile < tiles; tile++) {
      const first = row + (tile << 2);
      const height = min(4, m - first);
      const packed = ownScratch + <usize>tile * TILE_BYTES;
      const index = ownScratch + INDICES + <usize>tile * INDEX_BYTES;
      const kept = tile == 0 ? kept0 : tile == 1 ? kept1 : tile == 2 ? kept2 : kept3;
      const target = out + <usize>first * stride + (<usize>(column + j) << 2);
      if (height == 4 && width == 8) {
        if (kept == depth) multiplyTile(target, stride, packed, panel, depth, resume, biasAt);
        else multiplySparseTile(target, stride, packed, index, panel, kept, resume, biasAt);
      } else {
        if (resume) copyTile(edge, 32, target, stride, height, width);
        if (kept == depth) multiplyTile(edge, 32, packed, panel, depth, resume, biasAt);
        else multiplySparseTile(edge, 32, packed, index, panel, kept, resume, biasAt);
        copyTile(target, stride, edge, 32, height, width);
      }
    }
  }
}

function copyTile(to: usize, toStride: usize, from: usize, fromStride: usize, height: i32, width: i32): void {
  for (let i = 0; i < height; i++) memory.copy(to + <usize>i * toStride, from + <usize>i * fromStride, <usize>width << 2);
}

/** out[4, 8] (+)= tile[depth][4] panel[depth][8], then + bias where there is one. */
function multiplyTile(out: usize, stride: usize, tile: usize, panel: usize, depth: i32, resume: bool, bias: usize): void {
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  let c00 = i32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (resume) {
    c00 = v128.load(out);
    c01 = v128.load(out, 16);
    c10 = v128.load(out1);
    c11 = v128.load(out1, 16);
    c20 = v128.load(out2);
    c21 = v128.load(out2, 16);
    c30 = v128.load(out3);
    c31 = v128.load(out3, 16);
  }
  for (const end = tile + (<usize>depth << 4); tile < end; tile += 16, panel += 32) {
    const b0 = v128.load(panel);
    const b1 = v128.load(panel, 16);
    let a = v128.load32_splat(tile);
    c00 = multiplyAdd(a, b0, c00);
    c01 = multiplyAdd(a, b1, c01);
    a = v128.load32_splat(tile, 4);
    c10 = multiplyAdd(a, b0, c10);
    c11 = multiplyAdd(a, b1, c11);
    a = v128.load32_splat(tile, 8);
    c20 = multiplyAdd(a, b0, c20);
    c21 = multiplyAdd(a, b1, c21);
    a = v128.load32_splat(tile, 12);
    c30 = multiplyAdd(a, b0, c30);
    c31 = multiplyAdd(a, b1, c31);
  }
  if (bias != 0) {
    const bias0 = v128.load(bias);
    const bias1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, bias0);
    c01 = f32x4.add(c01, bias1);
    c10 = f32x4.add(c10, bias0);
    c11 = f32x4.add(c11, bias1);
    c20 = f32x4.add(c20, bias0);
    c21 = f32x4.add(c21, bias1);
    c30 = f32x4.add(c30, bias0);
    c31 = f32x4.add(c31, bias1);
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out1, c10);
  v128.store(out1, c11, 16);
  v128.store(out2, c20);
  v128.store(out2, c21, 16);
  v128.store(out3, c30);
  v128.store(out3, c31, 16);
}

/** The same with only `kept` slices of the tile; index[s] is the byte offset in the panel of slice s's row. */
function multiplySparseTile(
  out: usize,
  stride: usize,
  tile: usize,
  index: usize,
  panel: usize,
  kept: i32,
  resume: bool,
  bias: usize,
): void {
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  let c00 = i32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (resume) {
    c00 = v128.load(out);
    c01 = v128.load(out, 16);
    c10 = v128.load(out1);
    c11 = v128.load(out1, 16);
    c20 = v128.load(out2);
    c21 = v128.load(out2, 16);
    c30 = v128.load(out3);
    c31 = v128.load(out3, 16);
  }
  for (const end = tile + (<usize>kept << 4); tile < end; tile += 16, index += 4) {
    const row = panel + <usize>load<u32>(index);
    const b0 = v128.load(row);
    const b1 = v128.load(row, 16);
    let a = v128.load32_splat(tile);
    c00 = multiplyAdd(a, b0, c00);
    c01 = multiplyAdd(a, b1, c01);
    a = v128.load32_splat(tile, 4);
    c10 = multiplyAdd(a, b0, c10);
    c11 = multiplyAdd(a, b1, c11);
    a = v128.load32_splat(tile, 8);
    c20 = multiplyAdd(a, b0, c20);
    c21 = multiplyAdd(a, b1, c21);
    a = v128.load32_splat(tile, 12);
    c30 = multiplyAdd(a, b0, c30);
    c31 = multiplyAdd(a, b1, c31);
  }
  if (bias != 0) {
    const bias0 = v128.load(bias);
    const bias1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, bias0);
    c01 = f32x4.add(c01, bias1);
    c10 = f32x4.add(c10, bias0);
    c11 = f32x4.add(c11, bias1);
    c20 = f32x4.add(c20, bias0);
    c21 = f32x4.add(c21, bias1);
    c30 = f32x4.add(c30, bias0);
    c31 = f32x4.add(c31, bias1);
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out1, c10);
  v128.store(out1, c11, 16);
  v128.store(out2, c20);
  v128.store(out2, c21, 16);
  v128.store(out3, c30);
  v128.store(out3, c31, 16);
}

/** Keeps a slice of a tile at place `kept`, unless it is all zero; returns how many are kept then. */
// @ts-ignore: decorator
@inline
function keep(target: usize, index: usize, kept: i32, slice: v128, p: i32, keepAll: bool): i32 {
  v128.store(target + (<usize>kept << 4), slice);
  store<u32>(index + (<usize>kept << 2), <u32>(p << 5));
  return kept + <i32>(keepAll || v128.any_true(slice));
}

/** tile[p][4] of rows [row, row + height) of a[m, k]; missing rows are zero. */
function packA(target: usize, index: usize, a: usize, row: i32, height: i32, p0: i32, depth: i32, k: i32, keepAll: bool): i32 {
  const stride = <usize>k << 2;
  const row0 = a + <usize>row * stride + (<usize>p0 << 2);
  const row1 = height > 1 ? row0 + stride : row0;
  const row2 = height > 2 ? row1 + stride : row0;
  const row3 = height > 3 ? row2 + stride : row0;
  const mask = laneMask(height);
  let kept = 0;
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    const at = <usize>p << 2;
    const r0 = v128.load(row0 + at);
    const r1 = v128.load(row1 + at);
    const r2 = v128.load(row2 + at);
    const r3 = v128.load(row3 + at);
    const t0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const t1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const t2 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const t3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t0, t1, 0, 2)), p, keepAll);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t0, t1, 1, 3)), p + 1, keepAll);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t2, t3, 0, 2)), p + 2, keepAll);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t2, t3, 1, 3)), p + 3, keepAll);
  }
  for (; p < depth; p++) {
    const at = <usize>p << 2;
    const slice = f32x4(load<f32>(row0 + at), load<f32>(row1 + at), load<f32>(row2 + at), load<f32>(row3 + at));
    kept = keep(target, index, kept, v128.and(mask, slice), p, keepAll);
  }
  return kept;
}

function laneMask(lanes: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes));
}

/** tile[p][4] of columns [row, row + height) of a[k, m]; missing ones are zero. */
function packTransposedA(target: usize, index: usize, a: usize, row: i32, height: i32, p0: i32, depth: i32, m: i32, keepAll: bool): i32 {
  const stride = <usize>m << 2;
  let at = a + <usize>p0 * stride + (<usize>row << 2);
  let kept = 0;
  if (height == 4) {
    for (let p = 0; p < depth; p++, at += stride) kept = keep(target, index, kept, v128.load(at), p, keepAll);
  } else {
    for (let p = 0; p < depth; p++, at += stride) {
      let slice = f32x4.replace_lane(f32x4.splat(0), 0, load<f32>(at));
      if (height > 1) slice = f32x4.replace_lane(slice, 1, load<f32>(at, 4));
      if (height > 2) slice = f32x4.replace_lane(slice, 2, load<f32>(at, 8));
      kept = keep(target, index, kept, slice, p, keepAll);
    }
  }
  return kept;
}

/** panel[p][8] of columns [column, column + width) of b[k, n]; missing ones are zero. Whether all numbers are finite. */
function packB(target: usize, b: usize, column: i32, width: i32, p0: i32, depth: i32, n: i32): bool {
  const stride = <usize>n << 2;
  let at = b + <usize>p0 * stride + (<usize>column << 2);
  let check = f32x4.splat(0);
  const zero = f32x4.splat(0);
  if (width == 8) {
    for (let p = 0; p < depth; p++, at += stride, target += 32) {
      const b0 = v128.load(at);
      const b1 = v128.load(at, 16);
      v128.store(target, b0);
      v128.store(target, b1, 16);
      check = f32x4.add(check, f32x4.mul(f32x4.add(b0, b1), zero));
    }
  } else {
    for (let p = 0; p < depth; p++, at += stride, target += 32) {
      v128.store(target, zero);
      v128.store(target, zero, 16);
      memory.copy(target, at, <usize>width << 2);
      check = f32x4.add(check, f32x4.mul(f32x4.add(v128.load(target), v128.load(target, 16)), zero));
    }
  }
  return !v128.any_true(f32x4.ne(check, check));
}

/** panel[p][8] of rows [column, column + width) of b[n, k]; missing ones are zero. Whether all numbers are finite. */
function packTransposedB(target: usize, b: usize, column: i32, width: i32, p0: i32, depth: i32, k: i32): bool {
  const stride = <usize>k << 2;
  const zero = f32x4.splat(0);
  let check = zero;
  for (let half = 0; half < 8; half += 4) {
    const lanes = width - half;
    const mask = laneMask(lanes);
    const row0 = b + <usize>(column + (lanes > 0 ? half : 0)) * stride + (<usize>p0 << 2);
    const row1 = lanes > 1 ? row0 + stride : row0;
    const row2 = lanes > 2 ? row1 + stride : row0;
    const row3 = lanes > 3 ? row2 + stride : row0;
    let to = target + (<usize>half << 2);
    let p = 0;
    for (; p + 4 <= depth; p += 4, to += 128) {
      const at = <usize>p << 2;
      const r0 = v128.load(row0 + at);
      const r1 = v128.load(row1 + at);
      const r2 = v128.load(row2 + at);
      const r3 = v128.load(row3 + at);
      check = f32x4.add(check, f32x4.mul(f32x4.add(f32x4.add(r0, r1), f32x4.add(r2, r3)), zero));
      const t0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
      const t1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
      const t2 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const t3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.and(mask, v128.shuffle<i64>(t0, t1, 0, 2)));
      v128.store(to + 32, v128.and(mask, v128.shuffle<i64>(t0, t1, 1, 3)));
      v128.store(to + 64, v128.and(mask, v128.shuffle<i64>(t2, t3, 0, 2)));
      v128.store(to + 96, v128.and(mask, v128.shuffle<i64>(t2, t3, 1, 3)));
    }
    for (; p < depth; p++, to += 32) {
      const at = <usize>p << 2;
      const slice = f32x4(load<f32>(row0 + at), load<f32>(row1 + at), load<f32>(row2 + at), load<f32>(row3 + at));
      check = f32x4.add(check, f32x4.mul(slice, zero));
      v128.store(to, v128.and(mask, slice));
    }
  }
  return !v128.any_true(f32x4.ne(check, check));
}

/** The product without packing, four columns at a time; rows are shared out. */
function smallGemm(
  out: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  transposeA: bool,
  transposeB: bool,
  accumulate: bool,
  bias: usize,
): void {
  const aRow: usize = transposeA ? 4 : <usize>k << 2;
  const aColumn: usize = transposeA ? <usize>m << 2 : 4;
  const bRow: usize = transposeB ? 4 : <usize>n << 2;
  const bColumn: usize = transposeB ? <usize>k << 2 : 4;
  for (let i = shareBegin(m), end = shareEnd(m); i < end; i++) {
    const aAt = a + <usize>i * aRow;
    let j = 0;
    if (!transposeB) {
      for (; j + 4 <= n; j += 4) {
        const to = out + (<usize>(i * n + j) << 2);
        let sum = accumulate ? v128.load(to) : f32x4.splat(0);
        let bAt = b + (<usize>j << 2);
        let from = aAt;
        for (let p = 0; p < k; p++, bAt += bRow, from += aColumn) sum = multiplyAdd(v128.load32_splat(from), v128.load(bAt), sum);
        v128.store(to, f32x4.add(sum, bias == 0 ? f32x4.splat(0) : v128.load(bias + (<usize>j << 2))));
      }
    }
    for (; j < n; j++) {
      const to = out + (<usize>(i * n + j) << 2);
      let sum = accumulate ? v128.load32_zero(to) : f32x4.splat(0);
      let bAt = b + <usize>j * bColumn;
      let from = aAt;
      for (let p = 0; p < k; p++, bAt += bRow, from += aColumn) {
        sum = multiplyAdd(v128.load32_zero(from), v128.load32_zero(bAt), sum);
      }
      store<f32>(to, f32x4.extract_lane(sum, 0) + (bias == 0 ? 0 : load<f32>(bias + (<usize>j << 2))));
    }
  }
}

/** out[j] += sum over rows of x[i, j]: rows in tiles of 64, four columns at a time. */
export function columnSums(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  const n = int(at, 2);
  const size = int(at, 3);
  const stride = <usize>size << 2;
  const units = (size + 15) >> 4;
  for (let unit = shareBegin(units), unitEnd = shareEnd(units); unit < unitEnd; unit++) {
    let j = unit << 4;
    const columnEnd = min(size, j + 16);
    for (; j + 16 <= columnEnd; j += 16) {
      let total0 = f32x4.splat(0);
      let total1 = total0;
      let total2 = total0;
      let total3 = total0;
      let from = x + (<usize>j << 2);
      for (let tile = 0; tile < n; tile += 64) {
        let sum0 = f32x4.splat(0);
        let sum1 = sum0;
        let sum2 = sum0;
        let sum3 = sum0;
        for (let i = tile, end = min(n, tile + 64); i < end; i++, from += stride) {
          sum0 = f32x4.add(sum0, v128.load(from));
          sum1 = f32x4.add(sum1, v128.load(from, 16));
          sum2 = f32x4.add(sum2, v128.load(from, 32));
          sum3 = f32x4.add(sum3, v128.load(from, 48));
        }
        total0 = f32x4.add(total0, sum0);
        total1 = f32x4.add(total1, sum1);
        total2 = f32x4.add(total2, sum2);
        total3 = f32x4.add(total3, sum3);
      }
      const to = out + (<usize>j << 2);
      v128.store(to, f32x4.add(v128.load(to), total0));
      v128.store(to, f32x4.add(v128.load(to, 16), total1), 16);
      v128.store(to, f32x4.add(v128.load(to, 32), total2), 32);
      v128.store(to, f32x4.add(v128.load(to, 48), total3), 48);
    }
    for (; j < columnEnd; j++) {
      let total: f32 = 0;
      let from = x + (<usize>j << 2);
      for (let tile = 0; tile < n; tile += 64) {
        let sum: f32 = 0;
        for (let i = tile, end = min(n, tile + 64); i < end; i++, from += stride) sum += load<f32>(from);
        total += sum;
      }
      const to = out + (<usize>j << 2);
      store<f32>(to, load<f32>(to) + total);
    }
  }
}
