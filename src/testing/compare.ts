// Comparisons of arrays of numbers that fail with the worst index, both values and the error.

import type { Tolerance } from './tolerances.ts';

/**
 * Throws unless two arrays have the same length and every pair of numbers is within the tolerance.
 *
 * @param what names the arrays in the failure
 * @throws Error with the worst index, both values and the error.
 */
export function assertClose(
  what: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  { relative, absolute }: Tolerance,
): void {
  assertLength(what, actual, expected);
  let worst = -1;
  let excess = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const over = Math.abs(actual[i] - expected[i]) - (relative * Math.abs(expected[i]) + absolute);
    // A NaN on either side is worse than any number.
    if (Number.isNaN(over) ? worst < 0 || !Number.isNaN(excess) : over > excess) {
      worst = i;
      excess = over;
    }
  }
  if (worst >= 0) fail(what, worst, actual[worst], expected[worst]);
}

/**
 * Throws unless two arrays hold the same bits (0 and -0 differ, NaN equals NaN).
 *
 * @throws Error with the worst index, both values and the error.
 */
export function assertSameBits(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  assertLength(what, actual, expected);
  let worst = -1;
  let error = -1;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i])) continue;
    const difference = Math.abs(actual[i] - expected[i]);
    if (difference > error || worst < 0) {
      worst = i;
      error = difference;
    }
  }
  if (worst >= 0) fail(what, worst, actual[worst], expected[worst]);
}

function assertLength(what: string, actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} numbers instead of ${expected.length}`);
}

function fail(what: string, index: number, actual: number, expected: number): never {
  throw new Error(
    `${what}: worst at [${index}], ${actual} instead of ${expected}, ${Math.abs(actual - expected)} apart`,
  );
}
