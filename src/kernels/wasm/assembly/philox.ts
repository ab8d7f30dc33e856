// Philox4x32-10, as in src/core/philox.ts: one block at a time, and four blocks at a time in vectors.

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

/** High 32 bits of each lane's product with `multiplier`. */
// @ts-ignore: decorator
@inline
function multiplyHigh(x: v128, multiplier: v128): v128 {
  const low = i64x2.extmul_low_i32x4_u(x, multiplier);
  const high = i64x2.extmul_high_i32x4_u(x, multiplier);
  return v128.shuffle<i32>(low, high, 1, 3, 5, 7);
}

/** Word w of four blocks whose first counter words are c0 .. c0 + 3 lies in lane 0 .. 3 of the w-th vector at `out`. */
export function philox4(out: usize, k0: u32, k1: u32, c0: u32, c1: u32, c2: u32, c3: u32): void {
  const multiplier0 = i32x4.splat(MULTIPLIER_0);
  const multiplier1 = i32x4.splat(MULTIPLIER_1);
  let x0 = i32x4.add(i32x4.splat(c0), i32x4(0, 1, 2, 3));
  let x1 = i32x4.splat(c1);
  let x2 = i32x4.splat(c2);
  let x3 = i32x4.splat(c3);
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(x0, multiplier0);
    const low0 = i32x4.mul(x0, multiplier0);
    const high1 = multiplyHigh(x2, multiplier1);
    const low1 = i32x4.mul(x2, multiplier1);
    x0 = v128.xor(v128.xor(high1, x1), i32x4.splat(k0));
    x1 = low1;
    x2 = v128.xor(v128.xor(high0, x3), i32x4.splat(k1));
    x3 = low0;
    k0 += WEYL_0;
    k1 += WEYL_1;
  }
  v128.store(out, x0, 0);
  v128.store(out, x1, 16);
  v128.store(out, x2, 32);
  v128.store(out, x3, 48);
}
