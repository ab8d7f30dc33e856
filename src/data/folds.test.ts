import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedFrom } from '../core/index.ts';
import { groupFolds, randomFolds, stratifiedFolds } from './folds.ts';
import type { Split } from './split.ts';

/** Every row validates once, and each fold trains on exactly the others. */
function expectPartition(splits: readonly Split[], rows: number): void {
  const every = Array.from({ length: rows }, (_, row) => row);
  expect(splits.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(every);
  for (const { train, validation } of splits) {
    const held = new Set(validation);
    expect([...train]).toEqual(every.filter((row) => !held.has(row)));
    expect([...validation]).toEqual([...validation].sort((a, b) => a - b));
  }
  const sizes = splits.map(({ validation }) => validation.length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
}

const seeds = fc.nat().map(seedFrom);

test('random folds are a partition of the rows into parts of equal size, to within one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 7 }), seeds, (rows, wanted, seed) => {
      const folds = Math.min(wanted, rows);
      const splits = randomFolds(rows, folds, seed);
      expect(splits).toHaveLength(folds);
      expectPartition(splits, rows);
    }),
  );
});

test('stratified folds are such a partition, in which each class is spread evenly', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(3), { minLength: 4, maxLength: 80 }),
      fc.integer({ min: 2, max: 5 }),
      seeds,
      (drawn, folds, seed) => {
        // Each class that occurs gets as many rows more as there are folds.
        const labels = Int32Array.from([...drawn, ...Array.from({ length: folds }, () => [...new Set(drawn)]).flat()]);
        const splits = stratifiedFolds(labels, folds, seed);
        expectPartition(splits, labels.length);
        for (const label of new Set(labels)) {
          const counts = splits.map(({ validation }) => validation.filter((row) => labels[row] === label).length);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});

test('the seed decides, and every row is as likely in each fold', () => {
  const counts = new Array<number>(3).fill(0);
  for (let seed = 0; seed < 600; seed++) {
    const fold = randomFolds(9, 3, seedFrom(seed)).findIndex(({ validation }) => validation.includes(4));
    counts[fold]++;
  }
  // 200 expected, standard deviation 11.5
  for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(46);
  expect(randomFolds(9, 3, seedFrom(1))).toEqual(randomFolds(9, 3, seedFrom(1)));
});

test('folds that would be empty, or lack a class, are refused', () => {
  expect(() => randomFolds(3, 4, seedFrom(1))).toThrow(
    'folds: expected a whole number from 2 to the 3 rows, received 4. choose fewer folds, or use more rows.',
  );
  expect(() => randomFolds(3, 1, seedFrom(1))).toThrow('folds: expected a whole number from 2');
  expect(() => stratifiedFolds(Int32Array.of(0, 0, 0, 5, 5), 3, seedFrom(1))).toThrow(
    'folds: expected a whole number from 2 to the 2 rows of class 5, so that each fold has one, received 3.',
  );
});

test('no group is in two folds, every row validates once, and folds differ by no more than the largest group', () => {
  const draw = fc.tuple(
    fc.array(fc.nat(9), { minLength: 12, maxLength: 60 }),
    fc.integer({ min: 2, max: 4 }),
    fc.nat(),
  );
  fc.assert(
    fc.property(draw, ([members, folds, seed]) => {
      const groups = Int32Array.from(members);
      fc.pre(new Set(members).size >= folds);
      const splits = groupFolds(groups, folds, seedFrom(seed));
      expect(splits.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual([...members.keys()]);
      for (const { train, validation } of splits) {
        const held = new Set(Array.from(validation, (row) => groups[row]));
        expect(Array.from(train, (row) => groups[row]).filter((group) => held.has(group))).toEqual([]);
        expect(train.length + validation.length).toBe(members.length);
        expect(validation.length).toBeGreaterThan(0);
      }
      const sizes = splits.map(({ validation }) => validation.length);
      const largest = Math.max(...members.map((group) => members.filter((other) => other === group).length));
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
      expect(groupFolds(groups, folds, seedFrom(seed))).toEqual(splits);
    }),
  );
});

test('another seed divides groups otherwise, and more folds than groups are refused', () => {
  const groups = Int32Array.from({ length: 60 }, (_, row) => row % 20);
  expect(groupFolds(groups, 4, seedFrom(2))).not.toEqual(groupFolds(groups, 4, seedFrom(1)));
  expect(() => groupFolds(Int32Array.of(0, 0, 3), 3, seedFrom(1))).toThrow(
    'folds: expected a whole number from 2 to the 2 groups, so that each fold has one, received 3. choose fewer folds',
  );
});
