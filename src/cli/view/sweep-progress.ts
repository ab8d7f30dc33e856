// Where a sweep stands, as its events tell it. A value: each event gives the next one.
//
// Remaining time: a trial's work is parameters x epochs. Trials that ended did all theirs, however early they stopped;
// running ones did the share of their steps. What an earlier process did of a resumed sweep is in neither `all` nor `done`.
// remaining = elapsed (all - done) / done, and no less than the slowest running trial still needs.

import {
  metricValue,
  type SweepEvent,
  type SweepRecord,
  type TrainEvent,
  type TrialRecord,
  trialFolder,
} from '../../index.ts';

/** A trial that is training now. Times are in milliseconds. */
export interface RunningTrial {
  readonly record: TrialRecord;
  readonly started: number;
  /** Steps over all epochs. */
  readonly done: number;
  readonly total: number;
  /** Those of `done` that were taken before the trial was resumed. */
  readonly before: number;
  readonly epoch: number;
  readonly epochs: number;
}

/** The best epoch of any trial so far. */
export interface BestSoFar {
  readonly record: TrialRecord;
  readonly epoch: number;
  readonly value: number;
}

/** The finished trials of a cell so far. */
export interface CellSoFar {
  /** Of one of its trials. */
  readonly record: TrialRecord;
  readonly values: readonly number[];
}

/** Where a sweep stands. */
export interface SweepProgress {
  readonly sweep: SweepRecord;
  readonly trials: readonly TrialRecord[];
  /** Milliseconds. */
  readonly started: number;
  /** By folder name, in the order in which they started. */
  readonly running: ReadonlyMap<string, RunningTrial>;
  /** Folder names. */
  readonly ended: ReadonlySet<string>;
  readonly endedWork: number;
  /** Work that was done before the sweep was resumed. */
  readonly keptWork: number;
  readonly failed: number;
  readonly best: BestSoFar | null;
  /** By cell name, where cells have several trials. */
  readonly cells: ReadonlyMap<string, CellSoFar>;
}

const workOf = (record: TrialRecord): number => Math.max(1, record.parameterCount) * epochsOf(record);

/** Epochs that a trial trains at most. */
export function epochsOf(record: TrialRecord): number {
  const epochs = record.training['epochs'];
  return typeof epochs === 'number' ? epochs : 1;
}

/** The progress after an event that happened at `now` milliseconds; null until the sweep has started. */
export function advance(progress: SweepProgress | null, event: SweepEvent, now: number): SweepProgress | null {
  if (event.type === 'sweep-started') {
    const { sweep, trials } = event;
    const nothing = {
      running: new Map(),
      ended: new Set<string>(),
      endedWork: 0,
      keptWork: 0,
      failed: 0,
      best: null,
      cells: new Map(),
    };
    return trials.reduce(withKept, { sweep, trials, started: now, ...nothing });
  }
  if (progress === null) return null;
  switch (event.type) {
    case 'trial-started': {
      const epochs = epochsOf(event.record);
      const steps = { done: 0, total: 0, before: 0, epoch: 1, epochs };
      const trial: RunningTrial = { record: event.record, started: now, ...steps };
      // A refit is planned when its sweep has ranked the cells.
      const known = progress.trials.some(({ index }) => index === event.record.index);
      const trials = known ? progress.trials : [...progress.trials, event.record];
      const best = betterOf(progress, event.record, event.record.bestEpoch, event.record.bestValue);
      return { ...progress, trials, best, running: new Map([...progress.running, [event.trial, trial]]) };
    }
    case 'trial-event':
      return withTrainEvent(progress, event.trial, event.event);
    case 'trial-ended': {
      const running = new Map(progress.running);
      const before = beforeOf(running.get(event.trial));
      running.delete(event.trial);
      const ended = new Set([...progress.ended, event.trial]);
      const failed = progress.failed + (event.record.status === 'failed' ? 1 : 0);
      const cells = withEnded(progress.cells, event.record);
      const endedWork = progress.endedWork + workOf(event.record) * (1 - before);
      return { ...progress, running, ended, failed, cells, endedWork };
    }
    default:
      return progress;
  }
}

