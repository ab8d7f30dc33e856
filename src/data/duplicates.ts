// Rows that appear in two parts of a data set: a network that has seen a row in training is not tested by it. Each row is
// hashed once to 32 bits; rows of equal hash are compared value by value, so the counts are exact.

import { sizeOf } from '../core/index.ts';
import type { Features } from './dataset.ts';
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

/** All rows of one table as words, with a hash of each. */
interface HashedRows {
  /** rows x width */
  readonly words: Int32Array | Uint8Array;
  readonly width: number;
  readonly hashes: Int32Array;
}

/** Some rows of a table. */
interface Part {
  readonly rows: HashedRows;
  readonly members: Uint32Array;
}

const rowBytesOf = (features: Features): number => sizeOf(features.shape) * features.values.BYTES_PER_ELEMENT;

/** Whether every row begins at a multiple of four bytes, so that it can be read four bytes at a time. */
function alignedToWords(features: Features): boolean {
  return rowBytesOf(features) % 4 === 0 && features.values.byteOffset % 4 === 0;
}

function hashedRows(features: Features, wordwise: boolean): HashedRows {
  const { buffer, byteOffset, byteLength } = features.values;
  const words = wordwise
    ? new Int32Array(buffer, byteOffset, byteLength / 4)
    : new Uint8Array(buffer, byteOffset, byteLength);
  const width = rowBytesOf(features) / words.BYTES_PER_ELEMENT;
  const hashes = new Int32Array(words.length / width);
  for (let row = 0; row < hashes.length; row++) hashes[row] = hashRow(words, row * width, width);
  return { words, width, hashes };
}

/** FNV-1a over words, with a shift after each product that carries the high bits down again. */
function hashRow(words: Int32Array | Uint8Array, start: number, width: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < start + width; i++) {
    hash = Math.imul(hash ^ words[i], 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Each row of the second part that equals one of the first, with the first such row. */
function sharedPairs(first: Part, second: Part): { readonly first: number; readonly second: number }[] {
  const byHash = new Map<number, number[]>();
  for (const row of first.members) {
    const hash = first.rows.hashes[row];
    const sameHash = byHash.get(hash);
    if (sameHash === undefined) byHash.set(hash, [row]);
    else sameHash.push(row);
  }
  const pairs: { first: number; second: number }[] = [];
  for (const row of second.members) {
    const candidates = byHash.get(second.rows.hashes[row]);
    const equal = candidates?.find((candidate) => equalRows(first.rows, candidate, second.rows, row));
    if (equal !== undefined) pairs.push({ first: equal, second: row });
  }
  return pairs;
}

function equalRows(a: HashedRows, aRow: number, b: HashedRows, bRow: number): boolean {
  for (let i = 0; i < a.width; i++) if (a.words[aRow * a.width + i] !== b.words[bRow * b.width + i]) return false;
  return true;
}
