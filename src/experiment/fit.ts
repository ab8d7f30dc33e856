import { type Seed, seedFrom } from '../core/index.ts';
import { type Table, unitOfTargets } from '../data/index.ts';
import { type Backend, wasmBackend } from '../kernels/index.ts';
import type { Loss, Model, NamedTensor } from '../model/index.ts';
import type { Selection } from '../record/index.ts';
import {
  adam,
  allRows,
  type Checkpoint,
  type Checkpoints,
  createPredictor,
  type Evaluation,
  evaluate,
  type Listener,
  type Optimizer,
  type Pace,
  type PlacedTable,
  placeTable,
  type Schedule,
  type TrainResult,
  train,
} from '../train/index.ts';
import { COMMON_OPTIONS, checkFit, type OptionNames } from './check-fit.ts';

/** What {@link fit} takes; everything but the loss has a default. */
export interface FitOptions {
  readonly loss: Loss;
  /** Default: adam(). */
  readonly optimizer?: Optimizer;
  readonly schedule?: Schedule;
  /** Rows to look at after each epoch. */
  readonly validation?: Table;
  /** Default: 32, or all rows where there are fewer. */
  readonly batchSize?: number;
  /** Default: 10. */
  readonly epochs?: number;
  /** Default: false, so that small sets lose no row. */
  readonly dropLast?: boolean;
  readonly clipNorm?: number;
  /** Default: 1. */
  readonly seed?: number | Seed;
  readonly keepBest?: Selection;
  readonly listeners?: readonly Listener[];
  readonly signal?: AbortSignal;
  /** How checkpoints are taken; default: none are. */
  readonly checkpoints?: Checkpoints;
  /** Goes on from a checkpoint of the same training. */
  readonly resumeFrom?: Checkpoint;
  /** How many steps are taken at once, and what happens in between. */
  readonly pace?: Pace;
  /** Default: WebAssembly on this thread. `heddle/node` makes backends with worker threads. */
  readonly backend?: Backend | undefined;
  /** Milliseconds; default: the platform's clock. */
  readonly now?: () => number;
}

/** A trained network. */
export interface Trained {
  readonly model: Model;
  readonly tensors: readonly NamedTensor[];
  readonly result: TrainResult;
  /**
   * Answers for rows of features, one after the other: probabilities of a classifier, values of a regression in the unit of the table's
   * targets; see {@link createPredictor}.
   */
  predict(features: ArrayLike<number>): Promise<Float32Array>;
  /** How right it is on other rows. */
  evaluate(table: Table): Promise<Evaluation>;
}

const OPTIONS: OptionNames<FitOptions> = {
  ...COMMON_OPTIONS,
  listeners: true,
  signal: true,
  checkpoints: true,
  resumeFrom: true,
  pace: true,
  backend: true,
  now: true,
};

/** The clock of whoever passes none. */
const platformClock = (): number => performance.now();

/**
 * Trains a model on a table: the short way, with defaults for everything but the loss.
 *
 * @throws HeddleError `diverged` when a loss is not finite; others before the first step when something does not fit.
 * @example
 * const table = valueTable('xor', floatFeatures([2], [0, 0, 0, 1, 1, 0, 1, 1]), Float32Array.of(0, 1, 1, 0), 1);
 * const model = sequential({ input: [2] }, [dense({ units: 8 }), tanh(), dense({ units: 1 }), sigmoid()]);
 * const trained = await fit(model, table, { loss: binaryCrossEntropy(), optimizer: adam({ learningRate: 0.05 }), epochs: 300 });
 * await trained.predict([0, 1]); // about [0.99]
 */
export async function fit(model: Model, table: Table, options: FitOptions): Promise<Trained> {
  checkFit(model, table, options, OPTIONS);
  const backend = options.backend ?? (await wasmBackend());
  const { loss, validation } = options;
  const placed = placeTable(backend.memory, table);
  let placedValidation: PlacedTable | undefined;
  try {
    if (validation !== undefined) placedValidation = placeTable(backend.memory, validation);
    const result = await train({
      ...options,
      model,
      backend,
      optimizer: options.optimizer ?? adam(),
      train: allRows(placed),
      validation: placedValidation === undefined ? undefined : allRows(placedValidation),
      batchSize: options.batchSize ?? Math.min(32, table.rows),
      epochs: options.epochs ?? 10,
      dropLast: options.dropLast ?? false,
      seed: seedFrom(options.seed ?? 1),
      now: options.now ?? platformClock,
    });
    const { tensors } = result;
    return {
      model,
      tensors,
      result,
      async predict(features) {
        const unit = unitOfTargets(table.targets);
        const predictor = createPredictor({ model, loss, tensors, backend, unit });
        try {
          return await predictor.predict(features);
        } finally {
          predictor.close();
        }
      },
      async evaluate(other) {
        const placedOther = placeTable(backend.memory, other);
        try {
          return await evaluate({ model, loss, tensors, backend, rows: allRows(placedOther) });
        } finally {
          placedOther.release();
        }
      },
    };
  } finally {
    placed.release();
    placedValidation?.release();
  }
}
