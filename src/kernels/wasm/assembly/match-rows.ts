// Which rows of a block go together as pairs: those whose zeros lie in the same places, since only where both rows of a pair are
// zero nothing is multiplied. Which rows they are changes no bit of the product.
//
// A row's mask has a bit for each of its numbers, 1 where it is not zero; rows are alike where few bits of their masks differ.

import { FIRST, NONE, PAIR, SECOND } from './pair';
import { touch } from './touch';

/** Bytes of a mask: five words of 64 bits, enough for 272 numbers, and the row that it is of. */
export const MASK: usize = 48;
const ROW: usize = 40;

/** Where fewer than an eighth of the numbers are zero, few entries can be saved. */
const FEW_ZEROS: i32 = 8;

/** Numbers of which one load of each of four vectors makes a piece of a mask. */
const PIECE: i32 = 16;

/**
 * Pairs rows [0, rows) of a, at most 64, `stride` bytes apart: each with the one most like it of those that are left, from the last row
 * on. An odd row is alone. The numbers behind the last whole sixteen are not looked at.
 */
export function matchRows(pairs: usize, masks: usize, a: usize, stride: usize, rows: i32, depth: i32): void {
  const zeros = rows * (depth - (depth % PIECE)) - maskRows(masks, a, stride, rows, depth);
  if (zeros * FEW_ZEROS < rows * depth) {
    pairNeighbours(pairs, rows);
    return;
  }
  // The masks of rows that are left lie side by side up to `last`: the last one goes where a row has found its partner.
  let last = masks + <usize>rows * MASK;
  for (let pair = pairs; last > masks; pair += PAIR) {
    last -= MASK;
    store<i32>(pair, load<i32>(last, ROW), FIRST);
    store<i32>(pair, NONE, SECOND);
    if (last == masks) return;
    const partner = mostAlike(masks, last);
    store<i32>(pair, load<i32>(partner, ROW), SECOND);
    last -= MASK;
    for (let at: usize = 0; at < MASK; at += 16) v128.store(partner + at, v128.load(last + at));
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

/** Of the masks from `masks` up to `own`, at least one, the one that differs from that in the fewest bits. */
function mostAlike(masks: usize, own: usize): usize {
  const word0 = load<i64>(own);
  const word1 = load<i64>(own, 8);
  const word2 = load<i64>(own, 16);
  const word3 = load<i64>(own, 24);
  const word4 = load<i64>(own, 32);
  let best = masks;
  let fewest = i64.MAX_VALUE;
  for (let other = masks; other < own; other += MASK) {
    const different =
      popcnt(word0 ^ load<i64>(other)) +
      popcnt(word1 ^ load<i64>(other, 8)) +
      popcnt(word2 ^ load<i64>(other, 16)) +
      popcnt(word3 ^ load<i64>(other, 24)) +
      popcnt(word4 ^ load<i64>(other, 32));
    if (different < fewest) {
      fewest = different;
      best = other;
    }
  }
  return best;
}

/** Writes the masks of all rows; returns how many of their bits are 1. */
function maskRows(masks: usize, a: usize, stride: usize, rows: i32, depth: i32): i32 {
  touch(a, <usize>depth << 2, stride, rows);
  memory.fill(masks, 0, <usize>rows * MASK);
  let ones: i64 = 0;
  for (let i = 0; i < rows; i++) {
    const mask = masks + <usize>i * MASK;
    let from = a + <usize>i * stride;
    let to = mask;
    for (let p = 0; p + PIECE <= depth; p += PIECE, from += 64, to += 2) store<u16>(to, maskOf(from));
    for (let word = mask; word < mask + ROW; word += 8) ones += popcnt(load<i64>(word));
    store<i32>(mask, i, ROW);
  }
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
