// Dropout (Srivastava et al., 2014), inverted: what survives is scaled up, so that evaluation needs no change.
//
//   y = mask x / (1 - rate)          dx = mask dy / (1 - rate)
//
// The mask is a pure function of seed, layer, step and element: backward computes it again instead of storing it, or
// reads it off y where x comes from a rectifier.
// Each element is dropped with probability round(65536 rate) / 65536. At evaluation y is x.

import { numberOption, sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** Options of {@link dropout}. */
export interface DropoutOptions {
  readonly rate: number;
}

/** The dropout layer's definition. */
export const dropoutLayer: LayerDefinition<DropoutOptions> = {
  kind: 'dropout',
  mainOption: 'rate',
  options: {
    rate: numberOption({
      doc: 'the probability of setting an element to zero.',
      default: 0.5,
      min: 0,
      max: 1,
      open: 'max',
    }),
  },
  inPlace: true,
  backInPlace: true,
  plan: (input, { rate }) => ({ output: input, passThrough: rate === 0 ? 'always' : 'evaluation' }),

  forward({ kernels, n, input, x, y, clock, draw }, { rate }) {
    kernels.dropout({ out: y, x, length: n * sizeOf(input), rate, clock, ...draw });
  },

  backward({ kernels, n, input, dy, dx, clock, draw }, { rate }) {
    if (dx !== null) kernels.dropout({ out: dx, x: dy, length: n * sizeOf(input), rate, clock, ...draw });
  },

  // x is positive or 0: y is positive exactly where x was and was not dropped.
  backwardWithRectifier({ kernels, n, input, y, dy, dx }, { rate }) {
    if (dx !== null) kernels.reluBackward({ out: dx, dy, y, length: n * sizeOf(input), scale: 1 / (1 - rate) });
  },
};

/**
 * Sets elements to zero at random while training, and scales the others by 1 / (1 - rate).
 *
 * @param options.rate probability of zeroing, from 0 to below 1
 * @example
 * dropout({ rate: 0.3 });
 */
export const dropout: (options?: Partial<DropoutOptions>) => Layer = layerFactory(dropoutLayer);
