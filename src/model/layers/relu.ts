// The rectifier, element by element.
//
//   y = max(x, 0)          dx = dy where y > 0, else 0

import { sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** The relu layer's definition. */
export const reluLayer: LayerDefinition<Record<string, never>> = {
  kind: 'relu',
  options: {},
  rectifies: true,
  inPlace: true,
  backInPlace: true,
  plan: (input) => ({ output: input }),

  forward({ kernels, n, input, x, y }) {
    kernels.relu({ out: y, x, length: n * sizeOf(input) });
  },

  backward({ kernels, n, input, y, dy, dx }) {
    if (dx !== null) kernels.reluBackward({ out: dx, dy, y, length: n * sizeOf(input), scale: 1 });
  },
};

/**
 * The rectifier: y = max(x, 0).
 *
 * @example
 * relu();
 */
export const relu: () => Layer = layerFactory(reluLayer);
