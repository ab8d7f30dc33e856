// Stochastic gradient descent, with momentum (Polyak, 1964) or Nesterov's (1983, as in Sutskever et al., 2013).
//
//   v = momentum v + g          p -= rate v          nesterov: p -= rate (g + momentum v)
//
// g includes weightDecay p.

import { booleanOption, numberOption } from '../../core/index.ts';
import { type Optimizer, type OptimizerDefinition, optimizerFactory } from '../optimizer.ts';

/** Options of {@link sgd}. */
export interface SgdOptions {
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/** The definition of sgd. */
export const sgdOptimizer: OptimizerDefinition<SgdOptions> = {
  kind: 'sgd',
  options: {
    learningRate: numberOption({ doc: 'the step size, before the schedule.', default: 0.01, min: 0, open: 'min' }),
    momentum: numberOption({
      doc: 'the share of the last direction that is kept.',
      default: 0,
      min: 0,
      max: 1,
      open: 'max',
    }),
    nesterov: booleanOption({ doc: 'whether to look ahead along the momentum.', default: false }),
    weightDecay: numberOption({
      doc: 'the share of each parameter that is added to its gradient.',
      default: 0,
      min: 0,
    }),
  },
  slots: ({ momentum }) => (momentum > 0 ? ['velocity'] : []),

  update({ kernels, slots, ...step }, { momentum, nesterov, weightDecay }) {
    kernels.sgd({ ...step, velocity: slots['velocity'] ?? null, momentum, nesterov, weightDecay });
  },
};

/**
 * Stochastic gradient descent.
 *
 * @example
 * sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true });
 */
export const sgd: (options?: Partial<SgdOptions>) => Optimizer = optimizerFactory(sgdOptimizer);
