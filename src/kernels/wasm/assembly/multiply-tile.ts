// The innermost loop of the matrix product: a tile of out, 2 rows by 20 columns, stays in ten registers while k runs.
//
// Ten chains of additions keep two multiply-add units of a latency of five cycles busy; two rows by twenty columns load 8 numbers or
// vectors for ten multiply-adds. Ten sums, two numbers of a and a row of b leave V8 two of its fifteen registers. V8 loads whatever a
// stretch of code needs before it computes anything, which is more than fifteen; ways out that are never taken, since no entry lies
// at the addresses 0 to 4, cut the stretch. Two entries at a time halve what each turn costs: V8 counts it, and looks whether it is
// to stop.

import { multiplyAdd } from './multiply-add';
import { PLACES, SECONDS } from './tile';

/**
 * out[2, 20], rows that begin at `above` and `below`, (+)= the entries in [entry, end), an even number of them, times their rows of
 * the panel, then + bias where there is one.
 *
 * The bias is added to 0 first: what was left out where a is zero may have been all that made +0 of a -0.
 */
export function multiplyTile(
  above: usize,
  below: usize,
  entry: usize,
  end: usize,
  panel: usize,
  resume: bool,
  bias: usize,
): void {
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
    a0 = v128.load(above);
    a1 = v128.load(above, 16);
    a2 = v128.load(above, 32);
    a3 = v128.load(above, 48);
    a4 = v128.load(above, 64);
    b0 = v128.load(below);
    b1 = v128.load(below, 16);
    b2 = v128.load(below, 32);
    b3 = v128.load(below, 48);
    b4 = v128.load(below, 64);
  }
  for (; entry < end; entry += 8) {
    const row = panel + <usize>load<u32>(entry, PLACES);
    const a = v128.load32_splat(entry);
    const b = v128.load32_splat(entry, SECONDS);
    let vector = v128.load(row);
    a0 = multiplyAdd(a, vector, a0);
    b0 = multiplyAdd(b, vector, b0);
    vector = v128.load(row, 16);
    a1 = multiplyAdd(a, vector, a1);
    b1 = multiplyAdd(b, vector, b1);
    if (entry == 0) break;
    vector = v128.load(row, 32);
    a2 = multiplyAdd(a, vector, a2);
    b2 = multiplyAdd(b, vector, b2);
    vector = v128.load(row, 48);
    a3 = multiplyAdd(a, vector, a3);
    b3 = multiplyAdd(b, vector, b3);
    if (entry == 1) break;
    vector = v128.load(row, 64);
    a4 = multiplyAdd(a, vector, a4);
    b4 = multiplyAdd(b, vector, b4);
    if (entry == 2) break;
    const nextRow = panel + <usize>load<u32>(entry, PLACES + 4);
    const nextA = v128.load32_splat(entry, 4);
    const nextB = v128.load32_splat(entry, SECONDS + 4);
    vector = v128.load(nextRow);
    a0 = multiplyAdd(nextA, vector, a0);
    b0 = multiplyAdd(nextB, vector, b0);
    vector = v128.load(nextRow, 16);
    a1 = multiplyAdd(nextA, vector, a1);
    b1 = multiplyAdd(nextB, vector, b1);
    if (entry == 3) break;
    vector = v128.load(nextRow, 32);
    a2 = multiplyAdd(nextA, vector, a2);
    b2 = multiplyAdd(nextB, vector, b2);
    vector = v128.load(nextRow, 48);
    a3 = multiplyAdd(nextA, vector, a3);
    b3 = multiplyAdd(nextB, vector, b3);
    if (entry == 4) break;
    vector = v128.load(nextRow, 64);
    a4 = multiplyAdd(nextA, vector, a4);
    b4 = multiplyAdd(nextB, vector, b4);
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
  v128.store(above, a0);
  v128.store(above, a1, 16);
  v128.store(above, a2, 32);
  v128.store(above, a3, 48);
  v128.store(above, a4, 64);
  v128.store(below, b0);
  v128.store(below, b1, 16);
  v128.store(below, b2, 32);
  v128.store(below, b3, 48);
  v128.store(below, b4, 64);
}
