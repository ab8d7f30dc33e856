import { expect, test } from 'vitest';
import { seedFrom } from '../core/index.ts';
import { countRows } from './count-rows.ts';
import { groupFolds, stratifiedFolds } from './folds.ts';
import { stratifiedSplit } from './split.ts';
import { groupSplit, timeSplit } from './split-by.ts';

const seed = seedFrom(1);
const wrong = Int32Array.of(0, 0, 1, 1, -1, 2, 2, 2, 0, 1);

test('labels are counted in ascending order, however large they are', () => {
  expect([...countRows(Int32Array.of(7, 2_000_000_000, 7, 0), 'group')]).toEqual([
    [0, 1],
    [7, 2],
    [2_000_000_000, 1],
  ]);
});

test('whatever splits by labels names the row whose label is none', () => {
  const ofClass = 'row 4: expected the number of a class, from 0, received -1. give each row the number of its class.';
  expect(() => stratifiedSplit(wrong, 4, seed)).toThrow(ofClass);
  expect(() => stratifiedFolds(wrong, 2, seed)).toThrow(ofClass);
  const ofGroup = ofClass.replaceAll('class', 'group');
  expect(() => groupSplit(wrong, 2, seed)).toThrow(ofGroup);
  expect(() => groupFolds(wrong, 2, seed)).toThrow(ofGroup);
});

test('splits by group and by time ask for a number of rows, and for a time of each row', () => {
  const wanted =
    'split.validationRows: expected a whole number from 0, received 0.2. give about as many rows as shall validate.';
  expect(() => groupSplit(Int32Array.of(0, 0, 1), 0.2, seed)).toThrow(wanted);
  expect(() => timeSplit(Float64Array.of(1, 2, 3), 0.2)).toThrow(wanted);
  expect(() => timeSplit(Float64Array.of(1, Number.NaN, 3), 1)).toThrow(
    'row 1: expected a time, received NaN. leave rows out that have no time, or split by another column.',
  );
});
