// The matrix product and what belongs to it.
//
//   out[i, j] = start + a[i, 0] b[0, j] + a[i, 1] b[1, j] + ... + bias[j]
//
// One chain of additions in ascending k for each element; start is 0, or out[i, j] when accumulating. What is added last,
// bias + 0 or without a bias 0, is never -0: it turns a sum of -0 into 0, so that a faster kernel may leave out terms in which a is
// zero.

import type { Kernels } from '../kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ReferenceMemory } from './reference-memory.ts';
import { sumRows } from './sums.ts';

/** The dense kernels over a memory. */
export function denseKernels(
  arithmetic: Arithmetic,
  { floats }: ReferenceMemory,
): Pick<Kernels, 'gemm' | 'columnSums'> {
  const { round } = arithmetic;
  return {
    gemm(call) {
      const { m, n, k, transposeA = false, transposeB = false, accumulate = false } = call;
      const a = floats(call.a);
      const b = floats(call.b);
      const out = floats(call.out);
      const bias = call.bias === undefined ? undefined : floats(call.bias);
      const [aRow, aColumn] = transposeA ? [1, m] : [k, 1];
      const [bRow, bColumn] = transposeB ? [1, k] : [n, 1];
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = accumulate ? out[i * n + j] : 0;
          for (let p = 0; p < k; p++) sum = round(sum + round(a[i * aRow + p * aColumn] * b[p * bRow + j * bColumn]));
          out[i * n + j] = round(sum + (bias === undefined ? 0 : bias[j] + 0));
        }
      }
    },
    columnSums({ out, x, n, size }) {
      const from = floats(x);
      const to = floats(out);
      for (let j = 0; j < size; j++) to[j] = round(to[j] + sumRows(arithmetic, n, (i) => from[i * size + j]));
    },
  };
}
