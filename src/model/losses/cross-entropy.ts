// Softmax cross-entropy, from logits z [n, classes] and integer labels y.
//
//   p   = softmax(z)
//   row = (1 - s) w_y (-ln p_y) + s / classes * sum over c of w_c (-ln p_c)      s: label smoothing, w: class weights
//   L   = sum of rows / sum of w_y
//
//   dz_c = (p_c ((1 - s) w_y + s / classes sum of w) - (1 - s) w_y [c = y] - s / classes w_c) / sum of w_y

import { customOption, HeddleError, numberOption, shapeText } from '../../core/index.ts';
import { type Loss, type LossDefinition, lossFactory } from '../loss.ts';

/** Options of {@link crossEntropy}. */
export interface CrossEntropyOptions {
  readonly labelSmoothing: number;
  readonly classWeights: readonly number[] | null;
}

const isWeights = (value: unknown): boolean =>
  value === null ||
  (Array.isArray(value) &&
    value.every((weight) => Number.isFinite(weight) && weight >= 0) &&
    value.some((weight) => weight > 0));

/** The cross-entropy loss's definition. */
export const crossEntropyLoss: LossDefinition<CrossEntropyOptions> = {
  kind: 'crossEntropy',
  targets: 'classes',
  task: 'classification',
  activation: 'softmax',
  options: {
    labelSmoothing: numberOption({
      doc: 'the share of the target spread over all classes.',
      default: 0,
      min: 0,
      max: 1,
      open: 'max',
    }),
    classWeights: customOption<readonly number[] | null>({
      doc: 'a weight for each class, or null for equal weights.',
      default: null,
      expected: 'null, or a list of weights of at least 0, not all 0',
      accepts: isWeights,
    }),
  },

  plan(output, { classWeights }) {
    const [classes] = output;
    if (output.length !== 1 || classes < 2) {
      throw new HeddleError('shape', {
        where: 'crossEntropy',
        expected: 'a network whose output is one logit for each of at least 2 classes, such as [10]',
        received: shapeText(output),
        hint: 'end the network with dense: <number of classes>.',
      });
    }
    if (classWeights !== null && classWeights.length !== classes) {
      throw new HeddleError('option', {
        where: 'crossEntropy.classWeights',
        expected: `${classes} weights, one for each class`,
        received: `${classWeights.length}`,
        hint: 'give a weight for every class, in class order.',
      });
    }
    return {
      saved: [{ name: 'probabilities', perRow: classes }],
      constants: classWeights === null ? undefined : { classWeights },
    };
  },

  forward({ kernels, n, output: [classes], y, targets, saved, constants, rowLosses, rowWeights }, { labelSmoothing }) {
    kernels.crossEntropy({
      logits: y,
      labels: targets,
      classWeights: constants['classWeights'] ?? null,
      smoothing: labelSmoothing,
      probabilities: saved['probabilities'],
      rowLosses,
      rowWeights,
      n,
      classes,
    });
  },

  backward({ kernels, n, output: [classes], targets, saved, constants, scale, dy }, { labelSmoothing }) {
    kernels.crossEntropyBackward({
      dlogits: dy,
      probabilities: saved['probabilities'],
      labels: targets,
      classWeights: constants['classWeights'] ?? null,
      smoothing: labelSmoothing,
      scale,
      n,
      classes,
    });
  },
};

/**
 * Softmax cross-entropy for classes, from logits; the network's own final softmax is merged into it.
 *
 * @param options.labelSmoothing 0 to below 1
 * @param options.classWeights one for each class, or null
 * @example
 * crossEntropy({ labelSmoothing: 0.1 });
 */
export const crossEntropy: (options?: Partial<CrossEntropyOptions>) => Loss = lossFactory(crossEntropyLoss);
