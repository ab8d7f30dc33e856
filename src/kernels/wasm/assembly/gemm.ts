// The matrix product out[m, n] = a b, in tiles of 2 rows by 20 columns held in registers, or 32 (tile.ts).
//
// b is cut into blocks of KC rows by NC columns and packed by all threads, together, into panels as wide as a tile (pack-panels.ts).
// Then threads take blocks of rows of a, pack each as pairs of rows (pack-pairs.ts), which have their zeros in the same places where
// that is worth looking for (match-rows.ts), and multiply every pair with every panel (multiply-tile.ts). Each element of out is one
// chain of additions in ascending k: a later block goes on from what an earlier one stored.
//
// Where both rows of a pair are zero nothing is multiplied. 0 times infinity would be NaN, so nothing is left out where b has a
// number that is not finite.

import { int, span } from './instruction';
import { MASK, matchRows, pairNeighbours } from './match-rows';
import { multiplyTile } from './multiply-tile';
import { multiplyWideTile } from './multiply-wide-tile';
import { NARROW_COLUMNS, narrowGemm } from './narrow-gemm';
import { packColumnPairs, packRowPair, writeOrders } from './pack-pairs';
import { packPanel, packTransposedPanel, panelBytes } from './pack-panels';
import { BEGIN, END, FIRST, NONE, PAIR, SECOND } from './pair';
import { SKINNY_ROWS, skinnyGemm } from './skinny-gemm';
import { smallGemm } from './small-gemm';
import {
  barrier,
  clearNotFinite,
  isNotFinite,
  ownScratch,
  partBegin,
  partEnd,
  raiseNotFinite,
  sharedScratch,
  shareOut,
  takePart,
  thread,
} from './team';
import { COLUMNS, ENTRIES, IS_WIDE, LIST, PANEL_ROW } from './tile';
import { touch } from './touch';

/** Most rows of a block of b. */
const KC: i32 = ENTRIES;
/** Most columns of a block of b: 48 panels of 273 x 20 floats, or 28 of 273 x 32, fit the shared scratch of 1 MiB. */
const NC: i32 = (IS_WIDE ? 28 : 48) * COLUMNS;
/** Most rows of a block of a. */
const MC: i32 = 64;
/** Rows of a block of a are a multiple of this. */
const UNIT: i32 = 8;

// A thread's own scratch: a list for each pair of a block, the pairs, masks of their rows, a tile of out at the edge, its bias, a bias
// of zeros, the scratch of packing.
const PAIRS: usize = <usize>(MC >> 1) * LIST;
const MASKS: usize = PAIRS + <usize>(MC >> 1) * PAIR;
const EDGE: usize = MASKS + <usize>MC * MASK;
const EDGE_BIAS: usize = EDGE + 2 * PANEL_ROW;
const ZEROS: usize = EDGE_BIAS + PANEL_ROW;
const PACKING: usize = ZEROS + PANEL_ROW;

/** Columns of out up to which looking for rows that are alike costs more than it saves. */
const FEW: i32 = 60;
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
  // Left out of the builds that pages load to predict, which are to be small: the tiles below give the same bits.
  if (ASC_FEATURE_THREADS && n <= NARROW_COLUMNS) {
    narrowGemm(out, a, b, m, n, k, transposeA, transposeB, accumulate, bias);
    return;
  }
  memory.fill(ownScratch + ZEROS, 0, PANEL_ROW);
  writeOrders(ownScratch + PACKING);
  const most = blockDepth(k);
  for (let column = 0; column < n; column += NC) {
    const columns = min(NC, n - column);
    for (let p = 0; p < k; p += most) {
      const depth = min(most, k - p);
      if (thread == 0) clearNotFinite();
      barrier();
      packPanels(b, p, depth, column, columns, transposeB ? k : n, transposeB);
      barrier();
      const keepAll = isNotFinite();
      const resume = accumulate || p > 0;
      shareOut((m + UNIT - 1) / UNIT);
      while (takePart(MC / UNIT)) {
        const row = partBegin * UNIT;
        const rows = min(partEnd * UNIT, m) - row;
        if (transposeA) packColumns(a + (<usize>(p * m + row) << 2), <usize>m << 2, rows, depth, keepAll);
        else packRows(a + (<usize>(row * k + p) << 2), <usize>k << 2, rows, depth, keepAll, n > FEW);
        const to = out + (<usize>(row * n + column) << 2);
        const biasAt: usize = bias == 0 ? 0 : bias + (<usize>column << 2);
        // Rows in order the processor sees coming, so that only those of pairs that are alike are asked for.
        const ahead = resume && !transposeA;
        multiplyBlock(to, <usize>n << 2, rows, columns, depth, resume, ahead, p + depth == k, biasAt);
      }
      barrier();
    }
  }
}

/** Rows of a block of b: of blocks that are equally deep, up to a multiple of four. */
function blockDepth(k: i32): i32 {
  const blocks = (k + KC - 1) / KC;
  return ((k + blocks - 1) / blocks + 3) & ~3;
}

