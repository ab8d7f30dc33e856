import type { Preprocessing } from '../data/index.ts';
import { saveModel } from '../export/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { EpochRecord, SweepEvent, TrialRecord } from '../record/index.ts';
import { earlyStopping, evaluate, type Listener, type PlacedTable, type TrainResult, train } from '../train/index.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import type { PlannedTrial } from './planned-trial.ts';
import { trainedTrial } from './records.ts';
import type { SplitRows } from './split.ts';

/** A trial of a running sweep: what is known of it changes as it goes. */
export interface RunningTrial {
  readonly planned: PlannedTrial;
  readonly folder: string;
  record: TrialRecord;
  readonly epochs: EpochRecord[];
  /** Milliseconds of `now` when training began. */
  started: number;
  /** For a refit: the epoch after which it ends. */
  readonly stopAfter?: number;
}

/** The rows of a trial. */
export interface TrialRows {
  /** The training table, in the engine's memory; all trials share it. */
  readonly placed: PlacedTable;
  /** Without validation rows, for a refit, the weights of the last epoch are kept. */
  readonly split: SplitRows;
  /** How raw rows became the table's features; saved with every model. */
  readonly preprocessing: Preprocessing;
}

/**
 * Trains one trial and writes its epochs, its model and, where rows validate, its validation predictions; answers the ended record, which the
 * caller writes.
 *
 * @throws HeddleError `diverged`, `engine` or `file`, which fail this trial.
 */
export async function trainTrial(
  trial: RunningTrial,
  backend: Backend,
  { placed, split, preprocessing }: TrialRows,
  options: ExperimentOptions,
  emit: (event: SweepEvent) => void,
): Promise<TrialRecord> {
  const { store, spec, now, signal } = options;
  const { planned, folder } = trial;
  const { model, loss, training } = planned;
  trial.started = now();
  trial.record = { ...trial.record, status: 'running' };
  await store.writeTrial(folder, trial.record);
  emit({ type: 'trial-started', trial: folder, record: trial.record });

  const journal = journalOf(trial, options, emit);
  const validation = split.validation.length === 0 ? undefined : { placed, rows: split.validation };
  let result: TrainResult;
  try {
    result = await train({
      model,
      loss,
      optimizer: planned.optimizer,
      schedule: planned.schedule,
      backend,
      train: { placed, rows: split.train },
      validation,
      batchSize: training.batchSize,
      epochs: training.epochs,
      dropLast: training.dropLast,
      clipNorm: training.clipNorm ?? undefined,
      seed: planned.seed,
      keepBest: validation && training.keepBest,
      listeners: [...stoppers(trial), journal],
      signal,
      now,
    });
  } finally {
    await journal.written();
  }
  if (result.epochs.length > 0) {
    await store.writeModel(folder, modelFile(planned, result, placed, preprocessing));
    if (validation !== undefined) {
      const { tensors } = result;
      const { batchSize } = training;
      const { predictions } = await evaluate({ model, loss, tensors, backend, rows: validation, batchSize });
      await store.writeValidationPredictions(folder, predictions);
    }
  }
  return trainedTrial(trial.record, result, spec.select, (now() - trial.started) / 1000);
}

/** What may end a trial early: a refit ends where it was told to, any other trial where its sweep file says. */
function stoppers({ planned: { training }, stopAfter }: RunningTrial): Listener[] {
  if (stopAfter === undefined) return training.earlyStopping === null ? [] : [earlyStopping(training.earlyStopping)];
  const message = `Refit on all training rows for ${stopAfter} epochs, the median of the folds' best`;
  return [{ name: 'refit', afterEpoch: ({ epoch }) => (epoch < stopAfter ? undefined : { message }) }];
}

function modelFile(
  { model, lossSpec }: PlannedTrial,
  { tensors }: TrainResult,
  { table }: PlacedTable,
  preprocessing: Preprocessing,
): Uint8Array {
  const { targets } = table;
  return saveModel({
    model,
    loss: lossSpec,
    tensors,
    classNames: targets.kind === 'classes' ? [...targets.classNames] : null,
    preprocessing,
  });
}

/** Passes events on and writes epochs, one after the other; training does not wait for the disk. */
function journalOf(
  { folder, epochs }: RunningTrial,
  { store }: ExperimentOptions,
  emit: (event: SweepEvent) => void,
): Listener & { written(): Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  return {
    name: 'journal',
    onEvent(event) {
      if (event.type === 'epoch') {
        epochs.push(event.record);
        last = last.then(() => store.appendEpoch(folder, event.record));
        last.catch(() => undefined); // `written` throws it
      }
      emit({ type: 'trial-event', trial: folder, event });
    },
    written: () => last,
  };
}
