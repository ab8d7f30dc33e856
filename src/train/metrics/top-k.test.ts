import { expect, test } from 'vitest';
import { topKAccuracy } from './top-k.ts';

test('top-k is the share of rows in which fewer than k classes score higher than the true one', () => {
  const ranks = [6, 2, 1, 1];
  expect([1, 2, 3, 4].map((k) => topKAccuracy(ranks, k))).toEqual([0.6, 0.8, 0.9, 1]);
});

test('of no rows it is 0', () => {
  expect(topKAccuracy([0, 0], 1)).toBe(0);
});

test.each([0, 3, 1.5])('k = %s of two classes is refused', (k) => {
  expect(() => topKAccuracy([1, 1], k)).toThrow(
    `topKAccuracy k: expected a whole number from 1 to 2, the number of classes, received ${k}. choose a smaller k.`,
  );
});
