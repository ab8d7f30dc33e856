// Splits that keep rows together: what belongs to one customer, one patient, one recording is either trained on or
// validates; what comes later validates what came before.

import { describe, HeddleError, randomSequence, rowNumbers, type Seed, shuffleInPlace } from '../core/index.ts';
import { countRows } from './count-rows.ts';
import type { Split } from './split.ts';

/**
 * Draws whole groups at random: the groups are shuffled, and each validates if that brings the number of validation rows
 * nearer to `validationRows`. At least one group validates, and at least one is left to train on.
 *
 * @param groups the group of every row, as a whole number from 0 on
 * @throws HeddleError `split` for fewer than two groups, a group below 0, or a number of rows that is none.
 * @example
 * groupSplit(Int32Array.of(0, 0, 1, 1, 2, 2), 2, seedFrom(1)); // two rows of one group validate
 */
export function groupSplit(groups: Int32Array, validationRows: number, seed: Seed): Split {
  checkWanted(validationRows);
  const counts = countRows(groups, 'group');
  const countOf = (group: number): number => counts.get(group)!;
  const order = Uint32Array.from(counts.keys());
  if (order.length < 2) {
    throw new HeddleError('split', {
      where: 'split.by',
      expected: 'at least two groups, so that one can validate',
      received: `${order.length}`,
      hint: 'split by another column.',
    });
  }
  shuffleInPlace(order, randomSequence(seed, 'split', 0));
  const chosen = new Set<number>();
  let taken = 0;
  for (const group of order) {
    const nearer = Math.abs(taken + countOf(group) - validationRows) < Math.abs(taken - validationRows);
    if (!nearer || chosen.size === order.length - 1) continue;
    chosen.add(group);
    taken += countOf(group);
  }
  // Where every group is more than twice too large the smallest one validates.
  if (chosen.size === 0) chosen.add(order.reduce((least, group) => (countOf(group) < countOf(least) ? group : least)));
  return divided(groups.length, (row) => chosen.has(groups[row]));
}

/**
 * The latest rows validate: about `validationRows` of them. Rows of the same time stay together, so that no row is
 * trained on that is as late as one that validates.
 *
 * @param times when each row was, in any unit that grows
 * @throws HeddleError `split` where all rows are of one time or a row has none, or for a number of rows that is none.
 * @example
 * timeSplit(Float64Array.of(3, 1, 2, 4), 1); // the row of time 4 validates
 */
export function timeSplit(times: Float64Array, validationRows: number): Split {
  checkWanted(validationRows);
  const timeless = times.findIndex((time) => Number.isNaN(time));
  if (timeless >= 0) {
    throw new HeddleError('split', {
      where: `row ${timeless}`,
      expected: 'a time',
      received: 'NaN',
      hint: 'leave rows out that have no time, or split by another column.',
    });
  }
  const sorted = times.slice().sort();
  const rows = sorted.length;
  // The nearest change of time at or before the asked place, else the first one after it.
  let from = Math.min(Math.max(rows - validationRows, 1), rows - 1);
  while (from > 0 && sorted[from] === sorted[from - 1]) from--;
  if (from === 0) {
    from = Math.min(Math.max(rows - validationRows, 1), rows - 1);
    while (from < rows && sorted[from] === sorted[from - 1]) from++;
  }
  if (from === rows || rows < 2) {
    throw new HeddleError('split', {
      where: 'split.by',
      expected: 'rows of at least two times, so that the later ones can validate',
      received: `${rows} rows of one time`,
      hint: 'split by another column.',
    });
  }
  return divided(rows, (row) => times[row] >= sorted[from]);
}

/** Groups and times come in lumps, so that more or fewer may validate than are wanted; but a number it must be. */
function checkWanted(validationRows: number): void {
  if (Number.isSafeInteger(validationRows) && validationRows >= 0) return;
  throw new HeddleError('split', {
    where: 'split.validationRows',
    expected: 'a whole number from 0',
    received: describe(validationRows),
    hint: 'give about as many rows as shall validate.',
  });
}

/** The rows of one part validate, the others train, each part in ascending order. */
export function divided(rows: number, validates: (row: number) => boolean): Split {
  const every = rowNumbers(rows);
  return { train: every.filter((row) => !validates(row)), validation: every.filter(validates) };
}
