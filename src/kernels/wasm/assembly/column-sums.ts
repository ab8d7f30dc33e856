// Sums over the rows of a batch. See reference/sums.ts for their order.

import { int, ROW_TILE, span } from './instruction';
import { shareBegin, shareEnd } from './team';

/** out[j] += sum over rows of x[i, j]: rows in tiles of 64, four columns at a time. */
export function columnSums(at: usize): void {
  const out = span(at, 0);
  const x = span(at, 1);
  const n = int(at, 2);
  const size = int(at, 3);
  const stride = <usize>size << 2;
  const units = (size + 15) >> 4;
  for (let unit = shareBegin(units), unitEnd = shareEnd(units); unit < unitEnd; unit++) {
    let j = unit << 4;
    const columnEnd = min(size, j + 16);
    for (; j + 16 <= columnEnd; j += 16) {
      let total0 = f32x4.splat(0);
      let total1 = total0;
      let total2 = total0;
      let total3 = total0;
      let from = x + (<usize>j << 2);
      for (let tile = 0; tile < n; tile += ROW_TILE) {
        let sum0 = f32x4.splat(0);
        let sum1 = sum0;
        let sum2 = sum0;
        let sum3 = sum0;
        for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, from += stride) {
          sum0 = f32x4.add(sum0, v128.load(from));
          sum1 = f32x4.add(sum1, v128.load(from, 16));
          sum2 = f32x4.add(sum2, v128.load(from, 32));
          sum3 = f32x4.add(sum3, v128.load(from, 48));
        }
        total0 = f32x4.add(total0, sum0);
        total1 = f32x4.add(total1, sum1);
        total2 = f32x4.add(total2, sum2);
        total3 = f32x4.add(total3, sum3);
      }
      const to = out + (<usize>j << 2);
      v128.store(to, f32x4.add(v128.load(to), total0));
      v128.store(to, f32x4.add(v128.load(to, 16), total1), 16);
      v128.store(to, f32x4.add(v128.load(to, 32), total2), 32);
      v128.store(to, f32x4.add(v128.load(to, 48), total3), 48);
    }
    for (; j < columnEnd; j++) {
      let total: f32 = 0;
      let from = x + (<usize>j << 2);
      for (let tile = 0; tile < n; tile += ROW_TILE) {
        let sum: f32 = 0;
        for (let i = tile, end = min(n, tile + ROW_TILE); i < end; i++, from += stride) sum += load<f32>(from);
        total += sum;
      }
      const to = out + (<usize>j << 2);
      store<f32>(to, load<f32>(to) + total);
    }
  }
}
