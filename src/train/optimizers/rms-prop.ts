// RMSProp (Tieleman and Hinton, 2012).
//
//   v = decay v + (1 - decay) g^2          p -= rate g / (sqrt(v) + epsilon)
//
// g includes weightDecay p.

import { numberOption } from '../../core/index.ts';
import { type Optimizer, type OptimizerDefinition, optimizerFactory } from '../optimizer.ts';

/** Options of {@link rmsProp}. */
export interface RmsPropOptions {
  readonly learningRate: number;
  readonly decay: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** The definition of rmsProp. */
export const rmsPropOptimizer: OptimizerDefinition<RmsPropOptions> = {
  kind: 'rmsProp',
  options: {
    learningRate: numberOption({ doc: 'the step size, before the schedule.', default: 0.01, min: 0, open: 'min' }),
    decay: numberOption({
      doc: 'how much of the mean squared gradient is kept.',
      default: 0.99,
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
      doc: 'the share of each parameter that is added to its gradient.',
      default: 0,
      min: 0,
    }),
  },
  slots: () => ['meanSquare'],

  update({ kernels, slots, ...step }, { decay, epsilon, weightDecay }) {
    kernels.rmsProp({ ...step, meanSquare: slots['meanSquare'], decay, epsilon, weightDecay });
  },
};

/**
 * RMSProp.
 *
 * @example
 * rmsProp({ learningRate: 0.001 });
 */
export const rmsProp: (options?: Partial<RmsPropOptions>) => Optimizer = optimizerFactory(rmsPropOptimizer);
