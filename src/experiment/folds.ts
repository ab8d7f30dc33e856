// The splits of a sweep: one, or one for each fold of a cross-validation.

import { rowNumbers, seedFrom } from '../core/index.ts';
import {
  countDuplicates,
  type Dataset,
  type DuplicateCounts,
  groupFolds,
  randomFolds,
  type Split,
  splitHash,
  stratifiedFolds,
  type Table,
} from '../data/index.ts';
import { type Problem, placeText, problemError } from './problem.ts';
import type { ExperimentSpec, SplitSpec } from './spec.ts';
import { type SplitRows, type SplitTable, splitProblem, splitRows } from './split.ts';

/** What decides how a sweep's training rows are divided. */
type Divided = Pick<ExperimentSpec, 'split' | 'folds' | 'seed'>;

/**
 * The splits of a sweep by its seed: the one of `split`, or with `folds` one a fold: whole groups where the split goes by group,
 * else stratified for classes.
 *
 * @throws HeddleError `sweep` or `split` for a division that these rows do not allow.
 */
export function splitsOf(spec: Divided, table: Table): readonly SplitRows[] {
  if (spec.folds === null) return [splitRows(spec, table)];
  const problem = foldProblem(spec.folds, spec.split, table.rows, table);
  if (problem !== undefined) throw problemError([problem], placeText);
  return foldsOf(spec.folds, spec, table).map((part) => ({ ...part, hash: splitHash(part) }));
}

function foldsOf(folds: number, { split, seed }: Divided, { targets, rows, groups }: SplitTable): Split[] {
  const from = seedFrom(seed);
  if (split.kind === 'group') return groupFolds(groups!, folds, from);
  return targets.kind === 'classes' ? stratifiedFolds(targets.labels, folds, from) : randomFolds(rows, folds, from);
}

/** Rows that train and validate in the first fold, whose validation part is the largest; by group it is what is aimed at. */
export function foldSizes(rows: number, folds: number): { readonly train: number; readonly validation: number } {
  const validation = Math.ceil(rows / folds);
  return { train: rows - validation, validation };
}

/**
 * Why `rows` rows cannot be divided into folds; undefined where they can. Folds go through all rows in turn, so that each validates
 * once and trains in the other folds: what comes later would then train for what came before, which a split by time is there to avoid.
 *
 * @param table the rows, where they are known by more than their number
 */
export function foldProblem(folds: number, split: SplitSpec, rows: number, table?: SplitTable): Problem | undefined {
  if (split.kind === 'time' || split.kind === 'given') {
    const hints = {
      time: 'folds would train on later rows to judge earlier ones: leave folds out, or split by group or at random.',
      given: 'the rows that validate are given already: leave folds out, or dataset.validation.',
    };
    return {
      path: ['folds'],
      atKey: false,
      expected: 'a split that is random, stratified or by group, as folds are',
      received: `split: ${split.kind}`,
      hint: hints[split.kind],
    };
  }
  const hasGroups = split.kind === 'group' && table !== undefined;
  if (hasGroups && table.groups === undefined) return splitProblem(split, rows, true, table);
  const groups = hasGroups ? new Set(table.groups).size : rows;
  if (folds <= groups) return undefined;
  return {
    path: ['folds'],
    atKey: false,
    expected: `at most the ${groups} ${hasGroups ? 'groups' : 'training rows'}`,
    received: String(folds),
    hint: `each fold needs a ${hasGroups ? 'group' : 'row'} to validate: choose fewer folds.`,
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
  const split = { train: rowNumbers(rows), validation: new Uint32Array() };
  return { ...split, hash: splitHash(split) };
}