/** With the other threads, the panels of rows [p, p + depth) and columns [column, column + columns) of b; b's rows are `stride` long. */
function packPanels(b: usize, p: i32, depth: i32, column: i32, columns: i32, stride: i32, transposed: bool): void {
  const panels = (columns + COLUMNS - 1) / COLUMNS;
  shareOut(panels);
  while (takePart()) {
    for (let panel = partBegin; panel < partEnd; panel++) {
      const first = column + panel * COLUMNS;
      const width = min(COLUMNS, column + columns - first);
      const to = sharedScratch + <usize>panel * panelBytes(depth);
      const finite = transposed
        ? packTransposedPanel(to, b + (<usize>(first * stride + p) << 2), <usize>stride << 2, width, depth)
        : packPanel(to, b + (<usize>(p * stride + first) << 2), <usize>stride << 2, width, depth);
      if (!finite) raiseNotFinite();
    }
  }
}

/** Packs `rows` rows of a, `stride` bytes apart, as pairs that are alike, or of neighbours. */
function packRows(a: usize, stride: usize, rows: i32, depth: i32, keepAll: bool, alike: bool): void {
  const pairs = ownScratch + PAIRS;
  if (alike) matchRows(pairs, ownScratch + MASKS, a, stride, rows, depth);
  else pairNeighbours(pairs, rows);
  for (let i = 0; 2 * i < rows; i++) {
    const list = ownScratch + <usize>i * LIST;
    packRowPair(pairs + <usize>i * PAIR, list, a, stride, depth, keepAll, ownScratch + PACKING);
  }
}

/** Packs `rows` columns of a, whose rows are `stride` bytes apart, as pairs of neighbours. */
function packColumns(a: usize, stride: usize, rows: i32, depth: i32, keepAll: bool): void {
  const pairs = ownScratch + PAIRS;
  pairNeighbours(pairs, rows);
  touch(a, <usize>rows << 2, stride, depth);
  for (let i = 0; i < rows; i += 4) {
    const pair = pairs + <usize>(i >> 1) * PAIR;
    const list = ownScratch + <usize>(i >> 1) * LIST;
    packColumnPairs(pair, list, a + (<usize>i << 2), stride, min(4, rows - i), depth, keepAll, ownScratch + PACKING);
  }
}

/**
 * `rows` rows of out, packed before, by `columns` columns. Where k ends here the bias is added, or 0 without one. Where `ahead` says so
 * the sums that a panel goes on from are asked for before its first tile.
 */
function multiplyBlock(
  out: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  depth: i32,
  resume: bool,
  ahead: bool,
  isLast: bool,
  bias: usize,
): void {
  let panel = sharedScratch;
  for (let column = 0; column < columns; column += COLUMNS, panel += panelBytes(depth)) {
    const width = min(COLUMNS, columns - column);
    const target = out + (<usize>column << 2);
    let added: usize = 0;
    if (isLast) added = bias == 0 ? ownScratch + ZEROS : wholeBias(bias + (<usize>column << 2), width);
    if (ahead) touch(target, <usize>width << 2, stride, rows);
    for (let i = 0; 2 * i < rows; i++) {
      const pair = ownScratch + PAIRS + <usize>i * PAIR;
      const second = load<i32>(pair, SECOND);
      const row0 = target + <usize>load<i32>(pair, FIRST) * stride;
      const row1 = second == NONE ? 0 : target + <usize>second * stride;
      const begin = <usize>load<u32>(pair, BEGIN);
      const end = <usize>load<u32>(pair, END);
      if (width == COLUMNS && row1 != 0) multiplyWhole(row0, row1, begin, end, panel, resume, added);
      else multiplyEdge(row0, row1, width, begin, end, panel, resume, added);
    }
  }
}

/** A tile of the build's width. */
// @ts-ignore: decorator
@inline
function multiplyWhole(row0: usize, row1: usize, begin: usize, end: usize, panel: usize, resume: bool, bias: usize): void {
  if (IS_WIDE) {
    const zeros = ownScratch + ZEROS;
    multiplyWideTile(row0, row1, resume ? row0 : zeros, resume ? row1 : zeros, begin, end, panel, bias);
  } else multiplyTile(row0, row1, begin, end, panel, resume, bias);
}

/** The bias of a panel's columns; of the last ones, which may be fewer than a tile's, a copy that can be read whole. */
function wholeBias(bias: usize, width: i32): usize {
  if (width == COLUMNS) return bias;
  memory.copy(ownScratch + EDGE_BIAS, bias, <usize>width << 2);
  return ownScratch + EDGE_BIAS;
}

/** A tile of which only `width` columns are in out, or only one row (row1 is 0): computed in scratch. */
function multiplyEdge(
  row0: usize,
  row1: usize,
  width: i32,
  begin: usize,
  end: usize,
  panel: usize,
  resume: bool,
  bias: usize,
): void {
  const bytes = <usize>width << 2;
  const edge0 = ownScratch + EDGE;
  const edge1 = edge0 + PANEL_ROW;
  if (resume) {
    memory.copy(edge0, row0, bytes);
    if (row1 != 0) memory.copy(edge1, row1, bytes);
  }
  multiplyWhole(edge0, edge1, begin, end, panel, resume, bias);
  memory.copy(row0, edge0, bytes);
  if (row1 != 0) memory.copy(row1, edge1, bytes);
}
