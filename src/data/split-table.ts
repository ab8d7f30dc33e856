// Which rows of a table are kept back, by any of the ways to split: those that validate, or those of the one test.

import { HeddleError, type Seed } from '../core/index.ts';
import type { Table } from './dataset.ts';
import { randomSplit, type Split, stratifiedSplit } from './split.ts';
import { divided, groupSplit, timeSplit } from './split-by.ts';

/** A way to choose which rows are kept back. */
export type SplitKind = 'random' | 'stratified' | 'group' | 'time' | 'given';

/**
 * Splits the rows of a table.
 *
 * @param kept how many rows are kept back; about as many by group and by time, and those that were given whatever it says
 * @throws HeddleError `split` for a table that cannot be split so.
 * @example
 * const table = valueTable('days', floatFeatures([1], [5, 6, 7]), Float32Array.of(1, 2, 3), 1);
 * splitTable({ ...table, times: Float64Array.of(1, 2, 3) }, 'time', 1, seedFrom(1)); // the last row is kept back
 */
export function splitTable(table: Omit<Table, 'features'>, kind: SplitKind, kept: number, seed: Seed): Split {
  const { rows, targets, groups, times, validates } = table;
  switch (kind) {
    case 'random':
      return randomSplit(rows, kept, seed);
    case 'stratified':
      if (targets.kind !== 'classes') throw cannot('classes to keep the shares of', 'targets that are numbers');
      return stratifiedSplit(targets.labels, kept, seed);
    case 'group':
      if (groups === undefined) throw cannot('rows that say which group they are of', 'none');
      return groupSplit(groups, kept, seed);
    case 'time':
      if (times === undefined) throw cannot('rows that say when they were', 'none');
      return timeSplit(times, kept);
    case 'given':
      if (validates === undefined) throw cannot('rows that were given to validate', 'none');
      return divided(rows, (row) => validates[row] === 1);
  }
}

function cannot(expected: string, received: string): HeddleError {
  return new HeddleError('split', { where: 'split', expected, received, hint: 'split another way, such as random.' });
}

/** What a number of rows, or a share of them below 1, comes to. */
export function rowsOfShare(share: number, rows: number): number {
  return share < 1 ? Math.round(share * rows) : share;
}
