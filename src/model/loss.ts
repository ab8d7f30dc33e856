// What a loss is: from the network's last output and the targets to one number a row, and back.

import { configured, type OptionSpec, resolveOptions, type Shape } from '../core/index.ts';
import type { Kernels, Span } from '../kernels/kernels.ts';
import type { NamedSpans, SavedPlan } from './layer.ts';

/** What a loss compares with. */
export type TargetKind = 'classes' | 'values';

/** How `predict` turns the network's last output into an answer; the same kind of layer at the end is merged into the loss. */
export type OutputActivation = 'softmax' | 'sigmoid' | 'none';

/** What a loss measures beside itself, and so which metrics an epoch has. */
export type TaskKind = 'classification' | 'binary' | 'regression';

/** What a loss needs, worked out from shapes alone. */
export interface LossPlan {
  readonly saved?: readonly SavedPlan[];
  /** Numbers written once, before training, by name: class weights. */
  readonly constants?: { readonly [name: string]: readonly number[] };
}

/** One pass from output y to row losses. */
export interface LossPass {
  readonly kernels: Kernels;
  readonly n: number;
  readonly output: Shape;
  readonly y: Span;
  /** Labels (int32) or values (float). */
  readonly targets: Span;
  readonly saved: NamedSpans;
  readonly constants: NamedSpans;
  /** Doubles, one a row. */
  readonly rowLosses: Span;
  readonly rowWeights: Span;
}

/** The way back: overwrites dy with the gradient of the batch's mean loss. */
export interface LossBackwardPass extends LossPass {
  readonly dy: Span;
  /** 1 / sum of row weights. */
  readonly scale: Span;
}

/** A kind of loss. */
export interface LossDefinition<Options> {
  readonly kind: string;
  readonly options: OptionSpec<Options>;
  readonly targets: TargetKind;
  readonly task: TaskKind;
  readonly activation: OutputActivation;
  /**
   * Shapes only; `output` is the network's.
   * @throws HeddleError `shape` or `option` when they do not fit.
   */
  plan(output: Shape, options: Options): LossPlan;
  forward(pass: LossPass, options: Options): void;
  backward(pass: LossBackwardPass, options: Options): void;
}

/** A loss as a user writes it. */
export interface Loss {
  readonly definition: LossDefinition<unknown>;
  readonly options: unknown;
}

/** Loss kinds by name. */
export type LossKinds = { readonly [kind: string]: Loss['definition'] };

/** The factory of a kind of loss; throws HeddleError `option` for options that do not fit. */
export function lossFactory<Options>(definition: LossDefinition<Options>): (options?: Partial<Options>) => Loss {
  return (options) => ({ definition, options: resolveOptions(definition.kind, definition.options, options) });
}

/**
 * A loss from plain data, as model files and sweeps have it.
 *
 * @param where begins the error: `model, loss`
 * @throws HeddleError `format` for a kind that is not there, `option` for options that do not fit.
 */
export function lossFromSpec(
  where: string,
  spec: { readonly kind: string; readonly [option: string]: unknown },
  kinds: LossKinds,
): Loss {
  return configured(spec, kinds, { where, expected: 'a kind of loss' });
}
