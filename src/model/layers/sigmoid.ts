// The logistic function, element by element.
//
//   y = 1 / (1 + e^-x)          dx = dy y (1 - y)

import { sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** The sigmoid layer's definition. */
export const sigmoidLayer: LayerDefinition<Record<string, never>> = {
  kind: 'sigmoid',
  options: {},
  inPlace: true,
  backInPlace: true,
  plan: (input) => ({ output: input }),

  forward({ kernels, n, input, x, y }) {
    kernels.sigmoid({ out: y, x, length: n * sizeOf(input) });
  },

  backward({ kernels, n, input, y, dy, dx }) {
    if (dx !== null) kernels.sigmoidBackward({ out: dx, dy, y, length: n * sizeOf(input) });
  },
};

/**
 * The logistic function: y = 1 / (1 + e^-x).
 *
 * @example
 * sigmoid();
 */
export const sigmoid: () => Layer = layerFactory(sigmoidLayer);
