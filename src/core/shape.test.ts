import { expect, test } from 'vitest';
import { sameShape, shapeText, sizeOf } from './shape.ts';

test('the size of a shape is the product of its sizes, and 1 for the empty shape', () => {
  expect([sizeOf([28, 28]), sizeOf([784]), sizeOf([]), sizeOf([3, 0])]).toEqual([784, 784, 1, 0]);
});

test('shapes are the same only with the same sizes in the same order', () => {
  expect(sameShape([28, 28], [28, 28])).toBe(true);
  expect(sameShape([28, 28], [784])).toBe(false);
  expect(sameShape([2, 3], [3, 2])).toBe(false);
  expect(sameShape([], [])).toBe(true);
});

test('a shape is shown as a list', () => {
  expect(shapeText([28, 28])).toBe('[28, 28]');
});
