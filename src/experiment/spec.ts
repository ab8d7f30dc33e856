import type { Json } from '../core/index.ts';
import type { LayerKinds, LossKinds } from '../model/index.ts';
import type { KindSpec, LayerSpec, Selection } from '../record/index.ts';
import type { OptimizerKinds, ScheduleKinds } from '../train/index.ts';
import type { DatasetSpec } from './dataset-spec.ts';

/** How the training rows are divided into training and validation rows. */
export type SplitSpec =
  | {
      readonly kind: 'random' | 'stratified';
      /** Rows kept for validation: a number of rows from 1 on, or a share of all rows below 1. */
      readonly validation: number;
    }
  | {
      readonly kind: 'group' | 'time';
      /** About as many rows: those of one group, or of one time, stay together. */
      readonly validation: number;
      /** The column of the table that says which group a row is of, or when it was. */
      readonly by: string;
    }
  | {
      /** The rows that were given to validate. */
      readonly kind: 'given';
    };

/** When to stop before the last epoch. */
export interface EarlyStoppingSpec extends Selection {
  /** Epochs without improvement before training ends. */
  readonly patience: number;
  /** How much better than the best so far counts as an improvement. */
  readonly minimumChange: number;
}

/** How every trial is trained. */
export interface TrainingSpec {
  readonly batchSize: number;
  /** Epochs at most. */
  readonly epochs: number;
  /** Leaves out the last batch of an epoch where it is smaller than the others. */
  readonly dropLast: boolean;
  /** Largest global norm of the gradients, or null to leave them as they are. */
  readonly clipNorm: number | null;
  readonly earlyStopping: EarlyStoppingSpec | null;
  /** The weights of the best epoch by this metric are kept. */
  readonly keepBest: Selection;
}

/** A sweep as resolved: the sweep file's value with every default filled in. Plain data; parsing it again changes nothing. */
export interface ExperimentSpec {
  readonly name: string;
  readonly dataset: DatasetSpec;
  readonly split: SplitSpec;
  /** Networks by name, each a list of layers. */
  readonly models: { readonly [name: string]: readonly LayerSpec[] };
  readonly optimizer: KindSpec;
  readonly loss: KindSpec;
  readonly schedule: KindSpec;
  readonly training: TrainingSpec;
  /** The values to try, by path: `optimizer.learningRate`. */
  readonly grid: { readonly [path: string]: readonly Json[] };
  readonly select: Selection;
  /** How often each cell is trained, each time from a seed of its own. */
  readonly repeats: number;
  /** Parts of a cross-validation over all training rows, which then replaces `split`; null for the one split. */
  readonly folds: number | null;
  readonly seed: number;
}

/** The kinds that a sweep file may name. */
export interface ExperimentKinds {
  readonly layers: LayerKinds;
  readonly losses: LossKinds;
  readonly optimizers: OptimizerKinds;
  readonly schedules: ScheduleKinds;
}

/** A change to a sweep before it is resolved: `--set optimizer.learningRate=0.001`. */
export interface Override {
  /** `optimizer.learningRate`, `layers.3.rate`, `models.model_1.3.rate`, `training.epochs`, `seed`, `dataset`, or `models` with a list of names to keep. */
  readonly path: string;
  readonly value: unknown;
}
