// A layer whose one parameter is its output:
//
//   y = values          dvalues = dy          values [n, ...input]
//
// Put before a layer, it makes the layer's dx the gradient of a parameter, which a gradient check then covers like any other.

import { integerOption, sizeOf } from '../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../model/index.ts';

/** Options of {@link probe}. */
export interface ProbeOptions {
  readonly rows: number;
}

/** The probe layer's definition. */
export const probeLayer: LayerDefinition<ProbeOptions> = {
  kind: 'probe',
  mainOption: 'rows',
  options: { rows: integerOption({ doc: 'the rows of every batch.', min: 1 }) },

  plan: (input, { rows }) => ({
    output: input,
    params: [{ name: 'values', shape: [rows, ...input], initialize: { kind: 'zeros' } }],
  }),

  forward({ kernels, input, y, params }, { rows }) {
    // The leaky rectifier of slope 1 is a copy.
    kernels.leakyRelu({ out: y, x: params['values'], length: rows * sizeOf(input), slope: 1 });
  },

  backward({ kernels, input, dy, grads }, { rows }) {
    kernels.columnSums({ out: grads['values'], x: dy, n: 1, size: rows * sizeOf(input) });
  },
};

/**
 * A layer that gives out its own parameter, `rows` rows of it, and so learns the gradient by its output.
 *
 * @example
 * probe({ rows: 4 });
 */
export const probe: (options?: Partial<ProbeOptions>) => Layer = layerFactory(probeLayer);
