import { expect, test } from 'vitest';
import { assertClose, assertSameBits } from './compare.ts';

const TENTH = { relative: 0.1, absolute: 0 };

test('numbers within the tolerance pass', () => {
  assertClose('x', [1.05, -2.1, 0], [1, -2, 0], TENTH);
  assertClose('x', [Number.NaN, Number.POSITIVE_INFINITY], [Number.NaN, Number.POSITIVE_INFINITY], TENTH);
});

test('a failure names the worst index, both values and the error', () => {
  expect(() => assertClose('x', [1.5, 3, 1], [1, 2, 1], TENTH)).toThrow('x: worst at [1], 3 instead of 2, 1 apart');
  expect(() => assertSameBits('x', [1, 5, 3], [1, 2, 2])).toThrow('x: worst at [1], 5 instead of 2, 3 apart');
});

test('a number that is not one is worse than any other, and 0 is not -0', () => {
  expect(() => assertClose('x', [9, Number.NaN], [1, 1], TENTH)).toThrow('x: worst at [1], NaN instead of 1');
  expect(() => assertSameBits('x', [0], [-0])).toThrow('x: worst at [0]');
});

test('arrays of other lengths are never close', () => {
  expect(() => assertClose('x', [1], [1, 2], TENTH)).toThrow('x: 1 numbers instead of 2');
});
