import type { LayerKinds } from './layer.ts';
import {
  batchNormLayer,
  denseLayer,
  dropoutLayer,
  flattenLayer,
  leakyReluLayer,
  reluLayer,
  sigmoidLayer,
  softmaxLayer,
  tanhLayer,
} from './layers/index.ts';
import type { LossKinds } from './loss.ts';
import {
  binaryCrossEntropyLoss,
  crossEntropyLoss,
  huberLoss,
  meanAbsoluteErrorLoss,
  meanSquaredErrorLoss,
} from './losses/index.ts';

/** The layers Heddle comes with, by kind; pass your own object to read files that use others. */
export const layerKinds: LayerKinds = {
  dense: denseLayer,
  batchNorm: batchNormLayer,
  relu: reluLayer,
  leakyRelu: leakyReluLayer,
  sigmoid: sigmoidLayer,
  tanh: tanhLayer,
  dropout: dropoutLayer,
  flatten: flattenLayer,
  softmax: softmaxLayer,
};

/** The losses Heddle comes with, by kind. */
export const lossKinds: LossKinds = {
  crossEntropy: crossEntropyLoss,
  meanSquaredError: meanSquaredErrorLoss,
  meanAbsoluteError: meanAbsoluteErrorLoss,
  huber: huberLoss,
  binaryCrossEntropy: binaryCrossEntropyLoss,
};
