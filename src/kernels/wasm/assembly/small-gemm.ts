// The matrix product of small networks, without packing.

import { multiplyAdd } from './multiply-add';
import { shareBegin, shareEnd } from './team';

/** The product without packing, four columns at a time; rows are shared out. */
export function smallGemm(
  out: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  transposeA: bool,
  transposeB: bool,
  accumulate: bool,
  bias: usize,
): void {
  const zero = f32x4.splat(0);
  const aRow: usize = transposeA ? 4 : <usize>k << 2;
  const aColumn: usize = transposeA ? <usize>m << 2 : 4;
  const bRow: usize = transposeB ? 4 : <usize>n << 2;
  const bColumn: usize = transposeB ? <usize>k << 2 : 4;
  for (let i = shareBegin(m), end = shareEnd(m); i < end; i++) {
    const aAt = a + <usize>i * aRow;
    let j = 0;
    if (!transposeB) {
      for (; j + 4 <= n; j += 4) {
        const to = out + (<usize>(i * n + j) << 2);
        let sum = accumulate ? v128.load(to) : f32x4.splat(0);
        let bAt = b + (<usize>j << 2);
        let from = aAt;
        for (let p = 0; p < k; p++, bAt += bRow, from += aColumn) sum = multiplyAdd(v128.load32_splat(from), v128.load(bAt), sum);
        v128.store(to, f32x4.add(sum, bias == 0 ? zero : f32x4.add(v128.load(bias + (<usize>j << 2)), zero)));
      }
    }
    for (; j < n; j++) {
      const to = out + (<usize>(i * n + j) << 2);
      let sum = accumulate ? v128.load32_zero(to) : f32x4.splat(0);
      let bAt = b + <usize>j * bColumn;
      let from = aAt;
      for (let p = 0; p < k; p++, bAt += bRow, from += aColumn) {
        sum = multiplyAdd(v128.load32_zero(from), v128.load32_zero(bAt), sum);
      }
      store<f32>(to, f32x4.extract_lane(sum, 0) + (bias == 0 ? 0 : load<f32>(bias + (<usize>j << 2)) + 0));
    }
  }
}
