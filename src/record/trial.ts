import type { Json } from '../core/index.ts';

/** Where a trial stands. */
export type TrialStatus = 'waiting' | 'running' | 'finished' | 'failed' | 'interrupted';

/** Why training ended. */
export type StopReason = 'epochs' | 'early-stopping' | 'aborted' | 'diverged';

/** A layer as plain data: its kind and its resolved options. */
export type LayerSpec = { readonly kind: string } & { readonly [option: string]: Json };

/** A network as plain data. */
export interface ModelSpec {
  /** Shape of one row's features. */
  readonly input: readonly number[];
  readonly layers: readonly LayerSpec[];
}

/** Any other configured thing (optimizer, loss, schedule) as plain data. */
export type KindSpec = { readonly kind: string } & { readonly [option: string]: Json };

/** trial.json: one trained network of a sweep. */
export interface TrialRecord {
  readonly formatVersion: 1;
  /** Place in the sweep, from 0. */
  readonly index: number;
  /** `model_3 learningRate=0.000625`: unique in the sweep. */
  readonly name: string;
  /** The model's name in the sweep file. */
  readonly modelName: string;
  readonly model: ModelSpec;
  readonly optimizer: KindSpec;
  readonly loss: KindSpec;
  readonly schedule: KindSpec;
  /** batchSize, epochs, and the other training options as resolved. */
  readonly training: { readonly [option: string]: Json };
  /** The grid's choices for this trial, by path: `optimizer.learningRate`. */
  readonly parameters: { readonly [path: string]: Json };
  /** 16 hexadecimal digits. */
  readonly seed: string;
  /** Which of the repeats, from 0. */
  readonly repeat: number;
  /** The fold that validates, from 0; null without a cross-validation, and for its refit. */
  readonly fold: number | null;
  /** The name without repeat and fold; absent where the cell has this one trial. */
  readonly cell?: string;
  /** For a refit: the folders of the trials whose median best epoch it was trained for. */
  readonly refitOf?: readonly string[];
  readonly status: TrialStatus;
  /** Trainable numbers. */
  readonly parameterCount: number;
  /** Bytes planned for training. */
  readonly memoryBytes: number;
  readonly epochsTrained: number;
  /** Epoch whose weights were kept; null before the first epoch ended. */
  readonly bestEpoch: number | null;
  /** The selection metric at bestEpoch. */
  readonly bestValue: number | null;
  readonly stopReason: StopReason | null;
  /** One sentence: `Early stopping at epoch 7, weights of epoch 5 kept`, or the error of a failed trial. */
  readonly message: string | null;
  /** SHA-256 of the parameters and running statistics: at the start, as kept, and after the last step with optimizer state. */
  readonly initialFingerprint: string | null;
  readonly fingerprint: string | null;
  readonly lastFingerprint: string | null;
  /** Wall-clock seconds from start to end. */
  readonly seconds: number;
}
