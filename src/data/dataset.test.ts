import { expect, test } from 'vitest';
import type { Shape } from '../core/index.ts';
import { classTable, type Features, floatFeatures, valueTable } from './dataset.ts';

const features = floatFeatures([2], [0, 0, 0, 1, 1, 0]);
const classes = (labels: unknown) => classTable('rings', features, labels as Int32Array, ['inside', 'outside']);

test.each<[labels: ArrayLike<unknown>, row: number, received: string]>([
  [Float32Array.of(0, 0.5, 1), 1, '0.5'],
  [[0, 1, 'a'], 2, '"a"'],
  [[0, '1', 0], 1, '"1"'],
  [Float64Array.of(Number.NaN, 0, 0), 0, 'NaN'],
  [Int32Array.of(0, 2, 1), 1, '2'],
  [Int32Array.of(-1, 0, 1), 0, '-1'],
])('the label that is no class is named by its row: %o', (labels, row, received) => {
  expect(() => classes(labels)).toThrow(
    `rings, label of row ${row}: expected a class, a whole number from 0 to 1, received ${received}. ` +
      'check the labels file, or the list of class names.',
  );
});

test('labels in another kind of array are refused even where they are whole', () => {
  expect(() => classes(Float32Array.of(0, 1, 1))).toThrow(
    'rings, labels: expected an Int32Array, received a Float32Array of 12 bytes. write Int32Array.from(labels).',
  );
  expect(classes(Int32Array.of(0, 1, 1)).rows).toBe(3);
});

test('a table of no rows is refused', () => {
  const none: Features = { kind: 'bytes', shape: [2], values: new Uint8Array(0), scale: 1 };
  const message = 'none: expected at least one row, received no rows. give the features and the target of each row.';
  expect(() => classTable('none', none, new Int32Array(0), ['a'])).toThrow(message);
  expect(() => valueTable('none', none, new Float32Array(0), 1)).toThrow(message);
});

test.each<[shape: unknown, received: string]>([
  [[-2], '[-2]'],
  [[1.5], '[1.5]'],
  [[0], '[0]'],
  [[2, Number.NaN], '[2,null]'],
  [2, '2'],
])('a shape must be whole numbers of at least 1: %o', (shape, received) => {
  const wrong = `expected whole numbers of at least 1, such as [28, 28], received ${received}. give the sizes of one row, without the number of rows.`;
  expect(() => floatFeatures(shape as Shape, [1, 2, 3, 4])).toThrow(`features, shape: ${wrong}`);
  const bytes: Features = { kind: 'bytes', shape: shape as Shape, values: Uint8Array.of(1, 2), scale: 1 };
  expect(() => classTable('t', bytes, Int32Array.of(0), ['a'])).toThrow(`t, features, shape: ${wrong}`);
});

test('a table of numbers needs a whole size, and a target for every row', () => {
  expect(() => valueTable('t', features, Float32Array.of(1, 2, 3), 0)).toThrow(
    't, targets of a row: expected a whole number of at least 1, received 0. give how many numbers each row has to be predicted.',
  );
  expect(() => valueTable('t', features, Float32Array.of(1, 2), 1)).toThrow(
    't: expected one target for each of the 3 rows of features, received 2 targets. features and targets must belong to the same rows.',
  );
});

test('features must be whole rows of finite numbers', () => {
  expect(() => floatFeatures([2], [1, 2, 3])).toThrow(
    'features: expected a whole number of rows of shape [2] (2 numbers each), received 3 numbers. check the shape.',
  );
  expect(() => floatFeatures([2], [1, 2, 3, Number.POSITIVE_INFINITY])).toThrow(
    'features, row 1, column 1: expected a finite number, received Infinity. remove the row, or replace the value.',
  );
  const floats: Features = { kind: 'floats', shape: [1], values: Float32Array.of(Number.NaN) };
  expect(() => classTable('t', floats, Int32Array.of(0), ['a'])).toThrow('t, features, row 0, column 0: expected');
});
