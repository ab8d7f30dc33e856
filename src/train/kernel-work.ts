// How much work a kernel call is: from its fields alone, for rates that can be compared with what a machine can do.

import type { Gemm, Kernels, Span } from '../kernels/kernels.ts';

/** The work of one kernel call. */
export interface KernelWork {
  /** The sizes that the call names: `1024 x 512 x 784` of a product (rows, columns, terms), `1024 x 512`, or a length. */
  readonly shape: string;
  /** Floating-point operations of a matrix product, which multiplication bounds; 0 of other kernels, which memory bounds. */
  readonly operations: number;
  /** Bytes of all operands, each counted once. */
  readonly bytes: number;
}

const BYTES = { float: 4, double: 8, int32: 4, uint8: 1 } as const;

type Sizes = { readonly [field: string]: unknown };

/** The work of a call. Operands larger than what the call works on (a data set of which a batch is taken) count as far as it works. */
export function workOf(kernel: keyof Kernels, call: object): KernelWork {
  const fields = call as Sizes;
  if (kernel === 'gemm') return gemmWork(call as Gemm);
  const dimensions = ['n', 'size', 'classes'].map((name) => fields[name]).filter((size) => typeof size === 'number');
  const length = fields['length'] ?? (dimensions.length === 0 ? 1 : dimensions.reduce((a, b) => a * b, 1));
  const spans = Object.values(fields).filter(isSpan);
  return {
    shape: fields['length'] === undefined ? dimensions.join(' x ') : String(length),
    operations: 0,
    bytes: spans.reduce((sum, span) => sum + Math.min(span.length, Number(length)) * BYTES[span.type], 0),
  };
}

function gemmWork({ m, n, k, accumulate, bias }: Gemm): KernelWork {
  const out = m * n * (accumulate === true ? 2 : 1);
  return {
    shape: `${m} x ${n} x ${k}`,
    operations: 2 * m * n * k,
    bytes: 4 * (out + m * k + k * n + (bias === undefined ? 0 : n)),
  };
}

const isSpan = (value: unknown): value is Span =>
  typeof value === 'object' && value !== null && 'offset' in value && 'type' in value;
