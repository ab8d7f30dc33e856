// Which rows of a block go together as pairs: those whose zeros lie in the same places, since only where both rows of a pair are
// zero nothing is multiplied. Which rows they are changes no bit of the product.
//
// A row's mask has a bit for each of its numbers, 1 where it is not zero; rows are alike where few bits of their masks differ.

import { FIRST, NONE, PAIR, SECOND } from './pair';

/** Bytes of a mask: five words of 64 bits, enough for 272 numbers. */
export const MASK: usize = 40;

/** Where fewer than an eighth of the numbers are zero, few entries can be saved. */
const FEW_ZEROS: i32 = 8;

/** Numbers of which one load of each of four vectors makes a piece of a mask. */
const PIECE: i32 = 16;

/**
 * Pairs rows [0, rows) of a, at most 64, `stride` bytes apart: each with the one most like it of those that are left. An odd row is
 * alone. The numbers behind the last whole sixteen are not looked at.
 */
export function matchRows(pairs: usize, masks: usize, a: usize, stride: usize, rows: i32, depth: i32): void {
  const zeros = rows * (depth - (depth % PIECE)) - maskRows(masks, a, stride, rows, depth);
  if (zeros * FEW_ZEROS < rows * depth) {
    pairNeighbours(pairs, rows);
    return;
  }
  const bytes = <usize>((depth + 63) >> 6) << 3;
  let paired: u64 = 0;
  let pair = pairs;
  for (let i = 0; i < rows; i++) {
    if (((paired >> <u64>i) & 1) != 0) continue;
    const best = mostAlike(masks, bytes, i, rows, paired);
    store<i32>(pair, i, FIRST);
    store<i32>(pair, best, SECOND);
    if (best != NONE) paired |= <u64>1 << best;
    pair += PAIR;
  }
}

/** Pairs row 0 with 1, 2 with 3, and so on. */
export function pairNeighbours(pairs: usize, rows: i32): void {
  for (let i = 0; i < rows; i += 2) {
    const pair = pairs + <usize>(i >> 1) * PAIR;
    store<i32>(pair, i, FIRST);
    store<i32>(pair, i + 1 < rows ? i + 1 : NONE, SECOND);
  }
}

/** Of the rows behind row i that have no partner, the one whose mask, of so many bytes, differs least from row i's. */
function mostAlike(masks: usize, bytes: usize, i: i32, rows: i32, paired: u64): i32 {
  const own = masks + <usize>i * MASK;
  let best = NONE;
  let fewest = i64.MAX_VALUE;
  for (let j = i + 1; j < rows; j++) {
    if (((paired >> <u64>j) & 1) != 0) continue;
    const other = masks + <usize>j * MASK;
    let different: i64 = 0;
    for (let at: usize = 0; at < bytes; at += 8) different += popcnt(load<i64>(own + at) ^ load<i64>(other + at));
    if (different < fewest) {
      fewest = different;
      best = j;
    }
  }
  return best;
}

/** Writes the masks of all rows; returns how many of their bits are 1. */
function maskRows(masks: usize, a: usize, stride: usize, rows: i32, depth: i32): i32 {
  memory.fill(masks, 0, <usize>rows * MASK);
  for (let i = 0; i < rows; i++) {
    let from = a + <usize>i * stride;
    let to = masks + <usize>i * MASK;
    for (let p = 0; p + PIECE <= depth; p += PIECE, from += 64, to += 2) store<u16>(to, maskOf(from));
  }
  let ones: i64 = 0;
  for (let at = masks, end = masks + <usize>rows * MASK; at < end; at += 8) ones += popcnt(load<i64>(at));
  return <i32>ones;
}

/** The piece of a mask of sixteen numbers. -0 has a bit set, and counts as a number that is not zero. */
// @ts-ignore: decorator
@inline
function maskOf(at: usize): u16 {
  const zero = i32x4.splat(0);
  const low = i16x8.narrow_i32x4_s(i32x4.ne(v128.load(at), zero), i32x4.ne(v128.load(at, 16), zero));
  const high = i16x8.narrow_i32x4_s(i32x4.ne(v128.load(at, 32), zero), i32x4.ne(v128.load(at, 48), zero));
  return <u16>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}
