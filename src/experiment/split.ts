import { seedFrom } from '../core/index.ts';
import { rowsOfShare, type Split, splitHash, splitTable, type Table } from '../data/index.ts';
import { type Problem, placeText, problemError } from './problem.ts';
import type { ExperimentSpec, SplitSpec } from './spec.ts';

/** The one split that all trials of a sweep share. */
export interface SplitRows extends Split {
  /** SHA-256 over the row numbers of both parts. */
  readonly hash: string;
}

/** What decides a split of a table: everything but the features. */
export type SplitTable = Omit<Table, 'features'>;

/**
 * Divides the training rows by the sweep's seed.
 *
 * @throws HeddleError `sweep` for a split that these rows do not allow.
 */
export function splitRows({ split, seed }: Pick<ExperimentSpec, 'split' | 'seed'>, table: SplitTable): SplitRows {
  const problem = splitProblem(split, table.rows, table.targets.kind === 'classes', table);
  if (problem !== undefined) throw problemError([problem], placeText);
  const { validation } = splitSizes(split, table.rows);
  const parts = splitTable(table, split.kind, validation, seedFrom(seed));
  return { ...parts, hash: splitHash(parts) };
}

/**
 * How many rows of `rows` are trained on, and how many validate; a share is rounded to whole rows. By group and by time it is
 * what is aimed at; of given rows `given` tells.
 */
export function splitSizes(
  split: SplitSpec,
  rows: number,
  given: Uint8Array = new Uint8Array(),
): { readonly train: number; readonly validation: number } {
  const validation =
    split.kind === 'given' ? given.reduce((sum, one) => sum + one, 0) : rowsOfShare(split.validation, rows);
  return { train: rows - validation, validation };
}

/**
 * Why the rows cannot be split so: one of the parts would be empty, or what the split goes by is not there.
 *
 * @param table the rows, where they are known by more than their number
 */
export function splitProblem(
  split: SplitSpec,
  rows: number,
  hasClasses: boolean,
  table?: SplitTable,
): Problem | undefined {
  if (split.kind === 'stratified' && !hasClasses) {
    return lacks('classes to keep the shares of', 'a data set whose targets are numbers');
  }
  if (split.kind === 'group' || split.kind === 'time') {
    const keys = split.kind === 'group' ? table?.groups : table?.times;
    if (table !== undefined && keys === undefined)
      return lacks(`a table with a column ${split.by} to split by`, 'a data set without columns');
  }
  if (split.kind === 'given') {
    if (table === undefined || table.validates !== undefined) return undefined;
    return lacks('rows that were given to validate', 'a data set without: dataset.validation names none');
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

const lacks = (expected: string, received: string): Problem => ({
  path: ['split'],
  atKey: false,
  expected,
  received,
  hint: 'write split: random.',
});
