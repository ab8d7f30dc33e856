// The matrix product out[m, n] = a b, in tiles of 4 rows by 8 columns held in registers.
//
// b is cut into blocks of KC rows by NC columns and packed by all threads, together, into panels of 8 columns: panel[k][8].
// Then threads take blocks of 16 rows of a, pack each as four tiles of 4 rows, tile[k][4], and multiply every tile with every
// panel. Each element of out is one chain of additions in ascending k: a later block goes on from what an earlier one stored.
//
// Slices of a that are all zero are left out (see pack.ts); where single zeros are many, row-gemm.ts leaves out those. 0 times
// infinity would be NaN, so nothing is left out where b has a number that is not finite.

import { int, span } from './instruction';
import { multiplySparseTile, multiplyTile } from './multiply-tile';
import { packA, packB, packTransposedA, packTransposedB } from './pack';
import { payRows, rowGemm } from './row-gemm';
import { SKINNY_ROWS, skinnyGemm } from './skinny-gemm';
import { smallGemm } from './small-gemm';
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

/** Fewer columns do not fill the panels of row-gemm.ts. */
const ROW_COLUMNS: i32 = 24;

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
  if (m <= SKINNY_ROWS && !transposeA && !transposeB) {
    skinnyGemm(out, a, b, m, n, k, accumulate, bias);
    return;
  }
  if (!transposeB && m >= 4 && n >= ROW_COLUMNS && payRows(a, m, k, transposeA)) {
    rowGemm(out, a, b, m, n, k, transposeA, accumulate, bias);
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
