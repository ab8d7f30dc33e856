// The matrix product out[m, n] = a b, in tiles of 2 rows by 20 columns held in registers.
//
// b is cut into blocks of KC rows by NC columns and packed by all threads, together, into panels of 20 columns: panel[k][20].
// Then threads take blocks of 16 rows of a, pack each as eight pairs of rows, and multiply every pair with every panel. Each
// element of out is one chain of additions in ascending k: a later block goes on from what an earlier one stored.
//
// Where both rows of a pair are zero nothing is multiplied (see pack.ts). 0 times infinity would be NaN, so nothing is left out
// where b has a number that is not finite.

import { int, span } from './instruction';
import { COLUMNS, multiplyTile, PAIR, PANEL_ROW } from './multiply-tile';
import { packColumnPairs, packPairs, packPanel, packTransposedPanel } from './pack';
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

/** Rows of a block of b: a panel of 256 x 20 floats is 20 KiB, most of a first-level cache of 32 KiB. */
const KC: i32 = 256;
/** Columns of a block of b: 256 x 1000 floats fit the shared scratch. */
const NC: i32 = 50 * COLUMNS;
/** Rows of a block of a. */
const MC: i32 = 16;

// A thread's own scratch: eight lists of pairs, where each ends, a tile of out at the right or lower edge, its bias, a bias of zeros.
const LIST_BYTES: usize = <usize>KC * PAIR;
const ENDS: usize = <usize>(MC >> 1) * LIST_BYTES;
const EDGE: usize = ENDS + 64;
const EDGE_BIAS: usize = EDGE + 2 * PANEL_ROW;
const ZEROS: usize = EDGE_BIAS + PANEL_ROW;

/** Below this many products packing costs more than it saves. */
const SMALL: i64 = 16384;

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
  memory.fill(ownScratch + ZEROS, 0, PANEL_ROW);
  const blocks = (m + MC - 1) / MC;
  for (let column = 0; column < n; column += NC) {
    const columns = min(NC, n - column);
    for (let p = 0; p < k; p += KC) {
      const depth = min(KC, k - p);
      if (thread == 0) {
        clearNotFinite();
        resetTiles();
      }
      barrier();
      packShare(b, p, depth, column, columns, transposeB ? k : n, transposeB);
      barrier();
      const keepAll = isNotFinite();
      const resume = accumulate || p > 0;
      const lastBias: usize = p + depth < k ? 0 : bias == 0 ? ownScratch + ZEROS : bias + (<usize>column << 2);
      for (let block = takeTile(); block < blocks; block = takeTile()) {
        const row = block * MC;
        const rows = min(MC, m - row);
        packRows(a, row, rows, p, depth, transposeA ? m : k, transposeA, keepAll);
        multiplyBlock(out + (<usize>(row * n + column) << 2), <usize>n << 2, rows, columns, depth, resume, lastBias, bias == 0);
      }
      barrier();
    }
  }
}

/** This thread's share of the panels of rows [p, p + depth) and columns [column, column + columns) of b; b's rows are `stride` long. */
function packShare(b: usize, p: i32, depth: i32, column: i32, columns: i32, stride: i32, transposed: bool): void {
  const panels = (columns + COLUMNS - 1) / COLUMNS;
  for (let panel = shareBegin(panels), end = shareEnd(panels); panel < end; panel++) {
    const first = column + panel * COLUMNS;
    const width = min(COLUMNS, column + columns - first);
    const to = sharedScratch + <usize>(panel * depth) * PANEL_ROW;
    const finite = transposed
      ? packTransposedPanel(to, b + (<usize>(first * stride + p) << 2), <usize>stride << 2, width, depth)
      : packPanel(to, b + (<usize>(p * stride + first) << 2), <usize>stride << 2, width, depth);
    if (!finite) raiseNotFinite();
  }
}

/** Rows [row, row + rows) and products [p, p + depth) of a as lists of pairs; a's rows are `stride` long. */
function packRows(a: usize, row: i32, rows: i32, p: i32, depth: i32, stride: i32, transposed: bool, keepAll: bool): void {
  const bytes = <usize>stride << 2;
  for (let i = 0; i < rows; i += 2) {
    const single = i + 1 == rows;
    const list = ownScratch + <usize>(i >> 1) * LIST_BYTES;
    let end: usize;
    if (transposed) {
      end = packColumnPairs(list, a + (<usize>(p * stride + row + i) << 2), bytes, depth, single, keepAll);
    } else {
      const from = a + (<usize>((row + i) * stride + p) << 2);
      end = packPairs(list, from, single ? from : from + bytes, depth, keepAll);
    }
    store<u32>(ownScratch + ENDS + (<usize>i << 1), <u32>end);
  }
}

/** `rows` rows of out, packed before, by `columns` columns. */
function multiplyBlock(
  out: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  resume: bool,
  bias: usize,
  noBias: bool,
): void {
  const edge = ownScratch + EDGE;
  let panel = sharedScratch;
  for (let column = 0; column < columns; column += COLUMNS) {
    const width = min(COLUMNS, columns - column);
    const bytes = <usize>width << 2;
    let biasAt = bias;
    if (bias != 0 && !noBias) {
      biasAt = bias + (<usize>column << 2);
      if (width < COLUMNS) {
        memory.copy(ownScratch + EDGE_BIAS, biasAt, bytes);
        biasAt = ownScratch + EDGE_BIAS;
      }
    }
    let target = out + (<usize>column << 2);
    for (let i = 0; i < rows; i += 2, target += 2 * stride) {
      const list = ownScratch + <usize>(i >> 1) * LIST_BYTES;
      const end = <usize>load<u32>(ownScratch + ENDS + (<usize>i << 1));
      if (width == COLUMNS && i + 1 < rows) {
        multiplyTile(target, stride, list, end, panel, resume, biasAt);
        continue;
      }
      const second = i + 1 < rows;
      if (resume) {
        memory.copy(edge, target, bytes);
        if (second) memory.copy(edge + PANEL_ROW, target + stride, bytes);
      }
      multiplyTile(edge, PANEL_ROW, list, end, panel, resume, biasAt);
      memory.copy(target, edge, bytes);
      if (second) memory.copy(target + stride, edge + PANEL_ROW, bytes);
    }
    panel += <usize>depth * PANEL_ROW;
  }
}
