import { expect, test } from 'vitest';
import {
  binaryCrossEntropy,
  dense,
  dropout,
  flatten,
  type Layer,
  layerFactory,
  type NamedTensor,
  relu,
  sequential,
  softmax,
} from '../model/index.ts';
import type { SavedModel } from './model-file.ts';
import { portableModel } from './operations.ts';

const tensors = (place: number): NamedTensor[] => [
  { name: `${place}.weight`, shape: [4, 2], values: new Float32Array(8).fill(1) },
  { name: `${place}.bias`, shape: [2], values: new Float32Array(2) },
];
const saved = (layers: readonly Layer[], changes: Partial<SavedModel> = {}): SavedModel => ({
  model: sequential({ input: [2, 2] }, layers),
  loss: { kind: 'crossEntropy' },
  tensors: tensors(1),
  classNames: ['a', 'b'],
  preprocessing: { kind: 'bytes', scale: 0.5 },
  ...changes,
});
const kindsOf = (model: SavedModel): string[] => portableModel(model).operations.map(({ kind }) => kind);

test('what does nothing at evaluation is left out, and the softmax of the loss stands once at the end', () => {
  const layers = [flatten(), dense({ units: 2 }), dropout({ rate: 0.5 })];
  expect(kindsOf(saved(layers))).toEqual(['dense', 'softmax']);
  expect(kindsOf(saved([flatten(), dense({ units: 2 }), softmax()]))).toEqual(['dense', 'softmax']);
  const { operations, input, output } = portableModel(saved(layers));
  expect(operations[0]).toMatchObject({ layer: 1, inputs: 4, outputs: 2 });
  expect(operations[1]).toEqual({ kind: 'softmax', layer: null, inputs: 2, outputs: 2 });
  expect(input).toEqual({ kind: 'bytes', shape: [2, 2], scale: 0.5 });
  expect(output).toEqual({ kind: 'probabilities', size: 2, classNames: ['a', 'b'] });
});

test('a regression answers with values, a binary loss with its sigmoid', () => {
  const layers = [flatten(), dense({ units: 2 }), relu()];
  const regression = portableModel(saved(layers, { loss: { kind: 'meanSquaredError' }, classNames: null }));
  expect(regression.output).toEqual({ kind: 'values', size: 2, classNames: null });
  expect(kindsOf(saved(layers, { loss: { kind: binaryCrossEntropy().definition.kind } }))).toEqual([
    'dense',
    'relu',
    'sigmoid',
  ]);
});

test('what no format can write is refused by its place', () => {
  const square = layerFactory({
    kind: 'square',
    options: {},
    plan: (input) => ({ output: input }),
    forward: () => undefined,
    backward: () => undefined,
  });
  expect(() => portableModel(saved([square(), flatten(), dense({ units: 2 })]))).toThrow(
    'model[0] square: expected a layer that other programs know: dense, batchNorm, relu, leakyRelu, sigmoid, tanh, softmax, received a layer of kind square. export as safetensors, which keeps every layer, or replace the layer.',
  );
  const layers = [flatten(), dense({ units: 2 })];
  expect(() => portableModel(saved(layers, { tensors: [] }))).toThrow(
    'model[1] dense: expected the tensor 1.weight, received a model without it. export a model with the tensors of its layers.',
  );
  expect(() => portableModel(saved(layers, { loss: { kind: 'mine' } }))).toThrow(
    'loss: expected one of crossEntropy, meanSquaredError, meanAbsoluteError, huber, binaryCrossEntropy, received "mine".',
  );
});
