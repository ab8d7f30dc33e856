// What panels and charts read out of a run, said once: who is ranked how, which trial was chosen, what was varied.

import type { Json } from '../core/index.ts';
import {
  type EpochRecord,
  isClassification,
  type LeaderboardEntry,
  metricValue,
  type RunRecord,
  type RunTrial,
  selectedEntry,
} from '../record/index.ts';
import { words } from './format.ts';

/** Whether the run sorted rows into classes; else it fitted numbers. With binaryCrossEntropy numbers are classes too. */
export function isClassifier(run: RunRecord): boolean {
  const [epoch] = run.trials.flatMap(({ epochs }) => epochs.slice(0, 1));
  return epoch === undefined ? run.sweep.dataset.classNames !== null : isClassification(epoch);
}

/** A numeric field of an epoch by its name, or null when the epoch has no such field. */
export function metricOf(epoch: EpochRecord | null, field: string): number | null {
  return epoch === null ? null : metricValue(epoch, field);
}

/** The epoch whose weights a trial kept, or null. */
export function keptEpoch(trial: RunTrial): EpochRecord | null {
  return trial.epochs.find((epoch) => epoch.epoch === trial.record.bestEpoch) ?? null;
}

/** The validation confusion matrix of the kept epoch, or null. */
export function keptConfusion(trial: RunTrial): readonly (readonly number[])[] | null {
  const epoch = keptEpoch(trial);
  return epoch !== null && isClassification(epoch) ? (epoch.validationConfusion ?? null) : null;
}

/** The leaderboard; before the sweep has ended, the trials as they stand, best first and failed ones last. */
export function standings(run: RunRecord): readonly LeaderboardEntry[] {
  if (run.leaderboard !== null) return run.leaderboard;
  const sign = run.sweep.selection.direction === 'max' ? -1 : 1;
  const key = ({ record }: RunTrial): number =>
    record.bestValue === null || record.status === 'failed' ? Number.POSITIVE_INFINITY : sign * record.bestValue;
  const lastOf = ({ record }: RunTrial): number => (record.status === 'failed' ? 1 : 0);
  const order = [...run.trials].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : lastOf(a) - lastOf(b)));
  return order.map((trial, i): LeaderboardEntry => {
    const { record } = trial;
    const kept = keptEpoch(trial);
    return {
      rank: i + 1,
      trial: trial.folder,
      name: record.name,
      modelName: record.modelName,
      parameters: record.parameters,
      status: record.status,
      value: record.status === 'failed' ? null : record.bestValue,
      bestEpoch: record.bestEpoch,
      epochsTrained: record.epochsTrained,
      validationLoss: metricOf(kept, 'validationLoss'),
      validationAccuracy: metricOf(kept, 'validationAccuracy'),
      seconds: record.seconds,
      message: record.message,
    };
  });
}

/** Something that was ranked: a cell by the mean of its trials, or a trial where every cell is one. */
export interface Candidate {
  readonly name: string;
  readonly value: number;
  readonly isCell: boolean;
}

/** What was ranked, the best first; those without a value are left out. */
export function candidatesOf(run: RunRecord): readonly Candidate[] {
  const entries = standings(run);
  const cells = new Map(entries.flatMap(({ cell }) => (cell === undefined ? [] : [[cell.name, cell] as const])));
  if (cells.size === 0) {
    return entries.flatMap(({ name, value }) => (value === null ? [] : [{ name, value, isCell: false }]));
  }
  return [...cells.values()]
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ name, mean }) => (mean === null ? [] : [{ name, value: mean, isCell: true }]));
}

/** The trials in the order of {@link standings}. */
export function rankedTrials(run: RunRecord): readonly RunTrial[] {
  const rank = new Map(standings(run).map((entry) => [entry.trial, entry.rank]));
  const rankOf = (trial: RunTrial): number => rank.get(trial.folder) ?? Number.MAX_SAFE_INTEGER;
  return [...run.trials].sort((a, b) => rankOf(a) - rankOf(b));
}

/** The trial that the finished sweep selected, or null. */
export function chosenTrial(run: RunRecord): RunTrial | null {
  const selected = selectedEntry(run.leaderboard);
  return run.trials.find((trial) => trial.folder === selected?.trial) ?? null;
}

/** The paths that the grid varies, in the order the trials name them. */
export function variedPaths(run: RunRecord): readonly string[] {
  return [...new Set(run.trials.flatMap((trial) => Object.keys(trial.record.parameters)))];
}

/**
 * A path as a column's title: its last name in words, or the whole path where two would be called the same.
 *
 * @example
 * pathLabel('optimizer.learningRate', ['optimizer.learningRate']); // 'learning rate'
 */
export function pathLabel(path: string, all: readonly string[]): string {
  const last = (of: string): string => of.split('.').at(-1) ?? of;
  return all.filter((other) => last(other) === last(path)).length > 1 ? path : words(last(path));
}

/** The rates of a model's dropout layers, in order. */
export function dropoutRates(trial: RunTrial): readonly Json[] {
  return trial.record.model.layers.filter((layer) => layer.kind === 'dropout').map((layer) => layer['rate'] ?? null);
}

/** Most epochs a trial may train, as its training options say; null when they do not. */
export function epochLimit(trial: RunTrial): number | null {
  const limit = trial.record.training['epochs'];
  return typeof limit === 'number' ? limit : null;
}

/** The name of the number that a run predicts, where its sweep names one: the column of a table. */
export function targetName({ sweep: { spec } }: RunRecord): string | null {
  const fieldOf = (value: Json | undefined, name: string): Json | undefined =>
    typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? (value as { readonly [name: string]: Json })[name]
      : undefined;
  const target = fieldOf(fieldOf(spec, 'dataset'), 'target');
  return typeof target === 'string' ? target : null;
}

/** The name of class `index`. */
export function classLabels(run: RunRecord, size: number): readonly string[] {
  return Array.from({ length: size }, (_, index) => run.sweep.dataset.classNames?.[index] ?? String(index));
}
