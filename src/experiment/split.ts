import { seedFrom } from '../core/index.ts';
import { randomSplit, type Split, splitHash, stratifiedSplit, type Table } from '../data/index.ts';
import { type Problem, placeText, problemError } from './problem.ts';
import type { ExperimentSpec, SplitSpec } from './spec.ts';

/** The one split that all trials of a sweep share. */
export interface SplitRows extends Split {
  /** SHA-256 over the row numbers of both parts. */
  readonly hash: string;
}

/**
 * Divides the training rows by the sweep's seed.
 *
 * @throws HeddleError `sweep` for a split that these rows do not allow.
 */
export function splitRows(
  { split, seed }: Pick<ExperimentSpec, 'split' | 'seed'>,
  { rows, targets }: Table,
): SplitRows {
  const problem = splitProblem(split, rows, targets.kind === 'classes');
  if (problem !== undefined) throw problemError([problem], placeText);
  const { validation } = splitSizes(split, rows);
  const parts =
    split.kind === 'stratified' && targets.kind === 'classes'
      ? stratifiedSplit(targets.labels, validation, seedFrom(seed))
      : randomSplit(rows, validation, seedFrom(seed));
  return { ...parts, hash: splitHash(parts) };
}

/** How many rows of `rows` are trained on, and how many validate; a share is rounded to whole rows. */
export function splitSizes(
  { validation: asked }: SplitSpec,
  rows: number,
): { readonly train: number; readonly validation: number } {
  const validation = asked < 1 ? Math.round(asked * rows) : asked;
  return { train: rows - validation, validation };
}

/** Why `rows` rows cannot be split so: one of the parts would be empty, or there are no classes to keep the shares of. */
export function splitProblem(split: SplitSpec, rows: number, hasClasses: boolean): Problem | undefined {
  if (split.kind === 'stratified' && !hasClasses) {
    return {
      path: ['split'],
      atKey: false,
      expected: 'classes to keep the shares of',
      received: 'a data set whose targets are numbers',
      hint: 'write split: random.',
    };
  }
  const { train, validation } = splitSizes(split, rows);
  if (validation >= 1 && train >= 1) return undefined;
  const asked = split.validation;
  return {
    path: ['split', 'validation'],
    atKey: false,
    expected: `at least one of the ${rows} rows for training and one for validation`,
    received: asked < 1 ? `a share of ${asked}, which is ${validation} rows` : `${validation} rows for validation`,
    hint: 'give a smaller number of rows, or a share below 1.',
  };
}
