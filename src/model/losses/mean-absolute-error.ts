// The mean absolute error, over a row's outputs and over rows, with e = y - target.
//
//   L = mean of |e|          dy = sign(e) / (n size), 0 at e = 0

import { sizeOf } from '../../core/index.ts';
import { type Loss, type LossDefinition, lossFactory } from '../loss.ts';

/** The meanAbsoluteError loss's definition. */
export const meanAbsoluteErrorLoss: LossDefinition<Record<string, never>> = {
  kind: 'meanAbsoluteError',
  targets: 'values',
  task: 'regression',
  activation: 'none',
  options: {},
  plan: () => ({}),

  forward({ kernels, n, output, y, targets, rowLosses, rowWeights }) {
    kernels.absoluteError({ predictions: y, targets, rowLosses, rowWeights, n, size: sizeOf(output) });
  },

  backward({ kernels, n, output, y, targets, scale, dy }) {
    kernels.absoluteErrorBackward({ out: dy, predictions: y, targets, scale, n, size: sizeOf(output) });
  },
};

/**
 * The mean absolute error.
 *
 * @example
 * meanAbsoluteError();
 */
export const meanAbsoluteError: () => Loss = lossFactory(meanAbsoluteErrorLoss);
