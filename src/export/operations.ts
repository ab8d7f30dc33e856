// What a network does to one row at evaluation, as a list of operations on flat numbers. Each format writes these, so that none
// has to know of plans, pass-through layers, or where a loss hides its softmax.
//
//   row -> input (bytes times scale, numbers as they are, or named columns) -> operations in order -> answer
//
// Dropout and flatten do nothing here; the softmax or sigmoid that a loss applies stands at the end.

import { configured, HeddleError, type Shape, sizeOf } from '../core/index.ts';
import type { ColumnPreprocessing, TablePreprocessing } from '../data/index.ts';
import { type Layer, type LossKinds, lossKinds, type NamedTensor, objectiveOf } from '../model/index.ts';
import type { SavedModel } from './model-file.ts';

/** One operation on rows of `inputs` numbers, giving rows of `outputs` numbers. `layer` is its layer's place; null at the end. */
export type Operation = {
  readonly layer: number | null;
  readonly inputs: number;
  readonly outputs: number;
} & (
  | { readonly kind: 'dense'; readonly weight: Float32Array; readonly bias: Float32Array }
  | {
      readonly kind: 'batchNorm';
      readonly gamma: Float32Array;
      readonly beta: Float32Array;
      readonly mean: Float32Array;
      readonly variance: Float32Array;
      readonly epsilon: number;
    }
  | { readonly kind: 'leakyRelu'; readonly slope: number }
  | { readonly kind: 'rescale'; readonly divisor: number; readonly offset: number }
  | { readonly kind: 'relu' | 'sigmoid' | 'tanh' | 'softmax' }
);

/** What a raw row is. */
export type ModelInput =
  | { readonly kind: 'bytes'; readonly shape: Shape; readonly scale: number }
  | { readonly kind: 'floats'; readonly shape: Shape }
  | {
      readonly kind: 'table';
      readonly shape: Shape;
      readonly columns: readonly ColumnPreprocessing[];
      readonly missingTexts: readonly string[];
    };

/** What an answer is: a probability for each class, or numbers. */
export interface ModelOutput {
  readonly kind: 'probabilities' | 'values';
  readonly size: number;
  /** In the order of the probabilities; null where the answer is numbers. */
  readonly classNames: readonly string[] | null;
}

/** A trained network, ready to be written in any format. */
export interface PortableModel {
  readonly input: ModelInput;
  readonly operations: readonly Operation[];
  readonly output: ModelOutput;
}

/**
 * A saved model as operations.
 *
 * @throws HeddleError `model` for a layer that no format can write, `format` for a loss or preprocessing that is not known.
 */
export function portableModel(saved: SavedModel, losses: LossKinds = lossKinds): PortableModel {
  const loss = configured(saved.loss, losses, {
    where: 'loss',
    expected: `one of ${Object.keys(losses).join(', ')}`,
    hint: () => 'the loss says how outputs become answers: pass the losses that the model may have.',
  });
  const { model, depth } = objectiveOf(saved.model, loss);
  const tensors = new Map(saved.tensors.map((tensor) => [tensor.name, tensor]));
  const operations: Operation[] = [];
  let shape: Shape = model.input;
  for (let layer = 0; layer < depth; layer++) {
    const { output, passThrough } = model.plans[layer];
    const sizes = { layer, inputs: sizeOf(shape), outputs: sizeOf(output) };
    if (passThrough === undefined) operations.push(operationOf(model.layers[layer], sizes, tensors));
    shape = output;
  }
  const size = sizeOf(shape);
  const { activation, targets } = loss.definition;
  if (activation !== 'none') operations.push({ kind: activation, layer: null, inputs: size, outputs: size });
  const { target } = saved.preprocessing as Partial<TablePreprocessing>;
  if (target?.kind === 'number') {
    const { divisor, offset } = target;
    operations.push({ kind: 'rescale', layer: null, inputs: size, outputs: size, divisor, offset });
  }
  const { classNames } = saved;
  return {
    input: inputOf(saved),
    operations,
    output: { kind: targets === 'classes' ? 'probabilities' : 'values', size, classNames },
  };
}

type Sizes = Pick<Operation, 'layer' | 'inputs' | 'outputs'>;

function operationOf(
  { definition, options }: Layer,
  sizes: Sizes,
  tensors: ReadonlyMap<string, NamedTensor>,
): Operation {
  const { kind } = definition;
  const tensor = (name: string): Float32Array => {
    const values = tensors.get(`${sizes.layer}.${name}`)?.values;
    if (values !== undefined) return values instanceof Float32Array ? values : Float32Array.from(values);
    throw new HeddleError('model', {
      where: `model[${sizes.layer}] ${kind}`,
      expected: `the tensor ${sizes.layer}.${name}`,
      received: 'a model without it',
      hint: 'export a model with the tensors of its layers.',
    });
  };
  switch (kind) {
    case 'dense':
      return { kind, ...sizes, weight: tensor('weight'), bias: tensor('bias') };
    case 'batchNorm': {
      const { epsilon } = options as { readonly epsilon: number };
      const [gamma, beta] = [tensor('gamma'), tensor('beta')];
      return {
        kind,
        ...sizes,
        gamma,
        beta,
        mean: tensor('runningMean'),
        variance: tensor('runningVariance'),
        epsilon,
      };
    }
    case 'leakyRelu':
      return { kind, ...sizes, slope: (options as { readonly slope: number }).slope };
    case 'relu':
    case 'sigmoid':
    case 'tanh':
    case 'softmax':
      return { kind, ...sizes };
    default:
      throw new HeddleError('model', {
        where: `model[${sizes.layer}] ${kind}`,
        expected: 'a layer that other programs know: dense, batchNorm, relu, leakyRelu, sigmoid, tanh, softmax',
        received: `a layer of kind ${kind}`,
        hint: 'export as safetensors, which keeps every layer, or replace the layer.',
      });
  }
}

function inputOf({ model, preprocessing }: SavedModel): ModelInput {
  const shape = model.input;
  switch (preprocessing.kind) {
    case 'floats':
      return { kind: 'floats', shape };
    case 'bytes':
    // A picture is given in the size that the network takes.
    case 'image':
      return { kind: 'bytes', shape, scale: preprocessing.scale };
    case 'table': {
      const { kind, columns, missingTexts } = preprocessing;
      return { kind, shape, columns, missingTexts: [...new Set(['', ...missingTexts])] };
    }
  }
}
