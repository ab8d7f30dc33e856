// The Huber loss (Huber, 1964), over a row's outputs and over rows, with e = y - target.
//
//   L = mean of e^2 / 2 within delta, delta (|e| - delta / 2) beyond          dy = e kept within [-delta, delta] / (n size)

import { numberOption, sizeOf } from '../../core/index.ts';
import { type Loss, type LossDefinition, lossFactory } from '../loss.ts';

/** Options of {@link huber}. */
export interface HuberOptions {
  readonly delta: number;
}

/** The huber loss's definition. */
export const huberLoss: LossDefinition<HuberOptions> = {
  kind: 'huber',
  targets: 'values',
  task: 'regression',
  activation: 'none',
  options: {
    delta: numberOption({ doc: 'the error at which squared turns into absolute.', default: 1, min: 0, open: 'min' }),
  },
  plan: () => ({}),

  forward({ kernels, n, output, y, targets, rowLosses, rowWeights }, { delta }) {
    kernels.huber({ predictions: y, targets, rowLosses, rowWeights, n, size: sizeOf(output), delta });
  },

  backward({ kernels, n, output, y, targets, scale, dy }, { delta }) {
    kernels.huberBackward({ out: dy, predictions: y, targets, scale, n, size: sizeOf(output), delta });
  },
};

/**
 * The Huber loss: squared near 0, absolute far away.
 *
 * @example
 * huber({ delta: 1 });
 */
export const huber: (options?: Partial<HuberOptions>) => Loss = lossFactory(huberLoss);
