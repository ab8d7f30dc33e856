// The matrix product of an a that is mostly zeros: out[m, n] = a b, row by row of out, over the numbers of a that are not zero.
//
//   list[r]   the numbers of row r of a block of a that are not zero, each with the place in a panel of the row of b it meets
//   panel[p][32]   row p of a block of b, 32 columns, in the first-level cache
//
// A row's 32 sums stay in eight registers while its list runs. Against the tiles of gemm.ts, which leave out a slice only if four
// neighbours are zero, a number costs 4/3 as much, but no zero costs anything. `payRows` looks at some of a and says which is less.
// Leaving out zeros changes no bit (docs/numerics.md); where b has a number that is not finite, zeros are kept.

import { multiplyAdd } from './multiply-tile';
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

/** Rows of a block of b: a panel of 160 x 32 floats is 20 KiB, most of a first-level cache of 32 KiB. */
const KC: i32 = 160;
/** Columns of a block of b: 160 x 1600 floats fit the shared scratch. */
const NC: i32 = 1600;
/** Rows of a block of a. */
const MC: i32 = 16;

// A thread's own scratch: the lists of 16 rows, their lengths, a row of out at the right edge, its bias, a bias of zeros.
const LIST_BYTES: usize = <usize>KC * 8;
const LENGTHS: usize = <usize>MC * LIST_BYTES;
const EDGE: usize = LENGTHS + <usize>MC * 4;
const EDGE_BIAS: usize = EDGE + 128;
const ZEROS: usize = EDGE_BIAS + 128;

/** Places of a that are looked at. */
const SAMPLES: i32 = 256;

/** Whether leaving out single zeros pays more than leaving out slices of four rows; a is [m, k] or, transposed, [k, m]. */
export function payRows(a: usize, m: i32, k: i32, transposeA: bool): bool {
  const alongRow: usize = transposeA ? <usize>m << 2 : 4;
  const acrossRows: usize = transposeA ? 4 : <usize>k << 2;
  let numbers = 0;
  let slices = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    const slice = <i32>((<i64>sample * <i64>(m >> 2)) / <i64>SAMPLES);
    const p = <i32>((<u32>sample * 2654435769) % <u32>k);
    const at = a + <usize>(slice << 2) * acrossRows + <usize>p * alongRow;
    const kept =
      <i32>(load<u32>(at) != 0) +
      <i32>(load<u32>(at + acrossRows) != 0) +
      <i32>(load<u32>(at + 2 * acrossRows) != 0) +
      <i32>(load<u32>(at + 3 * acrossRows) != 0);
    numbers += kept;
    slices += <i32>(kept != 0);
  }
  // numbers / 4 at 4/3 the cost of a tile's row, against slices.
  return numbers < 3 * slices;
}

export function rowGemm(
  out: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  transposeA: bool,
  accumulate: bool,
  bias: usize,
): void {
  memory.fill(ownScratch + ZEROS, 0, 128);
  const blocks = (m + MC - 1) / MC;
  for (let column = 0; column < n; column += NC) {
    const columns = min(NC, n - column);
    const panels = (columns + 31) >> 5;
    for (let p = 0; p < k; p += KC) {
      const depth = min(KC, k - p);
      if (thread == 0) {
        clearNotFinite();
        resetTiles();
      }
      barrier();
      for (let panel = shareBegin(panels), end = shareEnd(panels); panel < end; panel++) {
        const first = column + (panel << 5);
        const target = sharedScratch + <usize>panel * <usize>depth * 128;
        if (!packPanel(target, b + (<usize>(p * n + first) << 2), min(32, n - first), depth, <usize>n << 2)) raiseNotFinite();
      }
      barrier();
      const keepAll = isNotFinite();
      const resume = accumulate || p > 0;
      const last = p + depth == k;
      for (let block = takeTile(); block < blocks; block = takeTile()) {
        const row = block * MC;
        const rows = min(MC, m - row);
        for (let i = 0; i < rows; i++) {
          const from = transposeA ? a + (<usize>(p * m + row + i) << 2) : a + (<usize>((row + i) * k + p) << 2);
          const length = listNumbers(ownScratch + <usize>i * LIST_BYTES, from, transposeA ? <usize>m << 2 : 4, depth, keepAll);
          store<i32>(ownScratch + LENGTHS + (<usize>i << 2), length);
        }
        for (let panel = 0; panel < panels; panel++) {
          const first = column + (panel << 5);
          const biasAt: usize = !last ? 0 : bias == 0 ? ownScratch + ZEROS : bias + (<usize>first << 2);
          multiplyPanel(
            out + (<usize>(row * n + first) << 2),
            <usize>n << 2,
            rows,
            min(32, n - first),
            sharedScratch + <usize>panel * <usize>depth * 128,
            resume,
            biasAt,
          );
        }
      }
      barrier();
    }
  }
}

