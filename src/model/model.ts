import type { Json, Shape } from '../core/index.ts';
import type { Layer, LayerPlan } from './layer.ts';
import type { MemoryPlan } from './placer.ts';

/** A network's definition: shapes and layers, no numbers yet. Immutable; any number of trainings may share it. */
export interface Model {
  /** Shape of one row of features. */
  readonly input: Shape;
  /** Shape of one row of output. */
  readonly output: Shape;
  readonly layers: readonly Layer[];
  /** What each layer needs, in layer order. */
  readonly plans: readonly LayerPlan[];
  /** Trained numbers. */
  readonly parameterCount: number;
  /**
   * Bytes that training it takes, known before it starts. The data set comes on top: its rows, and their numbers (8 bytes for
   * each training row, 4 for each validation row).
   *
   * @param options.batchSize rows of a batch
   * @param options.slots vectors the optimizer keeps: 2 for adam (the default), 0 for plain sgd
   */
  memory(options: { readonly batchSize: number; readonly slots?: number }): MemoryPlan;
  /** The model as plain data, every option spelled out; `modelFromSpec` reads it. */
  toJSON(): ModelJson;
}

/** A model as plain data. */
export interface ModelJson {
  readonly input: readonly number[];
  readonly layers: readonly ({ readonly kind: string } & { readonly [option: string]: Json })[];
}
