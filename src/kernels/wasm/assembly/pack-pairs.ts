// Packing pairs of rows of a block of a: for each pair a list of entries, as a tile reads it.
//
//   first[s], second[s], place[s]   both numbers at some p, and the byte offset of row p in a panel of b; three arrays
//
// An entry whose two numbers are zero would add 0 to every sum: it is left out. (-0 has a bit set and is kept.) Four entries are
// looked at together: which of them are zero, four bits, picks one of sixteen orders of bytes, which moves the others to the front.

import { LIST, PANEL_ROW, PLACES, SECONDS } from './tile';
import { BEGIN, END, FIRST, NONE, PAIR, SECOND } from './pair';

/** Bytes of the table of orders, and of the square of 4 by 4 numbers behind it: the scratch of this module. */
const ORDERS: usize = 256;
const SQUARE: usize = 64;

/** Writes the table of orders, for each four bits the one that moves the lanes whose bits are 0 to the front. */
export function writeOrders(scratch: usize): void {
  for (let zeros = 0; zeros < 16; zeros++) {
    let to = scratch + (<usize>zeros << 4);
    for (let lane: u32 = 0; lane < 4; lane++) {
      store<u32>(to, 0x03020100 + lane * 0x04040404);
      if (((zeros >> lane) & 1) == 0) to += 4;
    }
  }
}

/**
 * Writes four entries at `to`, but for those whose two numbers are zero, if any `may` be left out (15, a bit for each) or none (0), and
 * answers where the next ones go. What lies behind them is overwritten.
 */
// @ts-ignore: decorator
@inline
function keep(to: usize, first: v128, second: v128, places: v128, may: i32, scratch: usize): usize {
  const left = i32x4.bitmask(i32x4.eq(v128.or(first, second), i32x4.splat(0))) & may;
  const order = v128.load(scratch + (<usize>left << 4));
  v128.store(to, i8x16.swizzle(first, order));
  v128.store(to, i8x16.swizzle(second, order), SECONDS);
  v128.store(to, i8x16.swizzle(places, order), PLACES);
  return to + <usize>(16 - (popcnt(left) << 2));
}

/**
 * Ends a pair's list, which was written up to END. Where all entries are kept those behind row `depth` are too, which are none. The tile
 * takes two entries at a time, so an odd list is followed by zeros, which meet the panel's row of zeros.
 */
function endList(pair: usize, depth: i32, keepAll: bool): void {
  const list = <usize>load<u32>(pair, BEGIN);
  const end = keepAll ? list + (<usize>depth << 2) : <usize>load<u32>(pair, END);
  store<i32>(end, 0);
  store<i32>(end, 0, SECONDS);
  store<u32>(end, <u32>(<usize>depth * PANEL_ROW), PLACES);
  store<u32>(pair, <u32>(end + ((end - list) & 4)), END);
}

/** An empty list for a pair, at `list`. */
function beginList(pair: usize, list: usize): void {
  store<u32>(pair, <u32>list, BEGIN);
  store<u32>(pair, <u32>list, END);
}

/** Copies a corner of a, `rows` by `columns`, at most 4 by 4, to rows of 16 bytes, and makes a square of it with zeros. */
function copySquare(to: usize, at: usize, stride: usize, rows: i32, columns: i32): void {
  memory.fill(to, 0, SQUARE);
  for (let i = 0; i < rows; i++) memory.copy(to + (<usize>i << 4), at + <usize>i * stride, <usize>columns << 2);
}

/** Places of four rows of a panel from row p. */
// @ts-ignore: decorator
@inline
function placesFrom(p: i32): v128 {
  const row = <i32>PANEL_ROW;
  return i32x4.add(i32x4.splat(p * row), i32x4(0, row, 2 * row, 3 * row));
}

