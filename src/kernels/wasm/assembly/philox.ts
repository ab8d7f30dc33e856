// Philox4x32-10, as in src/core/philox.ts: one block at a time, and eight blocks at a time in vectors.

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;

/** The four words of the last block. */
export let word0: u32 = 0;
export let word1: u32 = 0;
export let word2: u32 = 0;
export let word3: u32 = 0;

/** Computes the block (c0, c1, c2, c3) under the key into word0 .. word3. */
export function philox(k0: u32, k1: u32, c0: u32, c1: u32, c2: u32, c3: u32): void {
  for (let round = 0; round < 10; round++) {
    const product0 = <u64>MULTIPLIER_0 * <u64>c0;
    const product1 = <u64>MULTIPLIER_1 * <u64>c2;
    c0 = <u32>(product1 >> 32) ^ c1 ^ k0;
    c1 = <u32>product1;
    c2 = <u32>(product0 >> 32) ^ c3 ^ k1;
    c3 = <u32>product0;
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  word0 = c0;
  word1 = c1;
  word2 = c2;
  word3 = c3;
}

// 32 by 32 bit products of four lanes: their high and their low halves.
// @ts-ignore: decorator
@inline
function highHalves(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}
// @ts-ignore: decorator
@inline
function lowHalves(low: v128, high: v128): v128 {
  return v128.shuffle<i32>(low, high, 0, 2, 4, 6);
}

/**
 * Eight blocks, whose first counter words are c0 .. c0 + 7. Word w of blocks 0 .. 3 lies in the lanes of the w-th vector at
 * `out`, of blocks 4 .. 7 in those of vector 4 + w. The two halves are independent, so that one works while the other waits.
 */
export function philox8(out: usize, k0: u32, k1: u32, c0: u32, c1: u32, c2: u32, c3: u32): void {
  const multiplier0 = i32x4.splat(MULTIPLIER_0);
  const multiplier1 = i32x4.splat(MULTIPLIER_1);
  let x0 = i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(c1);
  let x2 = i32x4.splat(c2);
  let x3 = i32x4.splat(c3);
  let y0 = i32x4.add(x0, i32x4.splat(4));
  let y1 = x1;
  let y2 = x2;
  let y3 = x3;
  for (let round = 0; round < 10; round++) {
    const key0 = i32x4.splat(k0);
    const key1 = i32x4.splat(k1);
    let low0 = i64x2.extmul_low_i32x4_u(x0, multiplier0);
    let high0 = i64x2.extmul_high_i32x4_u(x0, multiplier0);
    let low1 = i64x2.extmul_low_i32x4_u(x2, multiplier1);
    let high1 = i64x2.extmul_high_i32x4_u(x2, multiplier1);
    x0 = v128.xor(v128.xor(highHalves(low1, high1), x1), key0);
    x1 = lowHalves(low1, high1);
    x2 = v128.xor(v128.xor(highHalves(low0, high0), x3), key1);
    x3 = lowHalves(low0, high0);
    low0 = i64x2.extmul_low_i32x4_u(y0, multiplier0);
    high0 = i64x2.extmul_high_i32x4_u(y0, multiplier0);
    low1 = i64x2.extmul_low_i32x4_u(y2, multiplier1);
    high1 = i64x2.extmul_high_i32x4_u(y2, multiplier1);
    y0 = v128.xor(v128.xor(highHalves(low1, high1), y1), key0);
    y1 = lowHalves(low1, high1);
    y2 = v128.xor(v128.xor(highHalves(low0, high0), y3), key1);
    y3 = lowHalves(low0, high0);
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  v128.store(out, x0, 0);
  v128.store(out, x1, 16);
  v128.store(out, x2, 32);
  v128.store(out, x3, 48);
  v128.store(out, y0, 64);
  v128.store(out, y1, 80);
  v128.store(out, y2, 96);
  v128.store(out, y3, 112);
}
