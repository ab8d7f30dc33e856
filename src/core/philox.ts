// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw,
// "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). A block of four 32-bit words is a pure
// function of a 64-bit key and a 128-bit counter: nothing is carried from one block to the next.

// As signed 32-bit integers, which stay so in what follows.
const MULTIPLIER_0 = 0xd2511f53 | 0;
const MULTIPLIER_1 = 0xcd9e8d57 | 0;
const WEYL_0 = 0x9e3779b9 | 0;
const WEYL_1 = 0xbb67ae85 | 0;

/** A Philox key: two 32-bit words. */
export type PhiloxKey = readonly [number, number];

/**
 * High 32 bits of the 64-bit product of two unsigned 32-bit integers. No sum passes 2^32: 0xffff 0xffff + 0xffff is below it, so
 * all stays in 32-bit integers.
 */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const carry = (Math.imul(aLow, bHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (middle >>> 16) + (carry >>> 16)) | 0;
}

/**
 * Writes the four words of block (c0, c1, c2, c3) under `key` into `out`, as unsigned 32-bit integers.
 *
 * @example
 * const out = new Uint32Array(4);
 * philox(out, [0, 0], 0, 0, 0, 0); // 6627e8d5 e169c58d bc57ac4c 9b00dbd8
 */
export function philox(out: Uint32Array, key: PhiloxKey, c0: number, c1: number, c2: number, c3: number): void {
  let k0 = key[0] | 0;
  let k1 = key[1] | 0;
  let x0 = c0 | 0;
  let x1 = c1 | 0;
  let x2 = c2 | 0;
  let x3 = c3 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, x0);
    const low0 = Math.imul(MULTIPLIER_0, x0);
    const high1 = multiplyHigh(MULTIPLIER_1, x2);
    const low1 = Math.imul(MULTIPLIER_1, x2);
    x0 = high1 ^ x1 ^ k0;
    x1 = low1;
    x2 = high0 ^ x3 ^ k1;
    x3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}
