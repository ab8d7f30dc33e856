// After a cross-validation the best cell is trained once more, on all training rows, for as many epochs as were best in its
// folds: the median of their best epochs, rounded down between two. Learning rates go as in the folds, whose epochs end later.

import { canonicalJson } from '../core/index.ts';
import type { RunTrial, Selection, TrialRecord } from '../record/index.ts';
import { trialFolder } from '../store/index.ts';
import { rankedCells } from '../sweep/index.ts';
import { refitTrial } from './cell-trials.ts';
import type { ExperimentPlan } from './plan.ts';
import { waitingTrial } from './records.ts';
import type { RunningTrial } from './train-trial.ts';

/** The refit of a sweep's best cell, ready to train; null where no trial of any cell finished. */
export function plannedRefit(
  { cells, trials: { length } }: ExperimentPlan,
  trials: readonly RunTrial[],
  selection: Selection,
): RunningTrial | null {
  const [best] = rankedCells(trials, selection);
  if (best === undefined || best.figures.mean === null) return null;
  const finished = best.trials.filter(({ record }) => record.status === 'finished' && record.bestEpoch !== null);
  const planned = refitTrial(cells.find(({ cell }) => cell === best.figures.name)!, length);
  const folder = trialFolder(planned.index, planned.modelName);
  const refitOf = finished.map((trial) => trial.folder);
  const epochs = medianEpoch(finished.map(({ record }) => record.bestEpoch!));
  return { planned, folder, record: { ...waitingTrial(planned), refitOf }, epochs: [], started: 0, stopAfter: epochs };
}

/**
 * Whether a refit that a run has is the planned one: of the same trials, which are those of one cell, trained alike, and for as many
 * epochs. One that has not ended is, if it can still become it.
 */
export function isSameRefit({ record, stopAfter }: RunningTrial, held: RunTrial): boolean {
  if (refitIdentity(record) !== refitIdentity(held.record)) return false;
  const { status, epochsTrained } = held.record;
  return status === 'finished' ? epochsTrained === stopAfter : held.epochs.length <= stopAfter!;
}

function refitIdentity({ model, optimizer, loss, schedule, training, refitOf }: TrialRecord): string {
  return canonicalJson({ layers: model.layers, optimizer, loss, schedule, training, refitOf: refitOf!.toSorted() });
}

/** The median of some epochs; between two it is the lower whole number. */
export function medianEpoch(epochs: readonly number[]): number {
  const sorted = [...epochs].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Math.floor((sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2);
}
