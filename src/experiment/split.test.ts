import { expect, test } from 'vitest';
import { classTable, floatFeatures, valueTable } from '../data/index.ts';
import { splitRows } from './split.ts';

const LABELS = Int32Array.from({ length: 20 }, (_, row) => (row < 15 ? 0 : 1));
const FEATURES = floatFeatures([1], LABELS);
const CLASSES = classTable('test', FEATURES, LABELS, ['a', 'b']);

test('a share and a number of rows that are the same give the same split', () => {
  const share = splitRows({ split: { kind: 'random', validation: 0.2 }, seed: 3 }, CLASSES);
  const rows = splitRows({ split: { kind: 'random', validation: 4 }, seed: 3 }, CLASSES);
  expect(share).toEqual(rows);
  expect([share.train.length, share.validation.length]).toEqual([16, 4]);
});

test('another seed gives another split with another hash', () => {
  const [one, two] = [1, 2].map((seed) => splitRows({ split: { kind: 'random', validation: 8 }, seed }, CLASSES));
  expect(one.validation).not.toEqual(two.validation);
  expect(one.hash).not.toBe(two.hash);
});

test('a stratified split keeps the share of every class', () => {
  const { validation } = splitRows({ split: { kind: 'stratified', validation: 4 }, seed: 1 }, CLASSES);
  expect(Array.from(validation, (row) => LABELS[row])).toEqual([0, 0, 0, 1]);
});

test('numbers have no classes to stratify by', () => {
  const table = valueTable('test', FEATURES, Float32Array.from(LABELS), 1);
  expect(() => splitRows({ split: { kind: 'stratified', validation: 4 }, seed: 1 }, table)).toThrow(
    'split: expected classes to keep the shares of, received a data set whose targets are numbers. write split: random.',
  );
});
