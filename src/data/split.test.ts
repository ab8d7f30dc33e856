import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeddleError, seedFrom } from '../core/index.ts';
import { randomSplit, type Split, splitHash, stratifiedSplit } from './split.ts';

const sizes: fc.Arbitrary<[rows: number, validationRows: number]> = fc
  .integer({ min: 1, max: 300 })
  .chain((rows) => fc.tuple(fc.constant(rows), fc.nat(rows - 1)));

/** Every row in exactly one part, each part ascending. */
function expectComplete(split: Split, rows: number, validationRows: number): void {
  expect(split.validation.length).toBe(validationRows);
  const seen = Array.from([...split.train, ...split.validation]).sort((a, b) => a - b);
  expect(seen).toEqual(Array.from({ length: rows }, (_, row) => row));
  for (const part of [split.train, split.validation])
    expect(Array.from(part)).toEqual(Array.from(part).sort((a, b) => a - b));
}

test('a random split puts every row in exactly one part', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), ([rows, validationRows], seed) => {
      expectComplete(randomSplit(rows, validationRows, seedFrom(seed)), rows, validationRows);
    }),
  );
});

test.each([
  [4, 8, 4],
  [0, 12, 0],
  [8, 4, 8],
])('a stratified split of 5 classes with %i rows to validate is refused', (validationRows, train, validation) => {
  const labels = Int32Array.from({ length: 12 }, (_, row) => row % 5);
  expect(() => stratifiedSplit(labels, validationRows, seedFrom(1))).toThrow(
    'split.validationRows: expected at least 5 rows to train on and 5 to validate: each class needs a row in both parts, ' +
      `received ${train} rows to train on and ${validation} to validate. ` +
      'choose another number of validation rows, use more rows, or split at random.',
  );
});

test('a share where a number of rows belongs is refused with that number', () => {
  expect(() => randomSplit(10, 0.2, seedFrom(1))).toThrow('received 0.2. a share is not a number of rows: give 2.');
});

test('a stratified split puts every row in exactly one part and keeps the share of every class to within a row', () => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 7 }), fc.nat(), ([rows, validationRows], classes, seed) => {
      const labels = Int32Array.from({ length: rows }, (_, row) => (row * row + 3 * row) % classes);
      fc.pre(Math.min(validationRows, rows - validationRows) >= new Set(labels).size);
      const split = stratifiedSplit(labels, validationRows, seedFrom(seed));
      expectComplete(split, rows, validationRows);
      for (let label = 0; label < classes; label++) {
        const count = labels.filter((value) => value === label).length;
        const drawn = split.validation.filter((row) => labels[row] === label).length;
        expect(Math.abs(drawn - (count * validationRows) / rows)).toBeLessThan(1);
      }
    }),
  );
});

test('a class of many rows and classes without any are split too', () => {
  const labels = Int32Array.from({ length: 12 }, (_, row) => (row < 9 ? 0 : 5));
  const { validation } = stratifiedSplit(labels, 4, seedFrom(1));
  expect(Array.from(validation, (row) => labels[row])).toEqual([0, 0, 0, 5]);
});

test('the same seed gives the same split and another seed another', () => {
  const hash = (seed: number): string => splitHash(randomSplit(1000, 200, seedFrom(seed)));
  expect(hash(1)).toBe(hash(1));
  expect(hash(1)).not.toBe(hash(2));
  const labels = Int32Array.from({ length: 1000 }, (_, row) => row % 10);
  const stratified = (seed: number): string => splitHash(stratifiedSplit(labels, 200, seedFrom(seed)));
  expect(stratified(1)).toBe(stratified(1));
  expect(stratified(1)).not.toBe(stratified(2));
});

test('every row is about equally likely to validate', () => {
  const times = new Uint32Array(20);
  for (let seed = 0; seed < 400; seed++) for (const row of randomSplit(20, 5, seedFrom(seed)).validation) times[row]++;
  // 400 draws at 1/4: mean 100, standard deviation 8.7; five of them either way.
  for (const count of times) expect(Math.abs(count - 100)).toBeLessThan(44);
});

test('the split of the main job is the stored one', () => {
  const split = randomSplit(60_000, 12_000, seedFrom(1));
  expect(Array.from(split.validation.subarray(0, 5))).toEqual([2, 5, 11, 13, 18]);
  expect(splitHash(split)).toBe('21d731f6a415798a9178b4ec746681a5d13071bf9877fbed1f6f639bd9c0b406');
});

test('the hash covers lengths and rows of both parts as little-endian uint32', () => {
  const bytes = Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0);
  const hash = splitHash({ train: Uint32Array.of(0, 257), validation: Uint32Array.of(1) });
  expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test.each([
  [10, 10, '10'],
  [10, -1, '-1'],
  [10, 2.5, '2.5'],
  [10, Number.NaN, 'NaN'],
])('of %i rows %d cannot validate', (rows, validationRows, received) => {
  const message =
    `split.validationRows: expected a whole number from 0 to 9, so that at least one of the 10 rows is left to train on, received ${received}. ` +
    'choose fewer validation rows, or use more rows.';
  for (const split of [
    () => randomSplit(rows, validationRows, seedFrom(1)),
    () => stratifiedSplit(new Int32Array(rows), validationRows, seedFrom(1)),
  ]) {
    expect(split).toThrow(HeddleError);
    expect(split).toThrow(message);
  }
});

test('a class of few rows has one in each part, taken from the class that has most beyond its share', () => {
  const labels = Int32Array.of(...Array(150).fill(0), ...Array(147).fill(1), ...Array(3).fill(2), ...Array(2).fill(3));
  const counts = (rows: Uint32Array): number[] =>
    [0, 1, 2, 3].map((label) => rows.filter((row) => labels[row] === label).length);
  for (const [validationRows, expected] of [
    [60, [29, 29, 1, 1]],
    [4, [1, 1, 1, 1]],
    [298, [149, 146, 2, 1]],
  ] as const) {
    const { train, validation } = stratifiedSplit(labels, validationRows, seedFrom(2));
    expect([counts(validation), train.length]).toEqual([[...expected], labels.length - validationRows]);
  }
});
