// The innermost loop of the matrix product where an engine makes one instruction on 256 bits of two on 128: a tile of out, 2 rows by 32
// columns, in eight registers of 256 bits.
//
// V8 does so (its flag --experimental-wasm-revectorize) for neighbouring vectors from where they are loaded to where they are stored, if
// both go the same way all along. So sums are loaded without a question, and each pair of vectors is written in the same order. Eight
// chains keep two multiply-add units of a latency of four cycles busy; V8 itself takes four entries a turn.

import { multiplyAdd } from './multiply-add';
import { PLACES, SECONDS } from './tile';

/**
 * out[2, 32], rows that begin at `above` and `below` = the sums from `aboveBefore` and `belowBefore` on + the entries in [entry, end)
 * times their rows of the panel, then + bias where there is one.
 *
 * The bias is added to 0 first: what was left out where a is zero may have been all that made +0 of a -0.
 */
export function multiplyWideTile(
  above: usize,
  below: usize,
  aboveBefore: usize,
  belowBefore: usize,
  entry: usize,
  end: usize,
  panel: usize,
  bias: usize,
): void {
  let a0 = v128.load(aboveBefore);
  let a1 = v128.load(aboveBefore, 16);
  let a2 = v128.load(aboveBefore, 32);
  let a3 = v128.load(aboveBefore, 48);
  let a4 = v128.load(aboveBefore, 64);
  let a5 = v128.load(aboveBefore, 80);
  let a6 = v128.load(aboveBefore, 96);
  let a7 = v128.load(aboveBefore, 112);
  let b0 = v128.load(belowBefore);
  let b1 = v128.load(belowBefore, 16);
  let b2 = v128.load(belowBefore, 32);
  let b3 = v128.load(belowBefore, 48);
  let b4 = v128.load(belowBefore, 64);
  let b5 = v128.load(belowBefore, 80);
  let b6 = v128.load(belowBefore, 96);
  let b7 = v128.load(belowBefore, 112);
  for (; entry < end; entry += 4) {
    const row = panel + <usize>load<u32>(entry, PLACES);
    const a = v128.load32_splat(entry);
    const b = v128.load32_splat(entry, SECONDS);
    let vector = v128.load(row);
    a0 = multiplyAdd(a, vector, a0);
    b0 = multiplyAdd(b, vector, b0);
    vector = v128.load(row, 16);
    a1 = multiplyAdd(a, vector, a1);
    b1 = multiplyAdd(b, vector, b1);
    vector = v128.load(row, 32);
    a2 = multiplyAdd(a, vector, a2);
    b2 = multiplyAdd(b, vector, b2);
    vector = v128.load(row, 48);
    a3 = multiplyAdd(a, vector, a3);
    b3 = multiplyAdd(b, vector, b3);
    vector = v128.load(row, 64);
    a4 = multiplyAdd(a, vector, a4);
    b4 = multiplyAdd(b, vector, b4);
    vector = v128.load(row, 80);
    a5 = multiplyAdd(a, vector, a5);
    b5 = multiplyAdd(b, vector, b5);
    vector = v128.load(row, 96);
    a6 = multiplyAdd(a, vector, a6);
    b6 = multiplyAdd(b, vector, b6);
    vector = v128.load(row, 112);
    a7 = multiplyAdd(a, vector, a7);
    b7 = multiplyAdd(b, vector, b7);
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
    vector = f32x4.add(v128.load(bias, 80), zero);
    a5 = f32x4.add(a5, vector);
    b5 = f32x4.add(b5, vector);
    vector = f32x4.add(v128.load(bias, 96), zero);
    a6 = f32x4.add(a6, vector);
    b6 = f32x4.add(b6, vector);
    vector = f32x4.add(v128.load(bias, 112), zero);
    a7 = f32x4.add(a7, vector);
    b7 = f32x4.add(b7, vector);
  }
  v128.store(above, a0);
  v128.store(above, a1, 16);
  v128.store(above, a2, 32);
  v128.store(above, a3, 48);
  v128.store(above, a4, 64);
  v128.store(above, a5, 80);
  v128.store(above, a6, 96);
  v128.store(above, a7, 112);
  v128.store(below, b0);
  v128.store(below, b1, 16);
  v128.store(below, b2, 32);
  v128.store(below, b3, 48);
  v128.store(below, b4, 64);
  v128.store(below, b5, 80);
  v128.store(below, b6, 96);
  v128.store(below, b7, 112);
}