/** The share of a trial's steps that were taken before it was resumed. */
const beforeOf = (trial: RunningTrial | undefined): number =>
  trial === undefined || trial.total === 0 ? 0 : trial.before / trial.total;

/** A trial that had ended before this sweep was resumed. Its work is none of what this process does. */
function withKept(progress: SweepProgress, record: TrialRecord): SweepProgress {
  if (record.status !== 'finished' && record.status !== 'failed') return progress;
  const failed = progress.failed + (record.status === 'failed' ? 1 : 0);
  const kept = progress.keptWork + workOf(record);
  const ended = new Set([...progress.ended, trialFolder(record.index, record.modelName)]);
  const best = betterOf(progress, record, record.bestEpoch, record.bestValue);
  return { ...progress, failed, ended, keptWork: kept, best, cells: withEnded(progress.cells, record) };
}

function withEnded(cells: SweepProgress['cells'], record: TrialRecord): SweepProgress['cells'] {
  const { cell, status, bestValue, refitOf } = record;
  if (cell === undefined || refitOf !== undefined || status !== 'finished' || bestValue === null) return cells;
  return new Map(cells).set(cell, { record, values: [...(cells.get(cell)?.values ?? []), bestValue] });
}

/** The cell with the best mean so far; null where cells have one trial each, or none has finished. */
export function bestCell({ cells, sweep }: SweepProgress): (CellSoFar & { readonly mean: number }) | null {
  const sign = sweep.selection.direction === 'max' ? 1 : -1;
  let best: (CellSoFar & { readonly mean: number }) | null = null;
  for (const cell of cells.values()) {
    const mean = cell.values.reduce((sum, value) => sum + value, 0) / cell.values.length;
    if (best === null || sign * (mean - best.mean) > 0) best = { ...cell, mean };
  }
  return best;
}

function withTrainEvent(progress: SweepProgress, folder: string, event: TrainEvent): SweepProgress {
  const trial = progress.running.get(folder);
  if (trial === undefined) return progress;
  const replaced = (changes: Partial<RunningTrial>): SweepProgress => ({
    ...progress,
    running: new Map(progress.running).set(folder, { ...trial, ...changes }),
  });
  switch (event.type) {
    case 'train-started': {
      const { epochs, stepsPerEpoch, taken = 0 } = event;
      const total = epochs * stepsPerEpoch;
      const begun = { epochs, total, done: taken, before: taken };
      const epoch = Math.min(epochs, Math.floor(taken / stepsPerEpoch) + 1);
      const keptWork = progress.keptWork + workOf(trial.record) * beforeOf({ ...trial, ...begun });
      return { ...replaced({ ...begun, epoch }), keptWork };
    }
    case 'progress':
      return replaced({ epoch: event.epoch, done: (event.epoch - 1) * event.stepsPerEpoch + event.step });
    case 'epoch': {
      const value = metricValue(event.record, progress.sweep.selection.metric);
      return { ...progress, best: betterOf(progress, trial.record, event.record.epoch, value) };
    }
    default:
      return progress;
  }
}

/** The best so far after an epoch of a trial, of this process or of one before it. */
function betterOf(
  { best, sweep }: SweepProgress,
  record: TrialRecord,
  epoch: number | null,
  value: number | null,
): BestSoFar | null {
  if (epoch === null || value === null) return best;
  const better = best === null || (sweep.selection.direction === 'max' ? value > best.value : value < best.value);
  return better ? { record, epoch, value } : best;
}

/** Seconds that the rest of the sweep takes at the speed so far; null while nothing is done. */
export function remainingSeconds(progress: SweepProgress, now: number): number | null {
  const all = progress.trials.reduce((sum, record) => sum + workOf(record), 0) - progress.keptWork;
  let done = progress.endedWork;
  let slowest = 0;
  for (const trial of progress.running.values()) {
    const here = trial.done - trial.before;
    if (here === 0) continue;
    done += (workOf(trial.record) * here) / trial.total;
    slowest = Math.max(slowest, ((now - trial.started) * (trial.total - trial.done)) / here);
  }
  if (done === 0) return null;
  return Math.max(((now - progress.started) * (all - done)) / done, slowest) / 1000;
}
