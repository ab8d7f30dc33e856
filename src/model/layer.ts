// What a layer is. A definition is immutable and knows four things: its options, what shapes and memory it needs (plan),
// how y comes from x (forward) and how dx and the gradients come from dy (backward).

import { type OptionSpec, resolveOptions, type Shape } from '../core/index.ts';
import type { Draw, Kernels, Span } from '../kernels/kernels.ts';

/** How a parameter begins. */
export type Initializer =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number };

/** A tensor that a layer owns: a trained parameter, or state that forward updates (running statistics). */
export interface TensorPlan {
  readonly name: string;
  readonly shape: Shape;
  readonly initialize: Initializer;
}

/** Scratch that forward leaves for backward: `perRow` floats for each row of the batch, and `fixed` floats. */
export interface SavedPlan {
  readonly name: string;
  readonly perRow?: number;
  readonly fixed?: number;
}

/** What a layer needs, worked out from shapes alone. */
export interface LayerPlan {
  /** Shape of one row of y. */
  readonly output: Shape;
  readonly params?: readonly TensorPlan[];
  readonly state?: readonly TensorPlan[];
  readonly saved?: readonly SavedPlan[];
  /** y is x itself, always or at evaluation: forward is not called then. */
  readonly passThrough?: 'always' | 'evaluation';
}

/** Spans by the names a layer's plan gave them. */
export type NamedSpans = { readonly [name: string]: Span };

/** One forward pass through one layer: reads x, params (and state at evaluation), writes y, saved (and state in training). */
export interface ForwardPass {
  readonly kernels: Kernels;
  /** Rows in the batch. */
  readonly n: number;
  readonly training: boolean;
  readonly input: Shape;
  readonly output: Shape;
  readonly x: Span;
  readonly y: Span;
  readonly params: NamedSpans;
  readonly state: NamedSpans;
  readonly saved: NamedSpans;
  readonly clock: Span;
  /** The dropout stream at this layer. */
  readonly draw: Draw;
}

/** The way back: reads dy and saved, overwrites dx unless it is null (nothing before needs it), adds into grads. */
export interface BackwardPass extends ForwardPass {
  readonly dy: Span;
  readonly dx: Span | null;
  readonly grads: NamedSpans;
}

/** A kind of layer. */
export interface LayerDefinition<Options> {
  /** Stable name in saved files and sweep files. */
  readonly kind: string;
  readonly options: OptionSpec<Options>;
  /** The option a sweep file may give alone: `dense: 512` is `dense: { units: 512 }`. */
  readonly mainOption?: string;
  /**
   * Shapes only.
   * @throws HeddleError `shape` when the input does not fit; `where` is left to the caller.
   */
  plan(input: Shape, options: Options): LayerPlan;
  forward(pass: ForwardPass, options: Options): void;
  backward(pass: BackwardPass, options: Options): void;
  /** Each element of y is made of the same element of x, and the way back does not read x: y may be written over x. */
  readonly inPlace?: true;
  /** The way back does not read y: the next layer may write over it. */
  readonly freesOutput?: true;
  /** The way back may write dx over dy. */
  readonly backInPlace?: true;
  /** dx is dy where y is positive, and 0 elsewhere; the layer has no parameters. */
  readonly rectifies?: true;
  /** The way back through this layer and one before it that rectifies, in one: dx is the dx of that layer. */
  backwardWithRectifier?(pass: BackwardPass, options: Options): void;
}

/** A layer as a user writes it: a kind and its resolved options. */
export interface Layer {
  readonly definition: LayerDefinition<unknown>;
  readonly options: unknown;
}

/** Layer kinds by name, for reading models from files. */
export type LayerKinds = { readonly [kind: string]: Layer['definition'] };

/**
 * The factory of a kind of layer.
 *
 * @throws HeddleError `option` when called with options that do not fit.
 * @example
 * const layer = dropout({ rate: 0.3 }); // a factory made by layerFactory
 */
export function layerFactory<Options>(definition: LayerDefinition<Options>): (options?: Partial<Options>) => Layer {
  return (options) => ({ definition, options: resolveOptions(definition.kind, definition.options, options) });
}
