// The splits of a sweep: one, or one for each fold of a cross-validation.

import { seedFrom } from '../core/index.ts';
import {
  countDuplicates,
  type Dataset,
  type DuplicateCounts,
  randomFolds,
  splitHash,
  stratifiedFolds,
  type Table,
} from '../data/index.ts';
import type { Problem } from './problem.ts';
import type { ExperimentSpec, SplitSpec } from './spec.ts';
import { type SplitRows, splitRows } from './split.ts';

/** What decides how a sweep's training rows are divided. */
type Divided = Pick<ExperimentSpec, 'split' | 'folds' | 'seed'>;

/**
 * The splits of a sweep by its seed: the one of `split`, or with `folds` one a fold, stratified for classes.
 *
 * @throws HeddleError `sweep` or `split` for a division that these rows do not allow.
 */
export function splitsOf(spec: Divided, table: Table): readonly SplitRows[] {
  if (spec.folds === null) return [splitRows(spec, table)];
  const { targets, rows } = table;
  const seed = seedFrom(spec.seed);
  const parts =
    targets.kind === 'classes'
      ? stratifiedFolds(targets.labels, spec.folds, seed)
      : randomFolds(rows, spec.folds, seed);
  return parts.map((part) => ({ ...part, hash: splitHash(part) }));
}

/** Rows that train and validate in the first fold, whose validation part is the largest. */
export function foldSizes(rows: number, folds: number): { readonly train: number; readonly validation: number } {
  const validation = Math.ceil(rows / folds);
  return { train: rows - validation, validation };
}

/** Why `rows` rows cannot be divided into folds; undefined where they can. */
export function foldProblem(folds: number, split: SplitSpec, rows: number): Problem | undefined {
  if (split.kind !== 'random' && split.kind !== 'stratified') {
    return {
      path: ['folds'],
      atKey: false,
      expected: 'a split that is random or stratified, as folds are',
      received: `split: ${split.kind}`,
      hint: 'folds would tear apart what that split keeps together: leave folds out, or split at random.',
    };
  }
  if (folds <= rows) return undefined;
  return {
    path: ['folds'],
    atKey: false,
    expected: `at most the ${rows} training rows`,
    received: String(folds),
    hint: 'each fold needs a row to validate: choose fewer folds.',
  };
}

/**
 * Rows shared between the parts. With folds each row is compared with those of the other folds, and every row trains:
 * `validationTest` is 0, as the refit has no validation rows.
 */
export function duplicatesOf(splits: readonly SplitRows[], { train, test }: Dataset): DuplicateCounts {
  const held = test?.features ?? null;
  if (splits.length === 1) return countDuplicates(train.features, splits[0], held);
  const among = splits.map((split) => countDuplicates(train.features, split, null).trainValidation);
  const { trainTest } = countDuplicates(train.features, everyRow(train), held);
  return { trainValidation: among.reduce((sum, count) => sum + count, 0), trainTest, validationTest: 0 };
}

/** All rows to train on, none to validate on: what a refit sees. */
export function everyRow({ rows }: Table): SplitRows {
  const split = { train: Uint32Array.from({ length: rows }, (_, row) => row), validation: new Uint32Array() };
  return { ...split, hash: splitHash(split) };
}
