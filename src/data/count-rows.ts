// How many rows there are of each class, or of each group.

import { HeddleError } from '../core/index.ts';

/**
 * The number of rows of each label, in ascending order of the labels; of one that no row has there is nothing.
 *
 * @param of what a label is
 * @throws HeddleError `split` for a label below 0.
 */
export function countRows(labels: Int32Array, of: 'class' | 'group'): Map<number, number> {
  const counts = new Map<number, number>();
  for (const [row, label] of labels.entries()) {
    if (label < 0) {
      throw new HeddleError('split', {
        where: `row ${row}`,
        expected: `the number of a ${of}, from 0`,
        received: `${label}`,
        hint: `give each row the number of its ${of}.`,
      });
    }
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => a - b));
}
