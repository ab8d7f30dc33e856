// Batch normalisation (Ioffe and Szegedy, 2015), per feature, over the rows of the batch.
//
//   y = gamma (x - mean) / sqrt(variance + epsilon) + beta
//
// In training mean and variance are the batch's (variance biased) and the running averages move towards them by
// `momentum` (variance unbiased there). At evaluation the running averages stand in. gamma and beta are both trained.
// A batch of one row, as the last of an epoch may be, has no unbiased variance: it leaves the running averages as they are.
//
//   dbeta = sum of dy        dgamma = sum of dy xhat
//   dx    = gamma / sqrt(variance + epsilon) (dy - dbeta / n - xhat dgamma / n)

import { numberOption, sizeOf } from '../../core/index.ts';
import { type Layer, type LayerDefinition, layerFactory } from '../layer.ts';

/** Options of {@link batchNorm}. */
export interface BatchNormOptions {
  readonly momentum: number;
  readonly epsilon: number;
}

/** The batch normalisation layer's definition. */
export const batchNormLayer: LayerDefinition<BatchNormOptions> = {
  kind: 'batchNorm',
  options: {
    momentum: numberOption({ doc: 'the share of the batch in the running averages.', default: 0.1, min: 0, max: 1 }),
    epsilon: numberOption({
      doc: 'what is added to the variance before its root.',
      default: 1e-5,
      min: 0,
      open: 'min',
    }),
  },
  freesOutput: true,
  backInPlace: true,

  plan(input) {
    const shape = [sizeOf(input)];
    return {
      output: input,
      params: [
        { name: 'gamma', shape, initialize: { kind: 'ones' } },
        { name: 'beta', shape, initialize: { kind: 'zeros' } },
      ],
      state: [
        { name: 'runningMean', shape, initialize: { kind: 'zeros' } },
        { name: 'runningVariance', shape, initialize: { kind: 'ones' } },
      ],
      saved: [
        { name: 'mean', fixed: sizeOf(shape) },
        { name: 'inverseDeviation', fixed: sizeOf(shape) },
      ],
    };
  },

  forward({ kernels, n, training, input, x, y, params, state, saved }, { momentum, epsilon }) {
    const size = sizeOf(input);
    const { gamma, beta } = params;
    const { runningMean, runningVariance } = state;
    if (!training) {
      kernels.batchNormInfer({ y, x, runningMean, runningVariance, gamma, beta, epsilon, n, size });
      return;
    }
    const { mean, inverseDeviation } = saved;
    kernels.batchNormStatistics({
      x,
      mean,
      inverseDeviation,
      runningMean,
      runningVariance,
      momentum,
      epsilon,
      n,
      size,
    });
    kernels.batchNormForward({ y, x, mean, inverseDeviation, gamma, beta, n, size });
  },

  backward({ kernels, n, input, x, dy, dx, params, saved, grads }) {
    const { mean, inverseDeviation } = saved;
    const shared = { dy, x, mean, inverseDeviation, gamma: params['gamma'], n, size: sizeOf(input) };
    kernels.batchNormBackward({ dx, dGamma: grads['gamma'], dBeta: grads['beta'], ...shared });
  },
};

/**
 * Batch normalisation of every feature.
 *
 * @throws HeddleError `option` when momentum is outside 0 to 1 or epsilon is not above 0.
 * @example
 * batchNorm({ momentum: 0.1 });
 */
export const batchNorm: (options?: Partial<BatchNormOptions>) => Layer = layerFactory(batchNormLayer);
