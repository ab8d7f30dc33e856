// A fully connected layer.
//
//   y = x W + b          x [n, in], W [in, out], b [out], y [n, out]
//
//   dW = x^T dy          db = sum over rows of dy          dx = dy W^T
//
// W begins He-normal, deviation sqrt(2 / in), which keeps the variance through ReLU (He et al., 2015); b begins at 0.

import { HeddleError, integerOption, shapeText } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** Options of {@link dense}. */
export interface DenseOptions {
  readonly units: number;
}

/** The dense layer's definition. */
export const denseLayer: LayerDefinition<DenseOptions> = {
  kind: 'dense',
  mainOption: 'units',
  options: { units: integerOption({ doc: 'the number of outputs.', min: 1, max: 1_000_000 }) },
  freesOutput: true,

  plan(input, { units }) {
    if (input.length !== 1) {
      throw new HeddleError('shape', {
        where: '',
        expected: 'a flat input, such as [784]',
        received: shapeText(input),
        hint: 'put flatten before it.',
      });
    }
    const [inputs] = input;
    return {
      output: [units],
      params: [
        { name: 'weight', shape: [inputs, units], initialize: { kind: 'normal', deviation: Math.sqrt(2 / inputs) } },
        { name: 'bias', shape: [units], initialize: { kind: 'zeros' } },
      ],
    };
  },

  forward({ kernels, n, input: [inputs], x, y, params }, { units }) {
    kernels.gemm({ out: y, a: x, b: params['weight'], m: n, n: units, k: inputs, bias: params['bias'] });
  },

  backward({ kernels, n, input: [inputs], x, dy, dx, params, grads }, { units }) {
    kernels.columnSums({ out: grads['bias'], x: dy, n, size: units });
    kernels.gemm({ out: grads['weight'], a: x, b: dy, m: inputs, n: units, k: n, transposeA: true, accumulate: true });
    if (dx !== null) kernels.gemm({ out: dx, a: dy, b: params['weight'], m: n, n: inputs, k: units, transposeB: true });
  },
};

/**
 * A fully connected layer: y = x W + b.
 *
 * @param options.units number of outputs
 * @throws HeddleError `option` when units is no whole number of at least 1.
 * @example
 * dense({ units: 512 });
 */
export const dense: (options?: Partial<DenseOptions>) => Layer = layerFactory(denseLayer);
