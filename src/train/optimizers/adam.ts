// Adam (Kingma and Ba, 2015), bias-corrected; t counts steps from 1.
//
//   m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g^2
//   p -= rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
//
// g includes weightDecay p; AdamW (adam-w.ts) takes the decay from the parameter itself.

import { numberOption } from '../../core/index.ts';
import { type Optimizer, type OptimizerDefinition, optimizerFactory } from '../optimizer.ts';

/** Options of {@link adam} and {@link adamW}. */
export interface AdamOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** The definition of adam, or of adamW when the weight decay is decoupled from the gradient. */
export function adamDefinition(parts: {
  readonly kind: string;
  readonly decoupled: boolean;
  readonly weightDecay: number;
}): OptimizerDefinition<AdamOptions> {
  const { kind, decoupled } = parts;
  const decay = decoupled
    ? 'the share of each parameter taken away at each step, times the learning rate.'
    : 'the share of each parameter that is added to its gradient.';
  return {
    kind,
    options: {
      learningRate: numberOption({ doc: 'the step size, before the schedule.', default: 0.001, min: 0, open: 'min' }),
      beta1: numberOption({ doc: 'how much of the mean gradient is kept.', default: 0.9, min: 0, max: 1, open: 'max' }),
      beta2: numberOption({
        doc: 'how much of the mean squared gradient is kept.',
        default: 0.999,
        min: 0,
        max: 1,
        open: 'max',
      }),
      epsilon: numberOption({
        doc: 'what is added to the root, against division by 0.',
        default: 1e-8,
        min: 0,
        open: 'min',
      }),
      weightDecay: numberOption({ doc: decay, default: parts.weightDecay, min: 0 }),
    },
    slots: () => ['firstMoment', 'secondMoment'],

    update({ kernels, slots, ...step }, { beta1, beta2, epsilon, weightDecay }) {
      const { firstMoment, secondMoment } = slots;
      kernels.adam({ ...step, firstMoment, secondMoment, beta1, beta2, epsilon, weightDecay, decoupled });
    },
  };
}

/** The definition of adam. */
export const adamOptimizer: OptimizerDefinition<AdamOptions> = adamDefinition({
  kind: 'adam',
  decoupled: false,
  weightDecay: 0,
});

/**
 * Adam, bias-corrected.
 *
 * @example
 * adam({ learningRate: 0.001 });
 */
export const adam: (options?: Partial<AdamOptions>) => Optimizer = optimizerFactory(adamOptimizer);
