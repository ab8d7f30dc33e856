// Rows for the one test, held back from everything else where no test rows were given.

import { deriveSeed, HeddleError, seedFrom } from '../core/index.ts';
import type { Table } from './dataset.ts';
import type { Split } from './split.ts';
import { rowsOfShare, type SplitKind, splitTable } from './split-table.ts';

/** How test rows are held back. */
export interface HoldOut {
  /** How many rows, or which share of them below 1. */
  readonly test: number;
  /** As the training rows are split: rows that belong together are not divided by the test either. `given` counts as random. */
  readonly kind: SplitKind;
  /** Of the data set, not of the sweep: who trains with many seeds still has one test. */
  readonly seed: number;
}

/** How test rows are held back where no kind of split is named: with the shares of the classes. Null for no test. */
export function holdOutOf(test: number, kind: SplitKind | undefined, seed: number): HoldOut | null {
  return test === 0 ? null : { test, kind: kind ?? 'stratified', seed };
}

/**
 * Draws the rows of the test: `validation` of the split that comes back.
 *
 * @throws HeddleError `split` where no row would be left, or none held back.
 */
export function holdOut(table: Omit<Table, 'features'>, { test, kind, seed }: HoldOut): Split {
  const kept = rowsOfShare(test, table.rows);
  if (kept < 1 || kept >= table.rows) {
    throw new HeddleError('split', {
      where: 'dataset.test',
      expected: `at least one of the ${table.rows} rows for the test, and one to train on`,
      received: test < 1 ? `a share of ${test}, which is ${kept} rows` : `${kept} rows`,
      hint: 'give a share below 1, a number of rows, or a file of its own; test: 0 for no test.',
    });
  }
  const drawn = deriveSeed(seedFrom(seed), 'test');
  return splitTable(table, kind === 'given' ? 'random' : kind, kept, drawn);
}

/**
 * Checks that every class can be in every part: one row to train on, one to validate, and one for the test where that is
 * held back too.
 *
 * @param unit what a row is: `row`, `picture`
 * @throws HeddleError `data` naming the classes that are too small.
 */
export function checkClassSizes(where: string, table: Omit<Table, 'features'>, parts: number, unit: string): void {
  if (table.targets.kind !== 'classes') return;
  const { labels, classNames } = table.targets;
  const counts = new Array<number>(classNames.length).fill(0);
  for (const label of labels) counts[label]++;
  const small = classNames.filter((_, label) => counts[label] < parts);
  if (small.length === 0) return;
  const [first, ...others] = small;
  const count = counts[classNames.indexOf(first)];
  throw new HeddleError('data', {
    where: `${where}, class ${first}`,
    expected: `at least ${parts} ${unit}s, one for each part of the data`,
    received: `${count === 0 ? 'none' : count}${others.length > 0 ? ` (too few also of ${others.slice(0, 5).join(', ')})` : ''}`,
    hint: `add ${unit}s of the class, or leave it out.`,
  });
}
