// AdamW (Loshchilov and Hutter, 2019): Adam, with weight decay taken from the parameters instead of added to the gradient.
//
//   p -= rate weightDecay p, then as adam

import { numberOption } from '../../core/index.ts';
import { type Optimizer, type OptimizerDefinition, optimizerFactory } from '../optimizer.ts';

/** Options of {@link adamW}. */
export interface AdamWOptions {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** The definition of adamW. */
export const adamWOptimizer: OptimizerDefinition<AdamWOptions> = {
  kind: 'adamW',
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
    weightDecay: numberOption({
      doc: 'the share of each parameter taken away at each step, times the learning rate.',
      default: 0.01,
      min: 0,
    }),
  },
  slots: () => ['firstMoment', 'secondMoment'],

  update({ kernels, slots, ...step }, { beta1, beta2, epsilon, weightDecay }) {
    const { firstMoment, secondMoment } = slots;
    kernels.adam({ ...step, firstMoment, secondMoment, beta1, beta2, epsilon, weightDecay, decoupled: true });
  },
};

/**
 * AdamW: Adam with weight decay on the parameters themselves.
 *
 * @example
 * adamW({ learningRate: 0.001 });
 */
export const adamW: (options?: Partial<AdamWOptions>) => Optimizer = optimizerFactory(adamWOptimizer);
