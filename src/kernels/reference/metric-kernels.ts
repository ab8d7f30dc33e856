// What an epoch counts while it trains or validates: whole numbers for classes, double sums for values.

import type { Kernels } from '../kernels.ts';
import type { ReferenceMemory } from './reference-memory.ts';

/** The metric kernels over a memory. */
export function metricKernels({
  floats,
  ints,
}: ReferenceMemory): Pick<Kernels, 'countClasses' | 'countSigns' | 'countErrors'> {
  return {
    // The predicted class is the first with the highest score.
    countClasses({ scores, labels, confusion, ranks, n, classes }) {
      const z = floats(scores);
      for (let i = 0; i < n; i++) {
        const row = i * classes;
        const label = ints(labels)[i];
        let predicted = 0;
        let rank = 0;
        for (let c = 0; c < classes; c++) {
          if (z[row + c] > z[row + predicted]) predicted = c;
          if (z[row + c] > z[row + label] || (z[row + c] === z[row + label] && c < label)) rank++;
        }
        ints(confusion)[label * classes + predicted]++;
        ints(ranks)[rank]++;
      }
    },
    // Two classes from one logit: positive where the score is above 0 and the target at least a half.
    countSigns({ scores, targets, confusion, n }) {
      for (let i = 0; i < n; i++) {
        const actual = floats(targets)[i] >= 0.5 ? 1 : 0;
        const predicted = floats(scores)[i] > 0 ? 1 : 0;
        ints(confusion)[2 * actual + predicted]++;
      }
    },
    countErrors({ predictions, targets, sums, n, size }) {
      const out = floats(sums);
      for (let j = 0; j < size; j++) {
        for (let i = j; i < n * size; i += size) {
          const target = floats(targets)[i];
          const error = floats(predictions)[i] - target;
          const shifted = target - out[5 * j + 4];
          out[5 * j] += error * error;
          out[5 * j + 1] += Math.abs(error);
          out[5 * j + 2] += shifted;
          out[5 * j + 3] += shifted * shifted;
        }
      }
    },
  };
}
