import { HeddleError, seedFrom } from '../core/index.ts';
import { randomSplit, type Split, splitHash, stratifiedSplit, type Table } from '../data/index.ts';
import type { ExperimentSpec, SplitSpec } from './spec.ts';

/** The one split that all trials of a sweep share. */
export interface SplitRows extends Split {
  /** SHA-256 over the row numbers of both parts. */
  readonly hash: string;
}

/** Divides the training rows by the sweep's seed. */
export function splitRows(
  { split, seed }: Pick<ExperimentSpec, 'split' | 'seed'>,
  { rows, targets }: Table,
): SplitRows {
  const { validation } = splitSizes(split, rows);
  const parts = split.kind === 'random' ? randomSplit(rows, validation, seedFrom(seed)) : stratified();
  return { ...parts, hash: splitHash(parts) };

  function stratified(): Split {
    if (targets.kind === 'classes') return stratifiedSplit(targets.labels, validation, seedFrom(seed));
    throw new HeddleError('split', {
      where: 'split',
      expected: 'classes to keep the shares of',
      received: 'a data set whose targets are numbers',
      hint: 'write split: random.',
    });
  }
}

/**
 * How many rows of `rows` are trained on, and how many validate; a share is rounded to whole rows.
 *
 * @throws HeddleError `split` when one of the parts would be empty.
 */
export function splitSizes(
  { validation: asked }: SplitSpec,
  rows: number,
): { readonly train: number; readonly validation: number } {
  const validation = asked < 1 ? Math.round(asked * rows) : asked;
  if (validation >= 1 && validation < rows) return { train: rows - validation, validation };
  throw new HeddleError('split', {
    where: 'split.validation',
    expected: `at least one of the ${rows} rows for training and one for validation`,
    received: asked < 1 ? `a share of ${asked}, which is ${validation} rows` : `${validation} rows for validation`,
    hint: 'give a smaller number of rows, or a share below 1.',
  });
}
