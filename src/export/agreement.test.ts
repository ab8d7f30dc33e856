import { expect, test } from 'vitest';
import { agreementOf } from './agreement.ts';

test('the worst difference, its row, and rows of another class', () => {
  const own = Float32Array.of(0.5, 0.5, 0.25, 0.75, 1, 0);
  expect(agreementOf(own, own, 2)).toEqual({ rows: 3, worstDifference: 0, worstRow: 0, otherClass: 0 });
  const other = Float32Array.of(0.5, 0.5, 0.75, 0.25, 1, 0.125);
  expect(agreementOf(own, other, 2)).toEqual({ rows: 3, worstDifference: 0.5, worstRow: 1, otherClass: 1 });
});

test('two probabilities that are nearly equal may change places', () => {
  const near = agreementOf(Float32Array.of(0.5, 0.500015), Float32Array.of(0.50001, 0.500005), 2);
  expect(near.otherClass).toBe(0);
  expect(near.worstDifference).toBeCloseTo(1e-5, 7);
  expect(agreementOf(Float32Array.of(0.5, 0.5001), Float32Array.of(0.5001, 0.5), 2).otherClass).toBe(1);
});

test('NaN, infinity and missing answers are infinitely far apart', () => {
  const own = Float32Array.of(1, 2);
  expect(agreementOf(own, Float32Array.of(1, Number.NaN), 1)).toMatchObject({ worstDifference: Infinity, worstRow: 1 });
  expect(agreementOf(own, Float32Array.of(Infinity, 2), 1)).toMatchObject({ worstDifference: Infinity, worstRow: 0 });
  expect(agreementOf(own, Float32Array.of(1), 1)).toMatchObject({ worstDifference: Infinity });
});
