// What page and workers say to each other. Everything is structured-cloneable: models, losses, optimizers and schedules
// travel as specs, the plain data that sweep and model files hold too.

import type { Dataset, Table } from '../data/index.ts';
import type { Profile } from '../kernels/kernels.ts';
import type { ModelJson, NamedTensor } from '../model/index.ts';
import type { KindSpec, Selection, SweepEvent, TrainEvent } from '../record/index.ts';
import type { EarlyStoppingOptions, Evaluation, TrainResult } from '../train/index.ts';
import type { SentDataset } from './sent-dataset.ts';

/** How the worker should compute. */
export interface OpenRequest {
  readonly profile: Profile;
  readonly threads: number;
  readonly shared: boolean;
  /** To each thread, where memory is shared; see start-workers.ts. */
  readonly ports: readonly MessagePort[];
}

/** How it does compute. */
export interface OpenAnswer {
  readonly profile: Profile;
  readonly threads: number;
  readonly shared: boolean;
}

/** A training by its specs; `network` is the page's number for it. */
export interface FitRequest {
  readonly network: number;
  readonly model: ModelJson;
  readonly loss: KindSpec;
  readonly optimizer: KindSpec;
  readonly schedule: KindSpec | null;
  readonly table: Table;
  readonly validation: Table | null;
  readonly batchSize?: number;
  readonly epochs?: number;
  readonly dropLast?: boolean;
  readonly clipNorm?: number;
  readonly seed?: number | string;
  readonly keepBest?: Selection;
  readonly earlyStopping: Partial<EarlyStoppingOptions> | null;
  readonly paused: boolean;
}

/** What happens while a network trains; progress also carries the mean loss of the steps taken last. */
export type TrainingEvent =
  | Exclude<TrainEvent, { readonly type: 'progress' }>
  | {
      readonly type: 'progress';
      /** From 1. */
      readonly epoch: number;
      readonly step: number;
      readonly stepsPerEpoch: number;
      readonly loss: number | null;
    };

/** The requests of an engine's worker, each with its answer. */
export interface EngineCalls {
  open(request: OpenRequest): OpenAnswer;
  fit(request: FitRequest): TrainResult;
  control(request: {
    readonly network: number;
    readonly command: 'stop' | 'pause' | 'resume' | 'step';
    readonly steps?: number;
  }): null;
  load(request: {
    readonly network: number;
    readonly model: ModelJson;
    readonly loss: KindSpec;
    readonly tensors: readonly NamedTensor[];
  }): null;
  tensors(request: { readonly network: number }): readonly NamedTensor[];
  predict(request: { readonly network: number; readonly features: Float32Array }): Float32Array;
  evaluate(request: { readonly network: number; readonly table: Table }): Evaluation;
  release(request: { readonly network: number }): null;
}

/** What an engine's worker tells without being asked. */
export interface EngineNews {
  readonly network: number;
  readonly event: TrainingEvent;
}

/** The requests of the worker that runs sweeps. */
export interface SweepCalls {
  sweep(
    request: OpenRequest & {
      readonly spec: unknown;
      readonly dataset: SentDataset;
      readonly command: string;
      readonly started: string;
      readonly test: boolean;
      readonly runtime: string;
      readonly cores: number;
    },
  ): {
    readonly result: unknown;
    readonly used: OpenAnswer;
    readonly files: readonly (readonly [path: string, content: Uint8Array])[];
  };
  stop(request: null): null;
}

/** What the worker that runs sweeps tells without being asked. */
export type SweepNews = SweepEvent;

/** The requests of the worker that loads data. */
export interface DataCalls {
  synthetic(request: {
    readonly seed: string | null;
    readonly trainRows: number | null;
    readonly testRows: number | null;
  }): Dataset;
  fashionMnist(request: { readonly from: string; readonly cache: string | null }): Dataset;
}

/** What the worker that loads data tells without being asked. */
export interface DataNews {
  readonly file: string;
  readonly received: number;
  readonly size: number;
}
