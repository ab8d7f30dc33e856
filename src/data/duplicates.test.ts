import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedFrom } from '../core/index.ts';
import { type Features, floatFeatures } from './dataset.ts';
import { countDuplicates, type DuplicateCounts, eachRepeat } from './duplicates.ts';
import { randomSplit, type Split } from './split.ts';

/** Rows of `width` bytes at any place in a buffer. */
function byteRows(rows: readonly (readonly number[])[], width: number, offset = 0): Features {
  const values = new Uint8Array(new ArrayBuffer(offset + rows.length * width), offset);
  values.set(rows.flat());
  return { kind: 'bytes', shape: [width], values, scale: 1 };
}

/** Rows of one width, of only two values so that many are equal. */
const anyRows: fc.Arbitrary<{ width: number; rows: number[][]; held: number[][] }> = fc
  .integer({ min: 1, max: 9 })
  .chain((width) => {
    const row = fc.array(fc.integer({ min: 254, max: 255 }), { minLength: width, maxLength: width });
    return fc.record({
      width: fc.constant(width),
      rows: fc.array(row, { minLength: 2, maxLength: 30 }),
      held: fc.array(row, { maxLength: 30 }),
    });
  });

/** The counts by comparing every pair of rows as text. */
function countByPairs(
  rows: readonly (readonly number[])[],
  split: Split,
  test: readonly (readonly number[])[],
): DuplicateCounts {
  const texts = (part: Uint32Array): string[] => Array.from(part, (row) => rows[row].join());
  const shared = (first: string[], second: string[]): number => second.filter((text) => first.includes(text)).length;
  const [train, validation, held] = [texts(split.train), texts(split.validation), test.map((row) => row.join())];
  return {
    trainValidation: shared(train, validation),
    trainTest: shared(train, held),
    validationTest: shared(validation, held),
  };
}

test('the counts are those of comparing all pairs, for any width and alignment', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(5), fc.nat(5), fc.nat(), ({ width, rows, held }, offset, testOffset, seed) => {
      const split = randomSplit(rows.length, Math.floor(rows.length / 3), seedFrom(seed));
      const counts = countDuplicates(byteRows(rows, width, offset), split, byteRows(held, width, testOffset));
      expect(counts).toEqual(countByPairs(rows, split, held));
    }),
  );
});

test('a row that is in the first part twice counts once for each equal row of the second', () => {
  const rows = byteRows([[1], [1], [1], [2]], 1);
  const split = { train: Uint32Array.of(0, 1), validation: Uint32Array.of(2, 3) };
  expect(countDuplicates(rows, split, byteRows([[1], [1], [3]], 1))).toEqual({
    trainValidation: 1,
    trainTest: 2,
    validationTest: 2,
  });
});

test('rows of floats are compared by their bytes and a missing test part shares nothing', () => {
  const split = { train: Uint32Array.of(0), validation: Uint32Array.of(1, 2) };
  const rows = floatFeatures([2], [0.5, 1, 0.5, 1, 0.5, 1.0000001]);
  expect(countDuplicates(rows, split, null)).toEqual({ trainValidation: 1, trainTest: 0, validationTest: 0 });
});

test('rows of equal hash but different features are told apart', () => {
  // FNV-1a's product with the shift is a bijection of the first word, so collisions need two words: search for one.
  const seen = new Map<number, number>();
  let pair: [number, number] | undefined;
  const hash = (a: number, b: number): number => {
    let h = 0x811c9dc5 | 0;
    for (const word of [a, b]) {
      h = Math.imul(h ^ word, 0x01000193);
      h ^= h >>> 15;
    }
    return h;
  };
  const second = (a: number): number => Math.imul(a, 0x9e3779b1);
  for (let a = 0; pair === undefined; a++) {
    const key = hash(a, second(a));
    const other = seen.get(key);
    if (other !== undefined) pair = [other, a];
    seen.set(key, a);
  }
  const words = Int32Array.of(pair[0], second(pair[0]), pair[1], second(pair[1]));
  const rows: Features = { kind: 'bytes', shape: [8], values: new Uint8Array(words.buffer), scale: 1 };
  const split = { train: Uint32Array.of(0), validation: Uint32Array.of(1) };
  expect(countDuplicates(rows, split, null).trainValidation).toBe(0);
});

test('repeats are the rows that equal one before them, each with the first of its kind', () => {
  fc.assert(
    fc.property(anyRows, fc.nat(5), ({ width, rows }, offset) => {
      const found: number[][] = [];
      eachRepeat(byteRows(rows, width, offset), (first, row) => found.push([first, row]));
      const texts = rows.map((row) => row.join());
      const expected = texts.flatMap((text, row) => (texts.indexOf(text) < row ? [[texts.indexOf(text), row]] : []));
      expect(found).toEqual(expected);
    }),
  );
});
