// The mean squared error, over a row's outputs and over rows, with e = y - target.
//
//   L = mean of e^2          dy = 2 e / (n size)

import { sizeOf } from '../../core/index.ts';
import { type Loss, type LossDefinition, lossFactory } from '../loss.ts';

/** The meanSquaredError loss's definition. */
export const meanSquaredErrorLoss: LossDefinition<Record<string, never>> = {
  kind: 'meanSquaredError',
  targets: 'values',
  task: 'regression',
  activation: 'none',
  options: {},
  plan: () => ({}),

  forward({ kernels, n, output, y, targets, rowLosses, rowWeights }) {
    kernels.squaredError({ predictions: y, targets, rowLosses, rowWeights, n, size: sizeOf(output) });
  },

  backward({ kernels, n, output, y, targets, scale, dy }) {
    kernels.squaredErrorBackward({ out: dy, predictions: y, targets, scale, n, size: sizeOf(output) });
  },
};

/**
 * The mean squared error.
 *
 * @example
 * meanSquaredError();
 */
export const meanSquaredError: () => Loss = lossFactory(meanSquaredErrorLoss);
