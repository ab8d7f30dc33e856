// What is left of a network's predictions when they have been compared with the true answers: enough for every figure on
// any choice of rows.

import { type RowLosses, rowLosses } from './row-losses.ts';
import type { KindSpec } from './trial.ts';
import { inLossUnit, type Truth } from './truth.ts';

/** How a network did on some rows, row by row. */
export type RowOutcomes =
  | {
      readonly kind: 'classes';
      readonly classes: number;
      readonly actual: Int32Array;
      readonly predicted: Int32Array;
      /** Null where `rowLosses` cannot tell them. */
      readonly losses: RowLosses | null;
    }
  | {
      readonly kind: 'values';
      readonly size: number;
      /** rows x size. */
      readonly targets: Float32Array;
      /** rows x size: prediction - target. */
      readonly errors: Float64Array;
      readonly losses: RowLosses | null;
    };

/**
 * Compares predictions with the truth.
 *
 * A row of class probabilities predicts the first of the highest; a single probability predicts class 1 above a half, and a
 * true number from a half on is class 1, both in the unit of the loss.
 *
 * @param predictions rows x classes probabilities, or rows x size values, as validation-predictions.bin has them
 * @param loss as trial.json has it
 */
export function outcomeOf(predictions: Float32Array, truth: Truth, loss: KindSpec): RowOutcomes {
  const losses = rowLosses(predictions, truth, loss);
  if (truth.kind === 'classes') {
    const actual = truth.labels;
    const classes = predictions.length / actual.length;
    const predicted = Int32Array.from(actual, (_, row) => highest(predictions, row * classes, classes));
    return { kind: 'classes', classes, actual, predicted, losses };
  }
  const { values: targets, size, unit } = truth;
  if (loss.kind === 'binaryCrossEntropy' && size === 1) {
    const actual = Int32Array.from(targets, (target) => Number(inLossUnit(target, unit) >= 0.5));
    const predicted = Int32Array.from(predictions, (probability) => Number(inLossUnit(probability, unit) > 0.5));
    return { kind: 'classes', classes: 2, actual, predicted, losses };
  }
  const errors = Float64Array.from(targets, (target, i) => predictions[i] - target);
  return { kind: 'values', size, targets, errors, losses };
}

function highest(values: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) if (values[start + c] > values[start + best]) best = c;
  return best;
}