/** panel[p][32] of `width` columns of b; missing ones are zero. Whether all numbers are finite. */
function packPanel(target: usize, b: usize, width: i32, depth: i32, stride: usize): bool {
  const zero = f32x4.splat(0);
  let check = zero;
  for (let p = 0; p < depth; p++, target += 128, b += stride) {
    if (width < 32) memory.fill(target, 0, 128);
    memory.copy(target, b, <usize>width << 2);
    for (let j: usize = 0; j < 128; j += 32) {
      check = f32x4.add(check, f32x4.mul(f32x4.add(v128.load(target + j), v128.load(target + j, 16)), zero));
    }
  }
  return !v128.any_true(f32x4.ne(check, check));
}

/** The numbers of a row of a that are not zero: each a float, and the byte offset of its row in a panel. Returns how many. */
function listNumbers(list: usize, from: usize, stride: usize, depth: i32, keepAll: bool): i32 {
  let to = list;
  for (let p = 0; p < depth; p++, from += stride) {
    const bits = load<u32>(from);
    store<u32>(to, bits);
    store<u32>(to, <u32>p << 7, 4);
    to += <usize>(keepAll || bits != 0) << 3;
  }
  return <i32>((to - list) >> 3);
}

/** `width` columns of `rows` rows of out. */
function multiplyPanel(out: usize, stride: usize, rows: i32, width: i32, panel: usize, resume: bool, bias: usize): void {
  const edge = ownScratch + EDGE;
  const bytes = <usize>width << 2;
  if (width < 32 && bias != 0) {
    memory.fill(ownScratch + EDGE_BIAS, 0, 128);
    memory.copy(ownScratch + EDGE_BIAS, bias, bytes);
    bias = ownScratch + EDGE_BIAS;
  }
  for (let i = 0; i < rows; i++, out += stride) {
    const list = ownScratch + <usize>i * LIST_BYTES;
    const end = list + (<usize>load<i32>(ownScratch + LENGTHS + (<usize>i << 2)) << 3);
    if (width == 32) {
      multiplyRow(out, list, end, panel, resume, bias, 0);
    } else {
      if (resume) memory.copy(edge, out, bytes);
      multiplyRow(edge, list, end, panel, resume, bias, 0);
      memory.copy(out, edge, bytes);
    }
  }
}

/**
 * out[32] (+)= the list's numbers times their rows of the panel, then + bias where there is one.
 *
 * `never` is 0, which no address is: a way out that is never taken. V8 loads whatever a stretch of code needs before it
 * computes anything, and eight rows and eight sums are more than its fifteen registers; the way out cuts the stretch in two.
 */
function multiplyRow(out: usize, list: usize, end: usize, panel: usize, resume: bool, bias: usize, never: usize): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  if (resume) {
    c0 = v128.load(out);
    c1 = v128.load(out, 16);
    c2 = v128.load(out, 32);
    c3 = v128.load(out, 48);
    c4 = v128.load(out, 64);
    c5 = v128.load(out, 80);
    c6 = v128.load(out, 96);
    c7 = v128.load(out, 112);
  }
  for (; list < end; list += 8) {
    const row = panel + <usize>load<u32>(list, 4);
    const a = v128.load32_splat(list);
    c0 = multiplyAdd(a, v128.load(row), c0);
    c1 = multiplyAdd(a, v128.load(row, 16), c1);
    c2 = multiplyAdd(a, v128.load(row, 32), c2);
    c3 = multiplyAdd(a, v128.load(row, 48), c3);
    if (list == never) break;
    c4 = multiplyAdd(a, v128.load(row, 64), c4);
    c5 = multiplyAdd(a, v128.load(row, 80), c5);
    c6 = multiplyAdd(a, v128.load(row, 96), c6);
    c7 = multiplyAdd(a, v128.load(row, 112), c7);
  }
  if (bias != 0) {
    c0 = f32x4.add(c0, v128.load(bias));
    c1 = f32x4.add(c1, v128.load(bias, 16));
    c2 = f32x4.add(c2, v128.load(bias, 32));
    c3 = f32x4.add(c3, v128.load(bias, 48));
    c4 = f32x4.add(c4, v128.load(bias, 64));
    c5 = f32x4.add(c5, v128.load(bias, 80));
    c6 = f32x4.add(c6, v128.load(bias, 96));
    c7 = f32x4.add(c7, v128.load(bias, 112));
  }
  v128.store(out, c0);
  v128.store(out, c1, 16);
  v128.store(out, c2, 32);
  v128.store(out, c3, 48);
  v128.store(out, c4, 64);
  v128.store(out, c5, 80);
  v128.store(out, c6, 96);
  v128.store(out, c7, 112);
}
