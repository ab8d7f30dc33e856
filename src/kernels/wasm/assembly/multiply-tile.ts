// The innermost loop of the matrix product: a tile of out, 2 rows by 20 columns, stays in ten registers while k runs.
//
// Ten chains of additions keep two multiply-add units of a latency of five cycles busy; two rows by twenty columns load 8 numbers or
// vectors for ten multiply-adds. Ten sums, two numbers of a and a row of b leave V8 one of its fifteen registers. V8 loads whatever a
// stretch of code needs before it computes anything, which is more than fifteen; ways out that are never taken, since no pair lies
// at the addresses 0 to 3, cut the stretch.

import { multiplyAdd } from './multiply-add';

/** Columns of a tile and of a panel. */
export const COLUMNS: i32 = 20;
/** Bytes of a panel's row. */
export const PANEL_ROW: usize = <usize>COLUMNS * 4;
/** Bytes of a pair: a number of each row of the tile, and the byte offset in the panel of the row of b that they meet. */
export const PAIR: usize = 12;

/**
 * out[2, 20] (+)= the pairs in [pair, end) times their rows of the panel, then + bias where there is one.
 *
 * The bias is added to 0 first: what was left out where a is zero may have been all that made +0 of a -0.
 */
export function multiplyTile(
  out: usize,
  stride: usize,
  pair: usize,
  end: usize,
  panel: usize,
  resume: bool,
  bias: usize,
): void {
  const below = out + stride;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let a4 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  let b4 = a0;
  if (resume) {
    a0 = v128.load(out);
    a1 = v128.load(out, 16);
    a2 = v128.load(out, 32);
    a3 = v128.load(out, 48);
    a4 = v128.load(out, 64);
    b0 = v128.load(below);
    b1 = v128.load(below, 16);
    b2 = v128.load(below, 32);
    b3 = v128.load(below, 48);
    b4 = v128.load(below, 64);
  }
  for (; pair < end; pair += PAIR) {
    const row = panel + <usize>load<u32>(pair, 8);
    const a = v128.load32_splat(pair);
    const b = v128.load32_splat(pair, 4);
    let vector = v128.load(row);
    a0 = multiplyAdd(a, vector, a0);
    b0 = multiplyAdd(b, vector, b0);
    if (pair == 0) break;
    vector = v128.load(row, 16);
    a1 = multiplyAdd(a, vector, a1);
    b1 = multiplyAdd(b, vector, b1);
    if (pair == 1) break;
    vector = v128.load(row, 32);
    a2 = multiplyAdd(a, vector, a2);
    b2 = multiplyAdd(b, vector, b2);
    if (pair == 2) break;
    vector = v128.load(row, 48);
    a3 = multiplyAdd(a, vector, a3);
    b3 = multiplyAdd(b, vector, b3);
    if (pair == 3) break;
    vector = v128.load(row, 64);
    a4 = multiplyAdd(a, vector, a4);
    b4 = multiplyAdd(b, vector, b4);
  }
  if (bias != 0) {
    const zero = f32x4.splat(0);
    let vector = f32x4.add(v128.load(bias), zero);
    a0 = f32x4.add(a0, vector);
    b0 = f32x4.add(b0, vector);
    vector = f32x4.add(v128.load(bias, 16), zero);
    a1 = f32x4.add(a1, vector);
    b1 = f32x4.add(b1, vector);
    vector = f32x4.add(v128.load(bias, 32), zero);
    a2 = f32x4.add(a2, vector);
    b2 = f32x4.add(b2, vector);
    vector = f32x4.add(v128.load(bias, 48), zero);
    a3 = f32x4.add(a3, vector);
    b3 = f32x4.add(b3, vector);
    vector = f32x4.add(v128.load(bias, 64), zero);
    a4 = f32x4.add(a4, vector);
    b4 = f32x4.add(b4, vector);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out, a2, 32);
  v128.store(out, a3, 48);
  v128.store(out, a4, 64);
  v128.store(below, b0);
  v128.store(below, b1, 16);
  v128.store(below, b2, 32);
  v128.store(below, b3, 48);
  v128.store(below, b4, 64);
}
