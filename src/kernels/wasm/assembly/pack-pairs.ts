// Packing pairs of rows of a block of a: for each pair a list of entries, in the order in which multiply-tile.ts reads them.
//
//   entries[s]     both numbers at some p, and the byte offset of row p in a panel of b
//
// An entry whose two numbers are zero would add 0 to every sum: it is left out. (-0 has a bit set and is kept.)

import { ENTRY, PANEL_ROW } from './multiply-tile';
import { BEGIN, END, FIRST, NONE, PAIR, SECOND } from './pair';

/** Writes an entry at `to`, and answers where the next one goes: behind it, or in its place if it is left out. */
// @ts-ignore: decorator
@inline
function keep(to: usize, numbers: u64, p: i32, keepAll: bool): usize {
  store<u64>(to, numbers);
  store<u32>(to, <u32>(<usize>p * PANEL_ROW), 8);
  return to + <usize>(keepAll || numbers != 0) * ENTRY;
}

/** Ends a list: the tile takes two entries at a time, so an odd one is followed by zeros, which meet the panel's row of zeros. */
// @ts-ignore: decorator
@inline
function endList(pair: usize, begin: usize, end: usize, depth: i32): void {
  keep(end, 0, depth, true);
  store<u32>(pair, <u32>begin, BEGIN);
  store<u32>(pair, <u32>(end + (((end - begin) / ENTRY) & 1) * ENTRY), END);
}

/** The list of a pair's rows of a, which are `stride` bytes apart and have `depth` numbers each, side by side. */
export function packRowPair(pair: usize, list: usize, a: usize, stride: usize, depth: i32, keepAll: bool): void {
  const second = load<i32>(pair, SECOND);
  const row0 = a + <usize>load<i32>(pair, FIRST) * stride;
  const row1 = second == NONE ? row0 : a + <usize>second * stride;
  let to = list;
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    const at = <usize>p << 2;
    const r0 = v128.load(row0 + at);
    const r1 = v128.load(row1 + at);
    if (!keepAll && !v128.any_true(v128.or(r0, r1))) continue;
    const low = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const high = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    to = keep(to, i64x2.extract_lane(low, 0), p, keepAll);
    to = keep(to, i64x2.extract_lane(low, 1), p + 1, keepAll);
    to = keep(to, i64x2.extract_lane(high, 0), p + 2, keepAll);
    to = keep(to, i64x2.extract_lane(high, 1), p + 3, keepAll);
  }
  for (; p < depth; p++) {
    const at = <usize>p << 2;
    to = keep(to, <u64>load<u32>(row0 + at) | (<u64>load<u32>(row1 + at) << 32), p, keepAll);
  }
  endList(pair, list, to, depth);
}

/** The list of two neighbouring columns that begin at `at`, rows `stride` bytes apart; of one column for an odd one. */
export function packColumnPair(pair: usize, list: usize, at: usize, stride: usize, depth: i32, keepAll: bool): void {
  let to = list;
  if (load<i32>(pair, SECOND) == NONE) {
    for (let p = 0; p < depth; p++, at += stride) to = keep(to, <u64>load<u32>(at), p, keepAll);
  } else {
    for (let p = 0; p < depth; p++, at += stride) to = keep(to, load<u64>(at), p, keepAll);
  }
  endList(pair, list, to, depth);
}

/** The lists, `bytes` apart, of four pairs of neighbouring columns: each row, on a page of its own, is looked up once for all. */
export function packFourColumnPairs(
  pairs: usize,
  list: usize,
  bytes: usize,
  at: usize,
  stride: usize,
  depth: i32,
  keepAll: bool,
): void {
  const list1 = list + bytes;
  const list2 = list1 + bytes;
  const list3 = list2 + bytes;
  let to0 = list;
  let to1 = list1;
  let to2 = list2;
  let to3 = list3;
  for (let p = 0; p < depth; p++, at += stride) {
    to0 = keep(to0, load<u64>(at), p, keepAll);
    to1 = keep(to1, load<u64>(at, 8), p, keepAll);
    to2 = keep(to2, load<u64>(at, 16), p, keepAll);
    to3 = keep(to3, load<u64>(at, 24), p, keepAll);
  }
  endList(pairs, list, to0, depth);
  endList(pairs + PAIR, list1, to1, depth);
  endList(pairs + 2 * PAIR, list2, to2, depth);
  endList(pairs + 3 * PAIR, list3, to3, depth);
}
