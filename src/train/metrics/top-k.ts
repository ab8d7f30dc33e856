import { HeddleError } from '../../core/index.ts';

/**
 * Share of rows whose true class is among the k highest scores.
 *
 * @param ranks ranks[r] = rows in which r classes score higher than the true one
 * @throws HeddleError `option` when k is no whole number from 1 to the number of classes.
 * @example
 * topKAccuracy([8, 1, 1], 2); // 0.9
 */
export function topKAccuracy(ranks: readonly number[], k: number): number {
  if (!Number.isInteger(k) || k < 1 || k > ranks.length) {
    throw new HeddleError('option', {
      where: 'topKAccuracy k',
      expected: `a whole number from 1 to ${ranks.length}, the number of classes`,
      received: String(k),
      hint: 'choose a smaller k.',
    });
  }
  const total = ranks.reduce((sum, count) => sum + count, 0);
  return total === 0 ? 0 : ranks.slice(0, k).reduce((sum, count) => sum + count, 0) / total;
}
