// What an optimizer is. All parameters of a model lie in one flat vector, as do their gradients and each slot of
// optimizer state, so an update is one kernel call however many layers there are.

import { type OptionSpec, resolveOptions } from '../core/index.ts';
import type { Kernels, Span } from '../kernels/kernels.ts';

/** One update: reads gradients and this step's learning rate, changes parameters and slots. */
export interface UpdatePass {
  readonly kernels: Kernels;
  readonly parameters: Span;
  readonly gradients: Span;
  readonly length: number;
  /** The optimizer's own vectors, by the names `slots` gave. */
  readonly slots: { readonly [name: string]: Span };
  readonly rates: Span;
  readonly clock: Span;
}

/** A kind of optimizer. Every kind has the option `learningRate`. */
export interface OptimizerDefinition<Options extends { readonly learningRate: number }> {
  readonly kind: string;
  readonly options: OptionSpec<Options>;
  /** Names of the vectors it keeps, each as long as the parameters, all zero at first. */
  slots(options: Options): readonly string[];
  update(pass: UpdatePass, options: Options): void;
}

/** An optimizer as a user writes it. */
export interface Optimizer {
  readonly definition: OptimizerDefinition<{ readonly learningRate: number }>;
  readonly options: { readonly learningRate: number };
}

/** Optimizer kinds by name. */
export type OptimizerKinds = { readonly [kind: string]: Optimizer['definition'] };

/** The factory of a kind of optimizer; throws HeddleError `option` for options that do not fit. */
export function optimizerFactory<Options extends { readonly learningRate: number }>(
  definition: OptimizerDefinition<Options>,
): (options?: Partial<Options>) => Optimizer {
  return (options) => ({ definition, options: resolveOptions(definition.kind, definition.options, options) });
}
