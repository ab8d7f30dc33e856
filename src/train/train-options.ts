import type { Seed } from '../core/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { Loss, Model, NamedTensor } from '../model/index.ts';
import type { EpochRecord, Selection, StopReason } from '../record/index.ts';
import type { Checkpoint, Checkpoints } from './checkpoint.ts';
import type { Listener } from './listener.ts';
import type { Optimizer } from './optimizer.ts';
import type { Pace } from './pace.ts';
import type { Rows } from './place-table.ts';
import type { Schedule } from './schedule.ts';

/** One training: what, on which rows, how, and who watches. */
export interface TrainOptions {
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** Default: constant. */
  readonly schedule?: Schedule;
  readonly backend: Backend;
  readonly train: Rows;
  /** Rows that are looked at after each epoch and never trained on. */
  readonly validation?: Rows;
  readonly batchSize: number;
  readonly epochs: number;
  /** Whether the last, smaller batch of an epoch is left out; default true. */
  readonly dropLast?: boolean;
  /** The most the norm of all gradients may be; default: no limit. */
  readonly clipNorm?: number;
  readonly seed: Seed;
  /** Which epoch's weights are kept; default: the lowest validationLoss, without validation rows the last epoch. */
  readonly keepBest?: Selection;
  readonly listeners?: readonly Listener[];
  readonly signal?: AbortSignal;
  /** How checkpoints are taken; default: none are. */
  readonly checkpoints?: Checkpoints;
  /** Goes on from here instead of from the seed's beginning. All other options are to be those it was begun with; `epochs` may be more. */
  readonly resumeFrom?: Checkpoint;
  /** How many steps are taken at once, and what happens in between. */
  readonly pace?: Pace;
  /** Milliseconds of a clock that does not go back. */
  readonly now: () => number;
}

/** What a training gives back. */
export interface TrainResult {
  readonly epochs: readonly EpochRecord[];
  /** The epoch whose weights were kept; 0 when none ended. */
  readonly bestEpoch: number;
  readonly bestValue: number | null;
  readonly stopReason: StopReason;
  /** One sentence on how it ended and what was kept. */
  readonly message: string;
  /** The kept parameters and running statistics, in model order. */
  readonly tensors: readonly NamedTensor[];
  /** Of the tensors before the first step. */
  readonly initialFingerprint: string;
  /** Of the kept tensors. */
  readonly fingerprint: string;
  /** Of the tensors after the last step, and the optimizer's state. */
  readonly lastFingerprint: string;
  /** Bytes that were planned, beside the data set's rows. */
  readonly memoryBytes: number;
}
