// The folds of a cross-validation: every row validates in exactly one of them and trains in all others.
//
// Rows are shuffled once and dealt like cards, row i to fold i mod k, so that fold sizes differ by at most one. Stratified, the
// shuffled rows are first put in order of class: then the rows of each class are dealt in turn, too.

import { describe, HeddleError, randomSequence, type Seed, shuffleInPlace } from '../core/index.ts';
import { countRows } from './count-rows.ts';
import { type Split, shuffledRows } from './split.ts';
import { divided } from './split-by.ts';

/** The position in the split stream that folds draw from; 0 is that of single splits. */
const POSITION = 1;

/**
 * `folds` splits of `rows` rows, drawn at random; the rows of each part are ascending.
 *
 * @throws HeddleError `split` unless 2 <= folds <= rows.
 * @example
 * randomFolds(60_000, 5, seedFrom(1)); // five splits of 48,000 and 12,000 rows
 */
export function randomFolds(rows: number, folds: number, seed: Seed): Split[] {
  checkFolds(rows, folds, `the ${rows} rows`);
  return dealt(shuffledRows(rows, seed, POSITION), folds);
}

/**
 * The same, with the rows of every class spread evenly: in no two folds do their numbers differ by more than one.
 *
 * @param labels the class of every row
 * @throws HeddleError `split` unless 2 <= folds <= the rows of the smallest class, and for a label below 0.
 */
export function stratifiedFolds(labels: Int32Array, folds: number, seed: Seed): Split[] {
  const counts = countRows(labels, 'class');
  for (const [label, rows] of counts)
    checkFolds(rows, folds, `the ${rows} rows of class ${label}, so that each fold has one`);
  const byClass = new Map([...counts.keys()].map((label): [number, number[]] => [label, []]));
  for (const row of shuffledRows(labels.length, seed, POSITION)) {
    byClass.get(labels[row])!.push(row);
  }
  return dealt(Uint32Array.from([...byClass.values()].flat()), folds);
}

/**
 * The same, with the rows of every group in one fold: the groups are shuffled, and from the largest to the smallest each goes to
 * the fold that has fewest rows so far.
 *
 * @param groups the group of every row, as a whole number from 0 on
 * @throws HeddleError `split` unless 2 <= folds <= the number of groups, and for a group below 0.
 * @example
 * groupFolds(Int32Array.of(0, 0, 1, 2), 2, seedFrom(1)); // one fold has the rows of group 0, the other those of 1 and 2
 */
export function groupFolds(groups: Int32Array, folds: number, seed: Seed): Split[] {
  const sizes = countRows(groups, 'group');
  const order = Uint32Array.from(sizes.keys());
  checkFolds(order.length, folds, `the ${order.length} groups, so that each fold has one`);
  shuffleInPlace(order, randomSequence(seed, 'split', POSITION));
  const rows = new Array<number>(folds).fill(0);
  const foldOf = new Map<number, number>();
  const sizeOf = (group: number): number => sizes.get(group)!;
  for (const group of [...order].sort((a, b) => sizeOf(b) - sizeOf(a))) {
    const smallest = rows.indexOf(Math.min(...rows));
    foldOf.set(group, smallest);
    rows[smallest] += sizeOf(group);
  }
  return rows.map((_, fold) => divided(groups.length, (row) => foldOf.get(groups[row]) === fold));
}

function dealt(order: Uint32Array, folds: number): Split[] {
  return Array.from({ length: folds }, (_, fold) => ({
    train: order.filter((_row, i) => i % folds !== fold).sort(),
    validation: order.filter((_row, i) => i % folds === fold).sort(),
  }));
}

function checkFolds(rows: number, folds: number, most: string): void {
  if (Number.isSafeInteger(folds) && folds >= 2 && folds <= rows) return;
  throw new HeddleError('split', {
    where: 'folds',
    expected: `a whole number from 2 to ${most}`,
    received: describe(folds),
    hint: 'choose fewer folds, or use more rows.',
  });
}
