// Rows with equal features: inside a part that was given, and between parts.

import { eachRepeat, type Features, sharedRows } from '../data/index.ts';
import type { CheckupPart, CopiesCheckup } from '../record/index.ts';
import type { Parts } from './parts.ts';

/** Pairs that are named. */
const NAMED = 5;

/** Rows with their features and targets, and what a row is called. */
export interface CopySource {
  readonly part: CheckupPart['name'];
  readonly features: Features;
  /** A number that differs where targets differ; NaN where there is none. */
  readonly targetOf: (row: number) => number;
  readonly placeOf: (row: number) => string;
}

/**
 * Counts copies.
 *
 * @param learning the rows that `parts` divides
 * @param files what was given: the learning rows, or the training and the validation rows apart; and the test rows
 * @param test the test rows that were given, of the same width; or null
 */
export function copiesIn(
  parts: Parts,
  learning: CopySource,
  files: readonly CopySource[],
  test: CopySource | null,
): CopiesCheckup {
  const inside = files.map((file) => {
    let rows = 0;
    let conflicting = 0;
    const first: string[] = [];
    eachRepeat(file.features, (before, row) => {
      rows++;
      const differs =
        file.targetOf(before) !== file.targetOf(row) && !Number.isNaN(file.targetOf(before) + file.targetOf(row));
      if (differs) conflicting++;
      if (first.length < NAMED) first.push(`${file.placeOf(row)} = ${file.placeOf(before)}`);
    });
    return { part: file.part, rows, conflicting, first };
  });
  const first: string[] = [];
  const name = (before: string, row: string): void => {
    if (first.length < NAMED) first.push(`${row} = ${before}`);
  };
  const drawnPair = (train: Uint32Array, validation: Uint32Array): number | null => {
    if (train.length === 0 || validation.length === 0) return null;
    const pairs = sharedRows(learning.features, { train, validation }, null);
    for (const pair of pairs.slice(0, NAMED)) name(learning.placeOf(pair.first), learning.placeOf(pair.second));
    return pairs.length;
  };
  const trainValidation = drawnPair(parts.train, parts.validation);
  const nobody = new Uint32Array();
  const heldPair = (rows: Uint32Array): number | null => {
    if (parts.test !== null) return drawnPair(rows, parts.test);
    if (test === null || rows.length === 0) return null;
    const pairs = sharedRows(learning.features, { train: rows, validation: nobody }, test.features);
    for (const pair of pairs.slice(0, NAMED)) name(learning.placeOf(pair.first), test.placeOf(pair.second));
    return pairs.length;
  };
  return {
    inside,
    trainValidation,
    trainTest: heldPair(parts.train),
    validationTest: heldPair(parts.validation),
    first,
  };
}
