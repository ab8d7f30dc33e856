import { expect, test } from 'vitest';
import { classTable, floatFeatures, syntheticGarments, type Table, valueTable } from '../data/index.ts';
import { readTableFiles, tableFiles } from './test-set-files.ts';

const NAMES = ['cat', 'dog', 'owl'];

function back(table: Table): Table {
  const { features, targets } = table;
  return readTableFiles(tableFiles(table, 'test'), {
    shape: features.shape,
    scale: features.kind === 'bytes' ? features.scale : null,
    classNames: targets.kind === 'classes' ? targets.classNames : null,
  });
}

test('images come back from a pair of IDX files as they were', () => {
  const { test: table } = syntheticGarments({ trainRows: 20, testRows: 10 });
  expect(tableFiles(table!, 'test').map(({ role, name }) => [role, name])).toEqual([
    ['features', 'test-features.idx'],
    ['labels', 'test-labels.idx'],
  ]);
  expect(back(table!)).toEqual(table);
});

test('numbers, other shapes and targets come back from one safetensors file as they were', () => {
  const numbers = floatFeatures([2], [0.1, -2, 3e-40, 4, 5, 6]);
  const classes = classTable('x', numbers, Int32Array.of(2, 0, 1), NAMES);
  const values = valueTable('x', numbers, Float32Array.of(1, 2, 3, 4, 5, 6), 2);
  const colours = classTable(
    'x',
    { kind: 'bytes', shape: [1, 2, 3], values: Uint8Array.from({ length: 6 }, (_, i) => 40 * i), scale: 1 / 255 },
    Int32Array.of(1),
    NAMES,
  );
  for (const table of [classes, values, colours]) {
    expect(tableFiles(table, 'test').map(({ name }) => name)).toEqual(['test-rows.safetensors']);
    expect(back(table)).toEqual(table);
  }
});

test('files that are missing or of another shape are refused in words', () => {
  const { test: table } = syntheticGarments({ trainRows: 20, testRows: 10 });
  const files = tableFiles(table!, 'test');
  const reading = { shape: [28, 28], scale: 1 / 255, classNames: NAMES };
  expect(() => readTableFiles(files.slice(0, 1), reading)).toThrow(
    'test set: expected a file of features and a file of labels, received test-features.idx. give both files of the test set.',
  );
  expect(() => readTableFiles(files, { ...reading, shape: [5] })).toThrow(
    'test-features.idx: expected rows of 5 bytes, as the model takes them, received rows of 28 x 28. ' +
      'give the files of the data set that the run names.',
  );
  const numbers = tableFiles(valueTable('x', floatFeatures([2], [1, 2, 3, 4]), Float32Array.of(1, 2), 1), 'test');
  expect(() => readTableFiles(numbers, { shape: [3], scale: null, classNames: null })).toThrow(
    'test-rows.safetensors: expected rows of 3 numbers, as the model takes them, received rows of 2. ' +
      'give the files of the data set that the run names.',
  );
});
