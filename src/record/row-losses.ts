// The loss of each row, from predictions as they are saved: probabilities p where the loss works on logits, else values y.
// A probability that was rounded to 0 counts as the smallest float32 above it. Values whose targets were scaled for training are
// scaled again, since that is what the loss was computed on.
//
//   crossEntropy         (1 - s) w_t (-ln p_t) + s / classes * sum over c of w_c (-ln p_c), weighing w_t
//   binaryCrossEntropy   mean over outputs of -(t ln p + (1 - t) ln (1 - p))
//   meanSquaredError     mean of e^2, e = y - t          meanAbsoluteError   mean of |e|
//   huber                mean of e^2 / 2 within delta, delta (|e| - delta / 2) beyond

import { log } from '../core/index.ts';
import type { KindSpec } from './trial.ts';
import type { Truth } from './truth.ts';

/** Losses and weights of rows: the loss of some rows is the sum of their losses over the sum of their weights, all 1 for null. */
export interface RowLosses {
  readonly values: Float64Array;
  readonly weights: Float64Array | null;
}

const SMALLEST = 2 ** -149;
const negativeLog = (probability: number): number => -log(Math.max(probability, SMALLEST));

/** Row losses; null for a loss that is not of Heddle's own. */
export function rowLosses(predictions: Float32Array, truth: Truth, loss: KindSpec): RowLosses | null {
  if (truth.kind === 'classes')
    return loss.kind === 'crossEntropy' ? crossEntropy(predictions, truth.labels, loss) : null;
  const { values: targets, size, unit = { offset: 0, divisor: 1 } } = truth;
  const term = errorTerm(loss);
  if (term === null) return null;
  const scaled = (value: number): number => (value - unit.offset) / unit.divisor;
  const values = new Float64Array(targets.length / size);
  for (let i = 0; i < targets.length; i++)
    values[Math.floor(i / size)] += term(scaled(predictions[i]), scaled(targets[i])) / size;
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
    values[row] = (1 - smoothing) * weightOf(label) * negativeLog(predictions[start + label]);
    if (smoothing === 0) continue;
    let spread = 0;
    for (let c = 0; c < classes; c++) spread += weightOf(c) * negativeLog(predictions[start + c]);
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
      return (p, t) => (t === 0 ? 0 : t * negativeLog(p)) + (t === 1 ? 0 : (1 - t) * negativeLog(1 - p));
    default:
      return null;
  }
}
