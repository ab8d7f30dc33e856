// Sums over the rows of a batch: rows in tiles of 64, see reference/sums.ts. Columns go in blocks of 16, one cache line of a row.

import { int, ROW_TILE, span } from './instruction';
import { shareBegin, shareEnd } from './team';

/** out[j] += sum over rows of x[i, j]; threads share out blocks of columns. */
export function columnSums(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  const n = int(at, 2);
  const size = int(at, 3);
  const stride = <usize>size << 2;
  const blocks = (size + 15) >> 4;
  for (let block = shareBegin(blocks), end = shareEnd(blocks); block < end; block++) {
    const column = <usize>block << 6;
    if (column + 64 <= stride) sumBlock(out + column, x + column, n, stride, true);
    else for (let j = column; j < stride; j += 4) sumColumn(out + j, x + j, n, stride, true);
  }
}

/** out[16] = sum over rows of x, or out[16] + it. */
export function sumBlock(out: usize, x: usize, n: i32, stride: usize, accumulate: bool): void {
  let total0 = f32x4.splat(0);
  let total1 = total0;
  let total2 = total0;
  let total3 = total0;
  for (let tile = 0; tile < n; tile += ROW_TILE) {
    let sum0 = f32x4.splat(0);
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, x += stride) {
      sum0 = f32x4.add(sum0, v128.load(x));
      sum1 = f32x4.add(sum1, v128.load(x, 16));
      sum2 = f32x4.add(sum2, v128.load(x, 32));
      sum3 = f32x4.add(sum3, v128.load(x, 48));
    }
    total0 = f32x4.add(total0, sum0);
    total1 = f32x4.add(total1, sum1);
    total2 = f32x4.add(total2, sum2);
    total3 = f32x4.add(total3, sum3);
  }
  if (accumulate) {
    total0 = f32x4.add(v128.load(out), total0);
    total1 = f32x4.add(v128.load(out, 16), total1);
    total2 = f32x4.add(v128.load(out, 32), total2);
    total3 = f32x4.add(v128.load(out, 48), total3);
  }
  v128.store(out, total0);
  v128.store(out, total1, 16);
  v128.store(out, total2, 32);
  v128.store(out, total3, 48);
}

/** The same for one column. */
export function sumColumn(out: usize, x: usize, n: i32, stride: usize, accumulate: bool): void {
  let total: f32 = 0;
  for (let tile = 0; tile < n; tile += ROW_TILE) {
    let sum: f32 = 0;
    for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, x += stride) sum += load<f32>(x);
    total += sum;
  }
  store<f32>(out, accumulate ? load<f32>(out) + total : total);
}
