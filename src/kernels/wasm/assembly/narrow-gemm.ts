// The matrix product of few columns, such as a classifier's last layer: out[m, n] = a b with n of 1 to 12.
//
// A tile is 3 rows by 12 columns in nine registers. b is small: every thread packs it for itself, in rows of 12, so that nobody waits.
// Of a only columns are packed, 12 beside each other; rows are read where they lie. Packing lists without zeros would cost more than the
// zeros. Each element of out is one chain in ascending k, as in gemm.ts.

import { multiplyAdd } from './multiply-add';
import { ownScratch, shareBegin, shareEnd } from './team';

/** Most columns that are multiplied this way, and the numbers of a packed row. */
export const NARROW_COLUMNS: i32 = 12;
/** Rows of a tile. */
const TILE: i32 = 3;
/** Rows of out that are taken at a time. */
const STRIP: i32 = 12;
/** Most rows of b that are packed at a time: 12 KiB. */
const DEPTH: i32 = 256;

// A thread's own scratch: packed rows of b, packed columns of a, a strip of out, its bias.
const ROW: usize = <usize>NARROW_COLUMNS * 4;
const COLUMNS_OF_A: usize = <usize>DEPTH * ROW;
const SUMS: usize = 2 * COLUMNS_OF_A;
const BIAS: usize = SUMS + <usize>STRIP * ROW;

export function narrowGemm(
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
  const bRow: usize = transposeB ? 4 : <usize>n << 2;
  const bColumn: usize = transposeB ? <usize>k << 2 : 4;
  const strips = (m + STRIP - 1) / STRIP;
  packRows(ownScratch + BIAS, bias, 0, 4, bias == 0 ? 0 : n, 1);
  for (let p = 0; p < k; p += DEPTH) {
    const depth = min(DEPTH, k - p);
    packRows(ownScratch, b + <usize>p * bRow, bRow, bColumn, n, depth);
    for (let strip = shareBegin(strips), end = shareEnd(strips); strip < end; strip++) {
      const row = strip * STRIP;
      const rows = min(STRIP, m - row);
      const to = out + (<usize>(row * n) << 2);
      if (accumulate || p > 0) packRows(ownScratch + SUMS, to, <usize>n << 2, 4, n, rows);
      else memory.fill(ownScratch + SUMS, 0, <usize>STRIP * ROW);
      if (transposeA) {
        packRows(ownScratch + COLUMNS_OF_A, a + (<usize>(p * m + row) << 2), <usize>m << 2, 4, rows, depth);
        multiplyStrip(ownScratch + COLUMNS_OF_A, 4, ROW, rows, depth);
      } else multiplyStrip(a + (<usize>(row * k + p) << 2), <usize>k << 2, 4, rows, depth);
      storeStrip(to, rows, n, p + depth == k);
    }
  }
}

/** Copies `rows` rows of `columns` numbers, whose places are `row` and `column` bytes apart, to rows of 12 with zeros behind. */
function packRows(to: usize, from: usize, row: usize, column: usize, columns: i32, rows: i32): void {
  const isWhole = columns == NARROW_COLUMNS && column == 4;
  for (let i = 0; i < rows; i++, to += ROW, from += row) {
    if (isWhole) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      v128.store(to, v128.load(from, 32), 32);
      continue;
    }
    let j = 0;
    for (let at = from; j < columns; j++, at += column) store<f32>(to + (<usize>j << 2), load<f32>(at));
    for (; j < NARROW_COLUMNS; j++) store<f32>(to + (<usize>j << 2), 0);
  }
}

/** The sums of a strip += a times the packed rows of b. Rows and columns of a are `row` and `column` bytes apart. */
function multiplyStrip(a: usize, row: usize, column: usize, rows: i32, depth: i32): void {
  const end = ownScratch + <usize>depth * ROW;
  for (let i = 0; i < rows; i += TILE) {
    // Where rows are missing the last one is computed again.
    const second = min(i + 1, rows - 1);
    const third = min(i + 2, rows - 1);
    multiplyTile(a + <usize>i * row, a + <usize>second * row, a + <usize>third * row, column, end, i, second, third);
  }
}

/** One tile: the rows i, j and k of a strip. */
function multiplyTile(a0: usize, a1: usize, a2: usize, column: usize, end: usize, i: i32, j: i32, k: i32): void {
  const sums = ownScratch + SUMS;
  const to0 = sums + <usize>i * ROW;
  const to1 = sums + <usize>j * ROW;
  const to2 = sums + <usize>k * ROW;
  let s00 = v128.load(to0);
  let s01 = v128.load(to0, 16);
  let s02 = v128.load(to0, 32);
  let s10 = v128.load(to1);
  let s11 = v128.load(to1, 16);
  let s12 = v128.load(to1, 32);
  let s20 = v128.load(to2);
  let s21 = v128.load(to2, 16);
  let s22 = v128.load(to2, 32);
  for (let row = ownScratch; row < end; row += ROW, a0 += column, a1 += column, a2 += column) {
    const b0 = v128.load(row);
    const b1 = v128.load(row, 16);
    const b2 = v128.load(row, 32);
    let a = v128.load32_splat(a0);
    s00 = multiplyAdd(a, b0, s00);
    s01 = multiplyAdd(a, b1, s01);
    s02 = multiplyAdd(a, b2, s02);
    a = v128.load32_splat(a1);
    s10 = multiplyAdd(a, b0, s10);
    s11 = multiplyAdd(a, b1, s11);
    s12 = multiplyAdd(a, b2, s12);
    a = v128.load32_splat(a2);
    s20 = multiplyAdd(a, b0, s20);
    s21 = multiplyAdd(a, b1, s21);
    s22 = multiplyAdd(a, b2, s22);
  }
  v128.store(to0, s00);
  v128.store(to0, s01, 16);
  v128.store(to0, s02, 32);
  v128.store(to1, s10);
  v128.store(to1, s11, 16);
  v128.store(to1, s12, 32);
  v128.store(to2, s20);
  v128.store(to2, s21, 16);
  v128.store(to2, s22, 32);
}

/** Writes a strip's sums to out; where k ends, with the bias, which is 0 where there is none and makes +0 of a -0. */
function storeStrip(out: usize, rows: i32, n: i32, isLast: bool): void {
  let from = ownScratch + SUMS;
  for (let i = 0; i < rows; i++, from += ROW) {
    for (let j: usize = 0, end = <usize>n << 2; j < end; j += 4, out += 4) {
      const sum = load<f32>(from + j);
      store<f32>(out, isLast ? sum + (load<f32>(ownScratch + BIAS + j) + 0) : sum);
    }
  }
}
