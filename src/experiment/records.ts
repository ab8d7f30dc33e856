// What a run writes about itself, made from plans and results.

import { type Json, seedFrom } from '../core/index.ts';
import type { Dataset, DuplicateCounts } from '../data/index.ts';
import {
  accuracyOf,
  type DatasetRecord,
  type EpochRecord,
  type Figures,
  type FoldRecord,
  f1Of,
  metricValue,
  perClassFigures,
  type Selection,
  type SweepRecord,
  type TestRecord,
  type TrialRecord,
} from '../record/index.ts';
import type { Evaluation, TrainResult } from '../train/index.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import type { PlannedTrial } from './planned-trial.ts';
import type { SplitRows } from './split.ts';

/** sweep.json of a sweep that begins now; `splits` are its folds, or its one split. */
export function sweepRecord(
  options: ExperimentOptions,
  splits: readonly SplitRows[],
  duplicates: DuplicateCounts,
): SweepRecord {
  const [split] = splits;
  const { spec, dataset, engine, environment, command, begunBy, clock } = options;
  const [backend] = engine.backends;
  return {
    formatVersion: 1,
    name: spec.name,
    spec: spec as unknown as Json,
    seed: seedFrom(spec.seed),
    dataset: datasetRecord(dataset, split),
    splitHash: split.hash,
    duplicates,
    selection: spec.select,
    backend: backend.name,
    profile: engine.profile,
    threads: backend.threads,
    jobs: engine.backends.length,
    environment,
    command,
    ...(begunBy === undefined ? {} : { begunBy }),
    started: clock(),
    finished: null,
    testReads: [],
    ...(spec.repeats === 1 ? {} : { repeats: spec.repeats }),
    ...(spec.folds === null ? {} : { folds: splits.map(foldRecord) }),
  };
}

function foldRecord({ train, validation, hash }: SplitRows): FoldRecord {
  return { trainRows: train.length, validationRows: validation.length, splitHash: hash };
}

function datasetRecord(dataset: Dataset, split: SplitRows): DatasetRecord {
  const { features, targets } = dataset.train;
  return {
    id: dataset.id,
    sha256: dataset.sha256,
    source: dataset.source,
    featureShape: features.shape,
    classNames: targets.kind === 'classes' ? targets.classNames : null,
    trainRows: split.train.length,
    validationRows: split.validation.length,
    testRows: dataset.test?.rows ?? 0,
    notice: dataset.notice,
  };
}

/** trial.json of a trial that has not begun. */
export function waitingTrial(trial: PlannedTrial): TrialRecord {
  return {
    formatVersion: 1,
    index: trial.index,
    name: trial.name,
    modelName: trial.modelName,
    model: trial.model.toJSON(),
    optimizer: trial.optimizerSpec,
    loss: trial.lossSpec,
    schedule: trial.scheduleSpec,
    training: trial.training as unknown as TrialRecord['training'],
    parameters: trial.parameters,
    seed: trial.seed,
    repeat: trial.repeat,
    fold: trial.fold,
    ...(trial.cell === trial.name ? {} : { cell: trial.cell }),
    status: 'waiting',
    parameterCount: trial.parameterCount,
    memoryBytes: trial.memoryBytes,
    epochsTrained: 0,
    bestEpoch: null,
    bestValue: null,
    stopReason: null,
    message: null,
    initialFingerprint: null,
    fingerprint: null,
    lastFingerprint: null,
    seconds: 0,
  };
}

/** What trial.json gains when training ends by itself or is interrupted. */
export function trainedTrial(begun: TrialRecord, result: TrainResult, select: Selection, seconds: number): TrialRecord {
  const best = result.epochs.find((epoch) => epoch.epoch === result.bestEpoch);
  return {
    ...begun,
    status: result.stopReason === 'aborted' ? 'interrupted' : 'finished',
    epochsTrained: result.epochs.length,
    bestEpoch: best === undefined ? null : best.epoch,
    bestValue: best === undefined ? null : metricValue(best, select.metric),
    stopReason: result.stopReason,
    message: result.message,
    initialFingerprint: result.initialFingerprint,
    fingerprint: result.fingerprint,
    lastFingerprint: result.lastFingerprint,
    seconds,
  };
}

/** The best of the epochs that a trial goes on after: which, and the selection metric there; nulls where none has it. */
export function bestOf(
  epochs: readonly EpochRecord[],
  { metric, direction }: Selection,
): Pick<TrialRecord, 'bestEpoch' | 'bestValue'> {
  let best: Pick<TrialRecord, 'bestEpoch' | 'bestValue'> = { bestEpoch: null, bestValue: null };
  for (const epoch of epochs) {
    const value = metricValue(epoch, metric);
    if (value === null) continue;
    const held = best.bestValue;
    if (held === null || (direction === 'max' ? value > held : value < held))
      best = { bestEpoch: epoch.epoch, bestValue: value };
  }
  return best;
}

/** The figures of an evaluation, as test.json has them. */
export function evaluationRecord(
  trial: string,
  name: string,
  evaluation: Evaluation,
  classNames: readonly string[] | null,
): TestRecord {
  return { formatVersion: 1, trial, name, ...evaluationFigures(evaluation, classNames) };
}

/**
 * The figures of an evaluation's task.
 *
 * @param classNames in label order; null for numbers, or for classes without names
 */
export function evaluationFigures(
  { rows, loss, confusion, rmse, mae, r2 }: Omit<Evaluation, 'predictions'>,
  classNames: readonly string[] | null,
): Figures {
  if (confusion === undefined) return { rows, loss, rmse, mae, r2 };
  return {
    rows,
    loss,
    accuracy: accuracyOf(confusion),
    macroF1: f1Of(confusion, 'macro'),
    confusion,
    perClass: perClassFigures(confusion, classNames ?? undefined),
  };
}
