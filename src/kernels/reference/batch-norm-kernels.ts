// Batch normalisation (Ioffe and Szegedy, 2015), per column over the n rows of the batch.
//
//   mean     = sum of x / n
//   variance = sum of (x - mean)^2 / n          biased, to normalise; the running average takes / (n - 1)
//   xhat     = (x - mean) / sqrt(variance + epsilon)
//   y        = gamma xhat + beta
//
//   dbeta    = sum of dy          dgamma = sum of dy xhat
//   dx       = gamma / sqrt(variance + epsilon) (dy - dbeta / n - xhat dgamma / n)

import type { Kernels } from '../kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ReferenceMemory } from './reference-memory.ts';
import { sumRows } from './sums.ts';

type BatchNormKernels = Pick<
  Kernels,
  'batchNormStatistics' | 'batchNormForward' | 'batchNormInfer' | 'batchNormBackward'
>;

/** The batch normalisation kernels over a memory. */
export function batchNormKernels(arithmetic: Arithmetic, { floats }: ReferenceMemory): BatchNormKernels {
  const { round } = arithmetic;
  const inverseRoot = (variance: number, epsilon: number): number =>
    round(1 / round(Math.sqrt(round(variance + round(epsilon)))));

  return {
    batchNormStatistics({ x, mean, inverseDeviation, runningMean, runningVariance, momentum, epsilon, n, size }) {
      const from = floats(x);
      const fresh = round(momentum);
      const kept = round(1 - momentum);
      for (let j = 0; j < size; j++) {
        const average = round(sumRows(arithmetic, n, (i) => from[i * size + j]) / n);
        const squares = sumRows(arithmetic, n, (i) => {
          const difference = round(from[i * size + j] - average);
          return round(difference * difference);
        });
        floats(mean)[j] = average;
        floats(inverseDeviation)[j] = inverseRoot(round(squares / n), epsilon);
        if (n < 2) continue; // one row has no unbiased variance: the running averages stay
        const unbiased = round(squares / (n - 1));
        floats(runningMean)[j] = round(round(kept * floats(runningMean)[j]) + round(fresh * average));
        floats(runningVariance)[j] = round(round(kept * floats(runningVariance)[j]) + round(fresh * unbiased));
      }
    },
    batchNormForward({ y, x, mean, inverseDeviation, gamma, beta, n, size }) {
      const from = floats(x);
      const to = floats(y);
      for (let j = 0; j < size; j++) {
        for (let i = j; i < n * size; i += size) {
          const normalized = round(round(from[i] - floats(mean)[j]) * floats(inverseDeviation)[j]);
          to[i] = round(round(normalized * floats(gamma)[j]) + floats(beta)[j]);
        }
      }
    },
    batchNormInfer({ y, x, runningMean, runningVariance, gamma, beta, epsilon, n, size }) {
      const from = floats(x);
      const to = floats(y);
      for (let j = 0; j < size; j++) {
        const inverse = inverseRoot(floats(runningVariance)[j], epsilon);
        for (let i = j; i < n * size; i += size) {
          const normalized = round(round(from[i] - floats(runningMean)[j]) * inverse);
          to[i] = round(round(normalized * floats(gamma)[j]) + floats(beta)[j]);
        }
      }
    },
    batchNormBackward({ dx, dGamma, dBeta, dy, x, mean, inverseDeviation, gamma, n, size }) {
      const slope = floats(dy);
      const from = floats(x);
      for (let j = 0; j < size; j++) {
        const average = floats(mean)[j];
        const inverse = floats(inverseDeviation)[j];
        const normalized = (i: number): number => round(round(from[i] - average) * inverse);
        const sum = sumRows(arithmetic, n, (i) => slope[i * size + j]);
        const product = sumRows(arithmetic, n, (i) => round(slope[i * size + j] * normalized(i * size + j)));
        floats(dBeta)[j] = round(floats(dBeta)[j] + sum);
        floats(dGamma)[j] = round(floats(dGamma)[j] + product);
        if (dx === null) continue;
        const to = floats(dx);
        const meanSum = round(sum / n);
        const meanProduct = round(product / n);
        const factor = round(floats(gamma)[j] * inverse);
        for (let i = j; i < n * size; i += size) {
          to[i] = round(factor * round(round(slope[i] - meanSum) - round(normalized(i) * meanProduct)));
        }
      }
    },
  };
}