/** Adds to a pair's list what lies from `row0` and `row1` on: entries p to `end`, four at a time. */
function addRows(pair: usize, row0: usize, row1: usize, p: i32, end: i32, keepAll: bool, scratch: usize): void {
  const may = keepAll ? 0 : 15;
  const step = i32x4.splat(4 * <i32>PANEL_ROW);
  let places = placesFrom(p);
  let to = <usize>load<u32>(pair, END);
  for (; p < end; p += 4, row0 += 16, row1 += 16, places = i32x4.add(places, step)) {
    const first = v128.load(row0);
    const second = v128.load(row1);
    to = keep(to, first, second, places, may, scratch);
  }
  store<u32>(pair, <u32>to, END);
}

/** The list of a pair's rows of a, which are `stride` bytes apart and have `depth` numbers each, side by side. */
export function packRowPair(
  pair: usize,
  list: usize,
  a: usize,
  stride: usize,
  depth: i32,
  keepAll: bool,
  scratch: usize,
): void {
  const second = load<i32>(pair, SECOND);
  const row0 = a + <usize>load<i32>(pair, FIRST) * stride;
  const row1 = second == NONE ? row0 : a + <usize>second * stride;
  const whole = depth & ~3;
  const square = scratch + ORDERS;
  beginList(pair, list);
  addRows(pair, row0, row1, 0, whole, keepAll, scratch);
  if (whole < depth) {
    copySquare(square, row0 + (<usize>whole << 2), row1 - row0, 2, depth - whole);
    addRows(pair, square, square + 16, whole, depth, keepAll, scratch);
  }
  endList(pair, depth, keepAll);
}

/** Adds to the lists of two pairs what lies in four columns from `at` on, in rows of `stride` bytes: entries p to `end`. */
function addColumns(pairs: usize, at: usize, stride: usize, p: i32, end: i32, keepAll: bool, scratch: usize): void {
  const may = keepAll ? 0 : 15;
  const step = i32x4.splat(4 * <i32>PANEL_ROW);
  let places = placesFrom(p);
  let to0 = <usize>load<u32>(pairs, END);
  let to1 = <usize>load<u32>(pairs + PAIR, END);
  for (; p < end; p += 4, at += 4 * stride, places = i32x4.add(places, step)) {
    const r0 = v128.load(at);
    const r1 = v128.load(at + stride);
    const r2 = v128.load(at + 2 * stride);
    const r3 = v128.load(at + 3 * stride);
    const low0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const low1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const column0 = v128.shuffle<i64>(low0, low1, 0, 2);
    const column1 = v128.shuffle<i64>(low0, low1, 1, 3);
    to0 = keep(to0, column0, column1, places, may, scratch);
    const high0 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const high1 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    const column2 = v128.shuffle<i64>(high0, high1, 0, 2);
    const column3 = v128.shuffle<i64>(high0, high1, 1, 3);
    to1 = keep(to1, column2, column3, places, may, scratch);
  }
  store<u32>(pairs, <u32>to0, END);
  store<u32>(pairs + PAIR, <u32>to1, END);
}

/**
 * The lists of two pairs of neighbouring columns that begin at `a`, in rows that are `stride` bytes apart. There are `columns`, 1 to 4:
 * missing ones are zero. The second pair is written also where it has no column; its list is nobody's then.
 */
export function packColumnPairs(
  pairs: usize,
  list: usize,
  a: usize,
  stride: usize,
  columns: i32,
  depth: i32,
  keepAll: bool,
  scratch: usize,
): void {
  const whole = columns == 4 ? depth & ~3 : 0;
  const square = scratch + ORDERS;
  beginList(pairs, list);
  beginList(pairs + PAIR, list + LIST);
  addColumns(pairs, a, stride, 0, whole, keepAll, scratch);
  for (let p = whole; p < depth; p += 4) {
    copySquare(square, a + <usize>p * stride, stride, min(4, depth - p), columns);
    addColumns(pairs, square, 16, p, p + 4, keepAll, scratch);
  }
  endList(pairs, depth, keepAll);
  endList(pairs + PAIR, depth, keepAll);
}
