// Binary cross-entropy, from logits z and targets t from 0 to 1, over a row's outputs and over rows.
//
//   L = mean of max(z, 0) - z t + ln(1 + e^-|z|)          dz = (sigmoid(z) - t) / (n size)
//
// A network's own final sigmoid is merged into it.

import { sizeOf } from '../../core/index.ts';
import { type Loss, type LossDefinition, lossFactory } from '../loss.ts';

/** The binaryCrossEntropy loss's definition. */
export const binaryCrossEntropyLoss: LossDefinition<Record<string, never>> = {
  kind: 'binaryCrossEntropy',
  targets: 'values',
  task: 'binary',
  activation: 'sigmoid',
  options: {},
  plan: () => ({}),

  forward({ kernels, n, output, y, targets, rowLosses, rowWeights }) {
    kernels.binaryCrossEntropy({ predictions: y, targets, rowLosses, rowWeights, n, size: sizeOf(output) });
  },

  backward({ kernels, n, output, y, targets, scale, dy }) {
    kernels.binaryCrossEntropyBackward({ out: dy, predictions: y, targets, scale, n, size: sizeOf(output) });
  },
};

/**
 * Binary cross-entropy from logits; the network's own final sigmoid is merged into it.
 *
 * @example
 * binaryCrossEntropy();
 */
export const binaryCrossEntropy: () => Loss = lossFactory(binaryCrossEntropyLoss);
