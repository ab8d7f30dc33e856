// The leaky rectifier, element by element (Maas, Hannun and Ng, 2013).
//
//   y = x where x > 0, else slope x          dx = dy where y > 0, else slope dy

import { numberOption, sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** Options of {@link leakyRelu}. */
export interface LeakyReluOptions {
  readonly slope: number;
}

/** The leakyRelu layer's definition. */
export const leakyReluLayer: LayerDefinition<LeakyReluOptions> = {
  kind: 'leakyRelu',
  mainOption: 'slope',
  options: { slope: numberOption({ doc: 'the slope below 0.', default: 0.01, min: 0, max: 1 }) },
  inPlace: true,
  backInPlace: true,
  plan: (input) => ({ output: input }),

  forward({ kernels, n, input, x, y }, { slope }) {
    kernels.leakyRelu({ out: y, x, length: n * sizeOf(input), slope });
  },

  backward({ kernels, n, input, y, dy, dx }, { slope }) {
    if (dx !== null) kernels.leakyReluBackward({ out: dx, dy, y, length: n * sizeOf(input), slope });
  },
};

/**
 * The leaky rectifier: y = x above 0, slope x below.
 *
 * @example
 * leakyRelu({ slope: 0.1 });
 */
export const leakyRelu: (options?: Partial<LeakyReluOptions>) => Layer = layerFactory(leakyReluLayer);
