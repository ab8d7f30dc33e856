import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedFrom } from '../core/index.ts';
import { classTable, floatFeatures } from './dataset.ts';
import { checkClassSizes, holdOut } from './hold-out.ts';
import { groupSplit, timeSplit } from './split-by.ts';
import { splitTable } from './split-table.ts';

test('no group is on both sides, every row is on one, and the size is as near as whole groups allow', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20), { minLength: 2, maxLength: 200 }),
      fc.nat(1000),
      fc.double({ min: 0.1, max: 0.5, noNaN: true }),
      (values, seed, share) => {
        const groups = Int32Array.from(values);
        fc.pre(new Set(values).size > 1);
        const wanted = Math.round(share * values.length);
        const { train, validation } = groupSplit(groups, wanted, seedFrom(seed));
        const of = (rows: Uint32Array): Set<number> => new Set(Array.from(rows, (row) => groups[row]));
        expect([...of(train)].filter((group) => of(validation).has(group))).toEqual([]);
        expect([...train, ...validation].sort((a, b) => a - b)).toEqual(values.map((_, row) => row));
        expect(train.length * validation.length).toBeGreaterThan(0);
        const largest = Math.max(
          ...[...new Set(values)].map((group) => values.filter((value) => value === group).length),
        );
        expect(Math.abs(validation.length - wanted)).toBeLessThanOrEqual(largest);
      },
    ),
  );
});

test('a group split is drawn from its seed', () => {
  const groups = Int32Array.from({ length: 100 }, (_, row) => row % 10);
  const drawn = (seed: number): string => groupSplit(groups, 20, seedFrom(seed)).validation.join();
  expect(drawn(1)).toBe(drawn(1));
  expect(new Set([1, 2, 3, 4].map(drawn)).size).toBeGreaterThan(1);
});

test('nothing that trains is as late as anything that validates', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 2, maxLength: 100 }), fc.nat(99), (values, wanted) => {
      fc.pre(new Set(values).size > 1);
      const { train, validation } = timeSplit(Float64Array.from(values), wanted);
      const latest = Math.max(...Array.from(train, (row) => values[row]));
      const earliest = Math.min(...Array.from(validation, (row) => values[row]));
      expect(latest).toBeLessThan(earliest);
      expect(train.length + validation.length).toBe(values.length);
    }),
  );
});

test('one group or one time cannot be split', () => {
  expect(() => groupSplit(Int32Array.of(3, 3), 1, seedFrom(1))).toThrow(
    'split.by: expected at least two groups, so that one can validate, received 1. split by another column.',
  );
  expect(() => timeSplit(Float64Array.of(5, 5, 5), 1)).toThrow(
    'split.by: expected rows of at least two times, so that the later ones can validate, received 3 rows of one time.',
  );
});

const table = classTable('t', floatFeatures([1], [1, 2, 3, 4, 5, 6]), Int32Array.of(0, 1, 0, 1, 0, 1), ['a', 'b']);

test('a table is split by what it has, and what it lacks is told', () => {
  const seed = seedFrom(1);
  expect(splitTable({ ...table, validates: Uint8Array.of(0, 0, 0, 0, 1, 1) }, 'given', 0, seed)).toEqual({
    train: Uint32Array.of(0, 1, 2, 3),
    validation: Uint32Array.of(4, 5),
  });
  expect(splitTable(table, 'stratified', 2, seed).validation).toHaveLength(2);
  for (const [kind, lack] of [
    ['group', 'rows that say which group they are of'],
    ['time', 'rows that say when they were'],
    ['given', 'rows that were given to validate'],
  ] as const)
    expect(() => splitTable(table, kind, 2, seed)).toThrow(`split: expected ${lack}, received none.`);
});

test('the test is held back as the rows are split, from the seed of the data alone', () => {
  const times = Float64Array.of(1, 2, 3, 4, 5, 6);
  expect(holdOut({ ...table, times }, { test: 2, kind: 'time', seed: 1 }).validation).toEqual(Uint32Array.of(4, 5));
  expect(() => holdOut(table, { test: 0.01, kind: 'random', seed: 1 })).toThrow(
    'dataset.test: expected at least one of the 6 rows for the test, and one to train on, received a share of 0.01, which is 0 rows.',
  );
  expect(() => checkClassSizes('pets', table, 4, 'picture')).toThrow(
    'pets, class a: expected at least 4 pictures, one for each part of the data, received 3 (too few also of b).',
  );
});
