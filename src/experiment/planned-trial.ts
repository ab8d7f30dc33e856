import type { Seed } from '../core/index.ts';
import type { Loss, Model } from '../model/index.ts';
import type { KindSpec } from '../record/index.ts';
import type { GridCell } from '../sweep/index.ts';
import type { Optimizer, Schedule } from '../train/index.ts';
import type { TrainingSpec } from './spec.ts';

/** One trial, ready to train. */
export interface PlannedTrial {
  /** Place in the sweep, from 0. */
  readonly index: number;
  /** `model_3 learningRate=0.000625`, with ` repeat=1` and ` fold=0` where there are several: unique in the sweep. */
  readonly name: string;
  /** The name of its cell: without repeat and fold. */
  readonly cell: string;
  readonly modelName: string;
  readonly model: Model;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly lossSpec: KindSpec;
  readonly optimizerSpec: KindSpec;
  readonly scheduleSpec: KindSpec;
  readonly training: TrainingSpec;
  /** The grid's choices, by path. */
  readonly parameters: GridCell;
  readonly seed: Seed;
  readonly repeat: number;
  /** The fold that validates; null without a cross-validation. */
  readonly fold: number | null;
  /** Trained numbers. */
  readonly parameterCount: number;
  /** Bytes planned for training. */
  readonly memoryBytes: number;
}

/** What all trials of a cell share. */
export interface PlannedCell extends Omit<PlannedTrial, 'index' | 'name' | 'seed' | 'repeat' | 'fold'> {
  /** The seed of one of its trials; the refit has that of repeat 0 without a fold. */
  seedOf(repeat: number, fold: number | null): Seed;
}
