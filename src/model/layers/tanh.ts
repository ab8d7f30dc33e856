// The hyperbolic tangent, element by element.
//
//   y = tanh x          dx = dy (1 - y^2)

import { sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** The tanh layer's definition. */
export const tanhLayer: LayerDefinition<Record<string, never>> = {
  kind: 'tanh',
  options: {},
  inPlace: true,
  backInPlace: true,
  plan: (input) => ({ output: input }),

  forward({ kernels, n, input, x, y }) {
    kernels.tanh({ out: y, x, length: n * sizeOf(input) });
  },

  backward({ kernels, n, input, y, dy, dx }) {
    if (dx !== null) kernels.tanhBackward({ out: dx, dy, y, length: n * sizeOf(input) });
  },
};

/**
 * The hyperbolic tangent: y = tanh x.
 *
 * @example
 * tanh();
 */
export const tanh: () => Layer = layerFactory(tanhLayer);
