// Losses, row by row, in double precision, and their gradients in floats.
// A loss over a row's outputs is their mean; a batch's loss is sum of row losses / sum of row weights.

import { exp, log } from '../../core/index.ts';
import { CLOCK, type Kernels, type ValueLoss, type ValueLossBackward } from '../kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ReferenceMemory } from './reference-memory.ts';

type LossKernels = Pick<
  Kernels,
  | 'crossEntropy'
  | 'crossEntropyBackward'
  | 'squaredError'
  | 'squaredErrorBackward'
  | 'absoluteError'
  | 'absoluteErrorBackward'
  | 'huber'
  | 'huberBackward'
  | 'binaryCrossEntropy'
  | 'binaryCrossEntropyBackward'
  | 'meanLoss'
>;

/** The loss kernels over a memory. */
export function lossKernels(arithmetic: Arithmetic, { floats, ints }: ReferenceMemory): LossKernels {
  const { round } = arithmetic;

  function valueLoss(call: ValueLoss, loss: (prediction: number, target: number) => number): void {
    const predictions = floats(call.predictions);
    const targets = floats(call.targets);
    for (let i = 0; i < call.n; i++) {
      let sum = 0;
      for (let j = i * call.size; j < (i + 1) * call.size; j++) sum += loss(predictions[j], targets[j]);
      floats(call.rowLosses)[i] = sum / call.size;
      floats(call.rowWeights)[i] = 1;
    }
  }
  /** out = derivative * (factor / size) * scale. */
  function valueLossBackward(
    call: ValueLossBackward,
    factor: number,
    derivative: (prediction: number, target: number) => number,
  ): void {
    const predictions = floats(call.predictions);
    const targets = floats(call.targets);
    const out = floats(call.out);
    const share = round(factor / call.size);
    const scale = floats(call.scale)[0];
    for (let j = 0; j < call.n * call.size; j++)
      out[j] = round(round(derivative(predictions[j], targets[j]) * share) * scale);
  }

  return {
    // With p = softmax(z), s = smoothing, w = class weights:
    //   row loss = (1 - s) w_y (-ln p_y) + s / classes * sum over c of w_c (-ln p_c);  row weight = w_y
    crossEntropy({ logits, labels, classWeights, smoothing, probabilities, rowLosses, rowWeights, n, classes }) {
      const z = floats(logits);
      const p = floats(probabilities);
      const weights = classWeights === null ? undefined : floats(classWeights);
      for (let i = 0; i < n; i++) {
        const row = i * classes;
        let highest = z[row];
        for (let c = 1; c < classes; c++) if (z[row + c] > highest) highest = z[row + c];
        let sum = 0;
        for (let c = 0; c < classes; c++) {
          p[row + c] = arithmetic.exp(round(z[row + c] - highest));
          sum = round(sum + p[row + c]);
        }
        for (let c = 0; c < classes; c++) p[row + c] = round(p[row + c] / sum);
        const logSum = log(sum);
        const label = ints(labels)[i];
        const weight = weights === undefined ? 1 : weights[label];
        let loss = (1 - smoothing) * weight * (logSum - (z[row + label] - highest));
        if (smoothing > 0) {
          let spread = 0;
          for (let c = 0; c < classes; c++)
            spread += (weights === undefined ? 1 : weights[c]) * (logSum - (z[row + c] - highest));
          loss += (smoothing / classes) * spread;
        }
        floats(rowLosses)[i] = loss;
        floats(rowWeights)[i] = weight;
      }
    },
    //   dz_c = scale (p_c ((1 - s) w_y + s / classes sum of w) - (1 - s) w_y [c = y] - s / classes w_c)
    crossEntropyBackward({ dlogits, probabilities, labels, classWeights, smoothing, scale, n, classes }) {
      const p = floats(probabilities);
      const dz = floats(dlogits);
      const weights = classWeights === null ? undefined : floats(classWeights);
      const share = smoothing / classes;
      let total = 0;
      for (let c = 0; c < classes; c++) total += weights === undefined ? 1 : weights[c];
      for (let i = 0; i < n; i++) {
        const label = ints(labels)[i];
        const own = (1 - smoothing) * (weights === undefined ? 1 : weights[label]);
        const factor = round(own + share * total);
        for (let c = 0; c < classes; c++) {
          const target = round((c === label ? own : 0) + share * (weights === undefined ? 1 : weights[c]));
          dz[i * classes + c] = round(round(round(p[i * classes + c] * factor) - target) * floats(scale)[0]);
        }
      }
    },
    // (p - t)^2
    squaredError: (call) => valueLoss(call, (p, t) => (p - t) * (p - t)),
    squaredErrorBackward: (call) => valueLossBackward(call, 2, (p, t) => round(p - t)),
    // |p - t|
    absoluteError: (call) => valueLoss(call, (p, t) => Math.abs(p - t)),
    absoluteErrorBackward: (call) => valueLossBackward(call, 1, (p, t) => Math.sign(round(p - t))),
    // e^2 / 2 within delta, delta (|e| - delta / 2) beyond.
    huber(call) {
      const delta = round(call.delta);
      valueLoss(call, (p, t) => {
        const error = Math.abs(p - t);
        return error <= delta ? 0.5 * error * error : delta * (error - 0.5 * delta);
      });
    },
    huberBackward(call) {
      const delta = round(call.delta);
      valueLossBackward(call, 1, (p, t) => {
        const error = round(p - t);
        return error < -delta ? -delta : error > delta ? delta : error;
      });
    },
    // From the logit z: max(z, 0) - z t + ln(1 + e^-|z|), which never overflows.
    binaryCrossEntropy: (call) => valueLoss(call, (z, t) => (z < 0 ? 0 : z) - z * t + log(1 + exp(-Math.abs(z)))),
    binaryCrossEntropyBackward: (call) =>
      valueLossBackward(call, 1, (z, t) => round(round(1 / round(1 + arithmetic.exp(-z))) - t)),
    meanLoss({ rowLosses, rowWeights, totals, losses, scale, clock, n }) {
      let loss = 0;
      let weight = 0;
      for (let i = 0; i < n; i++) {
        loss += floats(rowLosses)[i];
        weight += floats(rowWeights)[i];
      }
      floats(totals)[0] += loss;
      floats(totals)[1] += weight;
      // Rows that all weigh nothing have no mean: they teach nothing.
      floats(losses)[ints(clock)[CLOCK.slot]] = weight === 0 ? 0 : loss / weight;
      floats(scale)[0] = weight === 0 ? 0 : round(1 / weight);
    },
  };
}
