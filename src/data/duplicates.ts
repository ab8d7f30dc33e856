// Rows that appear in two parts of a data set: a network that has seen a row in training is not tested by it. Each row is
// hashed once to 32 bits; rows of equal hash are compared value by value, so the counts are exact.

import type { Features } from './dataset.ts';
import { alignedToWords, createRowIndex, type HashedRows, hashedRows } from './row-index.ts';
import type { Split } from './split.ts';

/** How many rows of the second part have features equal, byte for byte, to those of some row of the first. */
export interface DuplicateCounts {
  readonly trainValidation: number;
  readonly trainTest: number;
  readonly validationTest: number;
}

/**
 * Counts the rows shared between the training, validation and test rows.
 *
 * @param features of the table that `split` splits
 * @param test of the test rows, of the same shape and kind; or null
 */
export function countDuplicates(features: Features, split: Split, test: Features | null): DuplicateCounts {
  const counts = { trainValidation: 0, trainTest: 0, validationTest: 0 };
  for (const { part } of sharedRows(features, split, test)) counts[part]++;
  return counts;
}

/** Two rows of equal features, each in another part of the data: row numbers in their tables. */
export interface SharedRow {
  readonly part: keyof DuplicateCounts;
  /** In the first of the two parts; the lowest of several. */
  readonly first: number;
  readonly second: number;
}

/**
 * The rows that {@link countDuplicates} counts, by number, in the order of the parts.
 *
 * @param features of the table that `split` splits
 * @param test of the test rows, of the same shape and kind; or null
 */
export function sharedRows(features: Features, split: Split, test: Features | null): SharedRow[] {
  const wordwise = alignedToWords(features) && (test === null || alignedToWords(test));
  const rows = hashedRows(features, wordwise);
  const train: Part = { rows, members: split.train };
  const validation: Part = { rows, members: split.validation };
  const found = (part: keyof DuplicateCounts, first: Part, second: Part): SharedRow[] =>
    sharedPairs(first, second).map((pair) => ({ part, ...pair }));
  const inside = found('trainValidation', train, validation);
  if (test === null) return inside;
  const testRows = hashedRows(test, wordwise);
  const held: Part = { rows: testRows, members: Uint32Array.from(testRows.hashes.keys()) };
  return [...inside, ...found('trainTest', train, held), ...found('validationTest', validation, held)];
}

/** Some rows of a table. */
interface Part {
  readonly rows: HashedRows;
  readonly members: Uint32Array;
}

/** Each row of the second part that equals one of the first, with the first such row. */
function sharedPairs(first: Part, second: Part): { readonly first: number; readonly second: number }[] {
  const index = createRowIndex(first.rows, first.members.length);
  for (const row of first.members) index.add(row);
  const pairs: { first: number; second: number }[] = [];
  for (const row of second.members) {
    const equal = index.find(second.rows, row);
    if (equal >= 0) pairs.push({ first: equal, second: row });
  }
  return pairs;
}

/**
 * Calls `found` for every row whose features equal, byte for byte, those of one before it, with the first such row.
 *
 * @example
 * const seen: number[][] = [];
 * eachRepeat(floatFeatures([1], [5, 7, 5, 5]), (first, row) => seen.push([first, row])); // [[0, 2], [0, 3]]
 */
export function eachRepeat(features: Features, found: (first: number, row: number) => void): void {
  const rows = hashedRows(features);
  const index = createRowIndex(rows, rows.hashes.length);
  for (let row = 0; row < rows.hashes.length; row++) {
    const first = index.add(row);
    if (first >= 0) found(first, row);
  }
}
