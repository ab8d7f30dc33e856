// AdamW (Loshchilov and Hutter, 2019): Adam, with weight decay taken from the parameters instead of added to the gradient.
//
//   p -= rate weightDecay p, then as adam

import { type Optimizer, type OptimizerDefinition, optimizerFactory } from '../optimizer.ts';
import { type AdamOptions, adamDefinition } from './adam.ts';

/** The definition of adamW. */
export const adamWOptimizer: OptimizerDefinition<AdamOptions> = adamDefinition({
  kind: 'adamW',
  decoupled: true,
  weightDecay: 0.01,
});

/**
 * AdamW: Adam with weight decay on the parameters themselves.
 *
 * @example
 * adamW({ learningRate: 0.001, weightDecay: 0.01 });
 */
export const adamW: (options?: Partial<AdamOptions>) => Optimizer = optimizerFactory(adamWOptimizer);
