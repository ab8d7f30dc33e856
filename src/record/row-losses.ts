// The loss of each row, from predictions as they are saved: probabilities p where the loss works on logits, else values y.
// The loss was computed on logits, which say more than probabilities do: where float32 rounded one, or what is left of it to 1, so far
// that its logarithm is not known to a thousandth, the losses are not told at all. Values whose targets were scaled for training
// are scaled again, since that is what the loss was computed on.
//
//   crossEntropy         (1 - s) w_t (-ln p_t) + s / classes * sum over c of w_c (-ln p_c), weighing w_t
//   binaryCrossEntropy   mean over outputs of -(t ln p + (1 - t) ln (1 - p))
//   meanSquaredError     mean of e^2, e = y - t          meanAbsoluteError   mean of |e|
//   huber                mean of e^2 / 2 within delta, delta (|e| - delta / 2) beyond

import { log } from '../core/index.ts';
import type { KindSpec } from './trial.ts';
import { inLossUnit, type Truth } from './truth.ts';

/** Losses and weights of rows: the loss of some rows is the sum of their losses over the sum of their weights, all 1 for null. */
export interface RowLosses {
  readonly values: Float64Array;
  readonly weights: Float64Array | null;
}

/** Below it float32 has fewer digits, and exp gives 0. */
const LEAST_NORMAL = 2 ** -126;
/** A probability next to 1 is rounded by up to 2^-25: at most 2^-7 of this much, which moves its logarithm by less than a thousandth. */
const LEAST_LEFT = 2 ** -18;

/** -ln p; NaN where p cannot tell it. */
const negativeLog = (p: number): number => (p < LEAST_NORMAL ? Number.NaN : -log(p));
/** -ln (1 - p); NaN where p cannot tell it. */
const negativeLogOfRest = (p: number): number => (1 - p < LEAST_LEFT ? Number.NaN : -log(1 - p));
/** A term that weighs nothing is nothing. */
const weighed = (weight: number, term: number): number => (weight === 0 ? 0 : weight * term);

/** Row losses; null for a loss that is not of Heddle's own, or where a row's loss cannot be told. */
export function rowLosses(predictions: Float32Array, truth: Truth, loss: KindSpec): RowLosses | null {
  const losses = computedLosses(predictions, truth, loss);
  return losses === null || losses.values.some(Number.isNaN) ? null : losses;
}

function computedLosses(predictions: Float32Array, truth: Truth, loss: KindSpec): RowLosses | null {
  if (truth.kind === 'classes')
    return loss.kind === 'crossEntropy' ? crossEntropy(predictions, truth.labels, loss) : null;
  const { values: targets, size, unit } = truth;
  const term = errorTerm(loss);
  if (term === null) return null;
  const values = new Float64Array(targets.length / size);
  for (let i = 0; i < targets.length; i++)
    values[Math.floor(i / size)] += term(inLossUnit(predictions[i], unit), inLossUnit(targets[i], unit)) / size;
  return { values, weights: null };
}

function crossEntropy(predictions: Float32Array, labels: Int32Array, loss: KindSpec): RowLosses {
  const classes = predictions.length / labels.length;
  const smoothing = Number(loss['labelSmoothing'] ?? 0);
  const classWeights = loss['classWeights'] as readonly number[] | null | undefined;
  const weightOf = (label: number): number => classWeights?.[label] ?? 1;
  const values = new Float64Array(labels.length);
  const weights = classWeights === null || classWeights === undefined ? null : Float64Array.from(labels, weightOf);
  for (const [row, label] of labels.entries()) {
    const start = row * classes;
    values[row] = weighed((1 - smoothing) * weightOf(label), negativeLog(predictions[start + label]));
    if (smoothing === 0) continue;
    let spread = 0;
    for (let c = 0; c < classes; c++) spread += weighed(weightOf(c), negativeLog(predictions[start + c]));
    values[row] += (smoothing / classes) * spread;
  }
  return { values, weights };
}

/** The loss of one number y against its target t, or null where it is not known. */
function errorTerm(loss: KindSpec): ((y: number, t: number) => number) | null {
  switch (loss.kind) {
    case 'meanSquaredError':
      return (y, t) => (y - t) * (y - t);
    case 'meanAbsoluteError':
      return (y, t) => Math.abs(y - t);
    case 'huber': {
      const delta = Number(loss['delta']);
      return (y, t) => {
        const size = Math.abs(y - t);
        return size <= delta ? (size * size) / 2 : delta * (size - delta / 2);
      };
    }
    case 'binaryCrossEntropy':
      return (p, t) => weighed(t, negativeLog(p)) + weighed(1 - t, negativeLogOfRest(p));
    default:
      return null;
  }
}
