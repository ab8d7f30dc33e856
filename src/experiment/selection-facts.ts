// How sure a run's choice is, from its saved predictions and the data set's true answers.

import { littleEndianFloats, rowNumbers, type Seed } from '../core/index.ts';
import { type Dataset, type Table, type TargetUnit, targetUnitOf } from '../data/index.ts';
import {
  confusionIntervals,
  type FigureIntervals,
  outcomeIntervals,
  outcomeOf,
  type RunTrial,
  type Selection,
  type SelectionRecord,
  type SelectionTrial,
  selectionRecord,
  type TestRecord,
  type Truth,
} from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import { rankedCells } from '../sweep/index.ts';
import type { SplitRows } from './split.ts';

/** A run whose trials have ended. */
export interface JudgedRun {
  readonly store: Pick<RunStore, 'readValidationPredictions' | 'readTestPredictions'>;
  readonly dataset: Dataset;
  /** One, or one for each fold. */
  readonly splits: readonly SplitRows[];
  readonly trials: readonly RunTrial[];
  readonly selection: Selection;
  /** The sweep's. */
  readonly seed: Seed;
  /** What was tested; null where nothing was. */
  readonly test: TestRecord | null;
}

/**
 * selection.json of a run: read from the predictions of every finished trial.
 *
 * @throws HeddleError `file` or `format` when predictions cannot be read.
 */
export async function selectionOf(run: JudgedRun): Promise<SelectionRecord | null> {
  const { store, dataset, splits, trials, selection, seed } = run;
  const cells = rankedCells(trials, selection).filter(({ figures }) => figures.finished > 0);
  const refit = trials.find(({ record }) => record.refitOf !== undefined);
  const sign = selection.direction === 'max' ? -1 : 1;
  const units = splits.map((split) => unitOf(dataset, split));
  const judged: SelectionTrial[] = [];
  for (const [cell, { trials: members }] of cells.entries()) {
    const finished = members.filter(({ record }) => record.status === 'finished' && record.bestValue !== null);
    finished.sort((a, b) => sign * (a.record.bestValue! - b.record.bestValue!));
    for (const { folder, record } of finished) {
      const part = record.fold ?? 0;
      const truth = { ...truthOf(dataset.train, splits[part].validation), ...units[part] };
      const predictions = await store.readValidationPredictions(folder, predictionsOf(dataset.train, truth));
      const outcome = outcomeOf(predictions, truth, record.loss);
      judged.push({ trial: folder, outcome, part, cell });
    }
  }
  const several = refit !== undefined || cells.some(({ figures }) => figures.trials > 1);
  const named = cells.map(({ figures: { name, trials: all, finished } }) => ({ name, whole: all === finished }));
  return selectionRecord({
    selection,
    seed,
    trials: judged,
    ...(several ? { cells: named } : {}),
    refit: refit !== undefined,
    test: await testIntervals(run, seed),
  });
}

async function testIntervals({ store, dataset, trials, test }: JudgedRun, seed: Seed): Promise<FigureIntervals | null> {
  if (test === null) return null;
  if (test.confusion !== undefined) return confusionIntervals(test.confusion, seed);
  const trial = trials.find(({ folder }) => folder === test.trial);
  const bytes = await store.readTestPredictions();
  if (bytes === null || dataset.test === null || trial === undefined) return null;
  const truth = truthOf(dataset.test, rowNumbers(dataset.test.rows));
  if (bytes.length !== 4 * predictionsOf(dataset.test, truth)) return null;
  return outcomeIntervals(outcomeOf(littleEndianFloats(bytes), truth, trial.record.loss), seed);
}

/** How many numbers predict some rows: one for each class, or value. */
function predictionsOf({ targets }: Table, truth: Truth): number {
  if (truth.kind === 'values') return truth.values.length;
  return truth.labels.length * (targets.kind === 'classes' ? targets.classNames.length : 1);
}

/** How targets were scaled for those who trained on a split: the loss is of scaled numbers, predictions and answers are not. */
function unitOf({ raw }: Dataset, { train }: SplitRows): { readonly unit?: TargetUnit } {
  const unit = raw === undefined ? undefined : targetUnitOf(raw.fit(train));
  return unit === undefined ? {} : { unit };
}

/** The true answers of some rows of a table. */
function truthOf({ targets }: Table, rows: Uint32Array): Truth {
  if (targets.kind === 'classes')
    return { kind: 'classes', labels: Int32Array.from(rows, (row) => targets.labels[row]) };
  const { values, size } = targets;
  const chosen = new Float32Array(rows.length * size);
  for (const [i, row] of rows.entries()) chosen.set(values.subarray(row * size, (row + 1) * size), i * size);
  return { kind: 'values', values: chosen, size };
}
