// The matrix product of few rows, such as one prediction: out[m, n] = a[m, k] b[k, n] with m of 1 to 4.
//
// Each number of b is used m times only, so b is the work: it is read once, in the order in which it lies, four rows at a
// time, and not packed. Each element of out is still one chain in ascending k; it waits in out, which the first-level cache
// holds, between one group of four rows and the next. Threads share out columns, in blocks of 16 (one cache line of a row).

import { multiplyAdd } from './multiply-add';
import { shareBegin, shareEnd } from './team';

/** Most rows that are multiplied this way: from here on packing pays. */
export const SKINNY_ROWS: i32 = 4;

export function skinnyGemm(out: usize, a: usize, b: usize, m: i32, n: i32, k: i32, accumulate: bool, bias: usize): void {
  const blocks = (n + 15) >> 4;
  const begin = <usize>shareBegin(blocks) << 6;
  const end = min(<usize>shareEnd(blocks) << 6, <usize>n << 2);
  const stride = <usize>n << 2;
  if (!accumulate) for (let i = 0; i < m; i++) memory.fill(out + <usize>i * stride + begin, 0, end - begin);
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const rows = b + <usize>p * stride;
    for (let i = 0; i < m; i++) addFourRows(out + <usize>i * stride, a + (<usize>(i * k + p) << 2), rows, stride, begin, end);
  }
  for (; p < k; p++) {
    const row = b + <usize>p * stride;
    for (let i = 0; i < m; i++) addRow(out + <usize>i * stride, a + (<usize>(i * k + p) << 2), row, begin, end);
  }
  for (let i = 0; i < m; i++) addBias(out + <usize>i * stride, bias, begin, end);
}

/** out[j] += a[0] b[0, j], then a[1] b[1, j], a[2] b[2, j], a[3] b[3, j]; j in bytes from begin to end. */
function addFourRows(out: usize, a: usize, b: usize, stride: usize, begin: usize, end: usize): void {
  const a0 = v128.load32_splat(a);
  const a1 = v128.load32_splat(a, 4);
  const a2 = v128.load32_splat(a, 8);
  const a3 = v128.load32_splat(a, 12);
  const b1 = b + stride;
  const b2 = b1 + stride;
  const b3 = b2 + stride;
  let j = begin;
  for (; j + 16 <= end; j += 16) {
    let sum = multiplyAdd(a0, v128.load(b + j), v128.load(out + j));
    sum = multiplyAdd(a1, v128.load(b1 + j), sum);
    sum = multiplyAdd(a2, v128.load(b2 + j), sum);
    v128.store(out + j, multiplyAdd(a3, v128.load(b3 + j), sum));
  }
  for (; j < end; j += 4) {
    let sum = multiplyAdd(a0, v128.load32_zero(b + j), v128.load32_zero(out + j));
    sum = multiplyAdd(a1, v128.load32_zero(b1 + j), sum);
    sum = multiplyAdd(a2, v128.load32_zero(b2 + j), sum);
    v128.store_lane<f32>(out + j, multiplyAdd(a3, v128.load32_zero(b3 + j), sum), 0);
  }
}

/** out[j] += a[0] b[j]. */
function addRow(out: usize, a: usize, b: usize, begin: usize, end: usize): void {
  const a0 = v128.load32_splat(a);
  let j = begin;
  for (; j + 16 <= end; j += 16) v128.store(out + j, multiplyAdd(a0, v128.load(b + j), v128.load(out + j)));
  for (; j < end; j += 4) {
    v128.store_lane<f32>(out + j, multiplyAdd(a0, v128.load32_zero(b + j), v128.load32_zero(out + j)), 0);
  }
}

/** What is added last, bias + 0 or without a bias 0, makes +0 of a -0 as the other products do. */
function addBias(out: usize, bias: usize, begin: usize, end: usize): void {
  const zero = f32x4.splat(0);
  let j = begin;
  for (; j + 16 <= end; j += 16) {
    v128.store(out + j, f32x4.add(v128.load(out + j), bias == 0 ? zero : f32x4.add(v128.load(bias + j), zero)));
  }
  for (; j < end; j += 4) store<f32>(out + j, load<f32>(out + j) + (bias == 0 ? 0 : load<f32>(bias + j) + 0));
}
