// Softmax over the features of a row.
//
//   y_j  = e^(x_j - max) / sum over k of e^(x_k - max)
//   dx_j = y_j (dy_j - sum over k of dy_k y_k)
//
// At the end of a classifier under crossEntropy it is merged into the loss, which works on logits.

import { sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** The softmax layer's definition. */
export const softmaxLayer: LayerDefinition<Record<string, never>> = {
  kind: 'softmax',
  options: {},
  backInPlace: true,
  plan: (input) => ({ output: input }),

  forward({ kernels, n, input, x, y }) {
    kernels.softmax({ out: y, x, n, size: sizeOf(input) });
  },

  backward({ kernels, n, input, y, dy, dx }) {
    if (dx !== null) kernels.softmaxBackward({ out: dx, dy, y, n, size: sizeOf(input) });
  },
};

/**
 * Softmax over the features of a row: positive numbers that sum to 1.
 *
 * @example
 * softmax();
 */
export const softmax: () => Layer = layerFactory(softmaxLayer);
