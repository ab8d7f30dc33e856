import {
  batchNorm,
  crossEntropy,
  dense,
  flatten,
  type Layer,
  type Loss,
  leakyRelu,
  type Model,
  meanSquaredError,
  relu,
  sequential,
  sigmoid,
  tanh,
} from '../../model/index.ts';
import { adam, adamW, type Optimizer, rmsProp, sgd } from '../../train/index.ts';
import type { Problem } from './problem.ts';
import type { Setup } from './setup.ts';

const ACTIVATIONS = { tanh, relu, leakyRelu, sigmoid };
const OPTIMIZERS = {
  adam: (learningRate: number) => adam({ learningRate }),
  adamW: (learningRate: number) => adamW({ learningRate }),
  rmsProp: (learningRate: number) => rmsProp({ learningRate }),
  sgd: (learningRate: number) => sgd({ learningRate, momentum: 0.9 }),
};

/** The network of a set-up for its problem. */
export function networkOf(setup: Setup, { kind, train, classNames }: Problem): Model {
  const hidden = setup.layers.flatMap((units): Layer[] => [
    dense({ units }),
    ...(setup.batchNorm ? [batchNorm()] : []),
    ACTIVATIONS[setup.activation](),
  ]);
  const outputs = kind === 'curve' ? 1 : classNames.length;
  const first = kind === 'images' ? [flatten()] : [];
  return sequential({ input: train.features.shape }, [...first, ...hidden, dense({ units: outputs })]);
}

/** The loss of a problem. */
export const lossOf = ({ kind }: Problem): Loss => (kind === 'curve' ? meanSquaredError() : crossEntropy());

/** The optimizer of a set-up. */
export const optimizerOf = ({ optimizer, learningRate }: Setup): Optimizer => OPTIMIZERS[optimizer](learningRate);
