// Neighbouring calls over the same numbers become one pass through memory, which is what they take their time for.
//
//   batchNormForward or batchNormInfer, then relu over its y, then dropout over that
//   reluBackward over dy, then batchNormBackward over that, then columnSums of it
//
// Only calls that write over what they read are joined: afterwards every byte of the memory is what the calls one by one would have left
// there. Rows are whole stretches of dropout, 64 numbers, so that a mask is drawn row by row and no vector is cut.

import type { Kernels, Span } from '../kernels.ts';
import { STRETCH } from './common-constants.ts';

/** A kernel call: which kernel, and what it was given. */
type Call<Name extends keyof Kernels> = {
  readonly [Kernel in Name]: {
    readonly kernel: Kernel;
    readonly given: Parameters<Kernels[Kernel]>[0];
    /** What calls that were joined to it were given, by names of instructions.ts. */
    readonly joined?: { readonly [word: string]: unknown };
  };
}[Name];

/** Any kernel call. */
export type KernelCall = Call<keyof Kernels>;

const isSame = (one: Span | null, other: Span | null): boolean => one !== null && one.offset === other?.offset;

/** Whether `length` numbers are the n rows of a batch, in whole stretches. */
const areRows = (length: number, { n, size }: { readonly n: number; readonly size: number }): boolean =>
  length === n * size && size % STRETCH === 0;

/** Two calls as one, or null where they stay two. */
type Join = (call: KernelCall, next: KernelCall) => KernelCall | null;

const isNormalization = (call: KernelCall): call is Call<'batchNormForward' | 'batchNormInfer'> =>
  call.kernel === 'batchNormForward' || call.kernel === 'batchNormInfer';

const rectify: Join = (call, next) => {
  if (next.kernel !== 'relu' || !isNormalization(call) || call.joined !== undefined) return null;
  const { out, x, length } = next.given;
  const isOver = isSame(x, call.given.y) && isSame(out, x) && areRows(length, call.given);
  return isOver ? { ...call, joined: { rectify: true } } : null;
};

const drop: Join = (call, next) => {
  if (next.kernel !== 'dropout' || call.kernel !== 'batchNormForward' || call.joined?.['dropClock'] !== undefined)
    return null;
  const { out, x, length, rate, key, position, clock } = next.given;
  if (!isSame(x, call.given.y) || !isSame(out, x) || !areRows(length, call.given)) return null;
  return {
    ...call,
    joined: { ...call.joined, dropRate: rate, dropKey: key, dropPosition: position, dropClock: clock },
  };
};

const rectifyBackward: Join = (call, next) => {
  if (call.kernel !== 'reluBackward' || next.kernel !== 'batchNormBackward') return null;
  const { out, dy, y, length, scale } = call.given;
  const isOver = isSame(out, dy) && isSame(next.given.dy, out) && areRows(length, next.given);
  return isOver ? { ...next, joined: { rectified: y, rectifiedScale: scale } } : null;
};

const sumSlopes: Join = (call, next) => {
  if (call.kernel !== 'batchNormBackward' || next.kernel !== 'columnSums') return null;
  const { out, x, n, size } = next.given;
  if (!isSame(x, call.given.dx) || !areRows(n * size, call.given) || size !== call.given.size) return null;
  return call.joined?.['slopeSums'] === undefined ? { ...call, joined: { ...call.joined, slopeSums: out } } : null;
};

const JOINS: readonly Join[] = [rectify, drop, rectifyBackward, sumSlopes];

/** A program's calls, with neighbours joined where one pass does for both. */
export function joinPasses(calls: readonly KernelCall[]): KernelCall[] {
  const joined: KernelCall[] = [];
  for (const next of calls) {
    const last = joined.at(-1);
    const one =
      last === undefined ? null : JOINS.reduce<KernelCall | null>((found, join) => found ?? join(last, next), null);
    if (one === null) joined.push(next);
    else joined[joined.length - 1] = one;
  }
  return joined;
}
