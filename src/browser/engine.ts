// What a page sees of an engine: the words of `fit`, answered by a worker.

import type { Table } from '../data/index.ts';
import type { FitOptions } from '../experiment/index.ts';
import type { Profile } from '../kernels/kernels.ts';
import type { Loss, Model, NamedTensor } from '../model/index.ts';
import type { EarlyStoppingOptions, Evaluation, TrainResult } from '../train/index.ts';
import type { TrainingEvent } from './protocol.ts';

export type { TrainingEvent } from './protocol.ts';

/** How an engine is made; everything has a default. */
export interface BrowserEngineOptions {
  /** Default: `fused` where the probe passes. */
  readonly profile?: Profile;
  /** Default: all cores but one, at least one; one where the page may not share memory. */
  readonly threads?: number;
  /** Is given what the user should know, at most once. Default: console.info. */
  readonly onNotice?: (text: string) => void;
}

/** What training on a page takes: the options of `fit`, as far as a worker can be sent them. */
export interface BrowserFitOptions
  extends Omit<FitOptions, 'listeners' | 'checkpoints' | 'resumeFrom' | 'pace' | 'backend' | 'now'> {
  /** Ends the training when a metric no longer improves. */
  readonly earlyStopping?: Partial<EarlyStoppingOptions>;
  /** Ends the training within a step; the result has the best weights so far. */
  readonly signal?: AbortSignal;
  /** Called with everything that happens; with progress up to 20 times a second. */
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Whether the training waits for `resume` or `step` before its first step. Default: false. */
  readonly paused?: boolean;
}

/** A network that an engine's worker holds, trained. */
export interface BrowserTrained {
  readonly model: Model;
  /** The kept weights. */
  readonly tensors: readonly NamedTensor[];
  readonly result: TrainResult;
  /**
   * Answers for rows of features, one after the other: probabilities of a classifier, values of a regression in the unit of the targets
   * that it was trained on.
   *
   * @throws HeddleError `data` for a length that is no whole number of rows, or a number that is not finite.
   */
  predict(features: ArrayLike<number>): Promise<Float32Array>;
  /** How right it is on other rows. */
  evaluate(table: Table): Promise<Evaluation>;
  /** Lets the worker forget it; it can answer no more. */
  release(): void;
}

/** A training that is under way. */
export interface LiveTraining {
  /** Its end, however it comes; rejects as `fit` does. */
  readonly done: Promise<BrowserTrained>;
  /** Holds the training before its next step. */
  pause(): void;
  resume(): void;
  /** Takes some steps of a paused training, one unless said otherwise. */
  step(steps?: number): void;
  /** Ends the training within a step; `done` then has the best weights so far. */
  stop(): void;
  /** Answers of the network as it is now, between two steps. */
  predict(features: ArrayLike<number>): Promise<Float32Array>;
  /** The weights as they are now, between two steps. */
  tensors(): Promise<readonly NamedTensor[]>;
}

/** A worker that trains, on as many threads as the page may have. */
export interface BrowserEngine {
  readonly profile: { readonly asked: Profile; readonly used: Profile };
  readonly threads: number;
  /** Whether threads share memory: whether the page is cross-origin isolated. */
  readonly shared: boolean;
  /** What the user should know: one thread only, or another profile than was asked for. */
  readonly notices: readonly string[];
  /**
   * Trains a model on a table, as `fit` of `heddle` does, with the same bits.
   *
   * @throws HeddleError as `fit` does; `worker` when the worker fails.
   */
  fit(model: Model, table: Table, options: BrowserFitOptions): Promise<BrowserTrained>;
  /** As `fit`, but answers at once with the training under way. */
  train(model: Model, table: Table, options: BrowserFitOptions): LiveTraining;
  /** Holds a network whose weights are known, as from `loadModel`; `predict` and `evaluate` answer with it, in what it was trained on. */
  load(model: Model, loss: Loss, tensors: readonly NamedTensor[]): Promise<Omit<BrowserTrained, 'result'>>;
  /** Ends the worker and its threads; trainings under way are lost. */
  close(): void;
}
