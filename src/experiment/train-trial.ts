import type { Preprocessing } from '../data/index.ts';
import { saveModel } from '../export/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { EpochRecord, SweepEvent, TrialRecord } from '../record/index.ts';
import {
  type Checkpoint,
  earlyStopping,
  evaluate,
  type Listener,
  type PlacedTable,
  type TrainResult,
  train,
} from '../train/index.ts';
import { checkpointRoom, saveCheckpoint } from './checkpoint-file.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { newestCheckpoint } from './newest-checkpoint.ts';
import type { PlannedTrial } from './planned-trial.ts';
import { bestOf, trainedTrial } from './records.ts';
import type { SplitRows } from './split.ts';

/** A trial of a running sweep: what is known of it changes as it goes. */
export interface RunningTrial {
  readonly planned: PlannedTrial;
  readonly folder: string;
  record: TrialRecord;
  epochs: EpochRecord[];
  /** Milliseconds of `now` when its turn came. */
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
 * @throws HeddleError `diverged` or `engine`, which fail this trial; `file`, `lease` or `worker`, which end the sweep.
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
  trial.record = { ...trial.record, status: 'running' };
  await store.writeTrial(folder, trial.record);
  const { resumeFrom, notices } = options.resume === undefined ? FROM_THE_START : await takenUp(trial, options);
  emit({ type: 'trial-started', trial: folder, record: { ...trial.record, ...bestOf(trial.epochs, spec.select) } });
  for (const message of notices) emit({ type: 'notice', message });

  const before = resumeFrom === undefined ? 0 : trainedSeconds(resumeFrom);
  const journal = journalOf(trial, options, emit);
  const validation = split.validation.length === 0 ? undefined : { placed, rows: split.validation };
  const room = checkpointRoom();
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
      resumeFrom,
      checkpoints: {
        every: options.checkpointEvery ?? CHECKPOINT_EVERY,
        lent: true,
        save: (checkpoint) => store.writeCheckpoint(folder, saveCheckpoint(checkpoint, room)),
      },
    });
  } finally {
    await journal.written();
  }
  // Lines that were lost meanwhile are written again.
  await store.writeEpochs(folder, trial.epochs);
  if (result.epochs.length > 0) {
    await store.writeModel(folder, modelFile(planned, result, placed, preprocessing));
    // An interruption is to end at once: whoever goes on writes them.
    if (validation !== undefined && result.stopReason !== 'aborted') {
      const { tensors } = result;
      const { batchSize } = training;
      const { predictions } = await evaluate({ model, loss, tensors, backend, rows: validation, batchSize });
      await store.writeValidationPredictions(folder, predictions);
    }
  }
  if (result.stopReason !== 'aborted') await store.dropPreviousCheckpoint(folder);
  return trainedTrial(trial.record, result, spec.select, before + (now() - trial.started) / 1000);
}

/** Milliseconds between two checkpoints inside an epoch. */
const CHECKPOINT_EVERY = 30_000;

/** Where a training begins: at its start, or at a checkpoint; and what is to be said of that. */
interface Beginning {
  readonly resumeFrom: Checkpoint | undefined;
  readonly notices: readonly string[];
}

const FROM_THE_START: Beginning = { resumeFrom: undefined, notices: [] };

/** The checkpoint that a trial goes on from. The lines of metrics.jsonl become those of its epochs: later ones are cut. */
async function takenUp(trial: RunningTrial, { store }: ExperimentOptions): Promise<Beginning> {
  const { folder, planned, record } = trial;
  const { checkpoint, notices } = await newestCheckpoint(store, folder, planned.seed);
  trial.epochs = [...(checkpoint?.history ?? [])];
  await store.writeEpochs(folder, trial.epochs);
  if (checkpoint === null) return { resumeFrom: undefined, notices };
  const step = checkpoint.step === 0 ? '' : `, after ${checkpoint.step} step${checkpoint.step === 1 ? '' : 's'} of it`;
  const goesOn = `${record.name}: goes on with epoch ${checkpoint.epoch + 1}${step}`;
  return { resumeFrom: checkpoint, notices: [...notices, goesOn] };
}

/** Time that a training had taken when its checkpoint was. */
function trainedSeconds({ history, milliseconds }: Checkpoint): number {
  return history.reduce((sum, { seconds }) => sum + seconds, 0) + milliseconds / 1000;
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
  trial: RunningTrial,
  { store }: ExperimentOptions,
  emit: (event: SweepEvent) => void,
): Listener & { written(): Promise<void> } {
  const { folder } = trial;
  let last: Promise<void> = Promise.resolve();
  return {
    name: 'journal',
    onEvent(event) {
      if (event.type === 'epoch') {
        trial.epochs.push(event.record);
        last = last.then(() => store.appendEpoch(folder, event.record));
        last.catch(() => undefined); // `written` throws it
      }
      emit({ type: 'trial-event', trial: folder, event });
    },
    written: () => last,
  };
}
