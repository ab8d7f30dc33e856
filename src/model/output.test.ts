import { expect, test } from 'vitest';
import { dense, dropout, flatten, relu, sigmoid, softmax } from './layers/index.ts';
import { binaryCrossEntropy, crossEntropy, meanSquaredError } from './losses/index.ts';
import { objectiveOf } from './output.ts';
import { sequential } from './sequential.ts';

const network = (...layers: Parameters<typeof sequential>[1]) => sequential({ input: [4] }, layers);

test('a softmax at the end of a classifier is merged into crossEntropy, and a sigmoid into binaryCrossEntropy', () => {
  expect(objectiveOf(network(dense({ units: 3 }), softmax()), crossEntropy()).depth).toBe(1);
  expect(objectiveOf(network(dense({ units: 3 }), sigmoid()), binaryCrossEntropy()).depth).toBe(1);
});

test('any other last layer stays', () => {
  expect(objectiveOf(network(dense({ units: 3 }), softmax()), meanSquaredError()).depth).toBe(2);
  expect(objectiveOf(network(dense({ units: 3 }), sigmoid()), crossEntropy()).depth).toBe(2);
  expect(objectiveOf(network(softmax(), dense({ units: 3 })), crossEntropy()).depth).toBe(2);
});

test.each([
  ['softmax', [dense({ units: 3 }), softmax(), softmax()], crossEntropy(), 1, 'a second one'],
  ['softmax', [dense({ units: 3 }), softmax(), flatten()], crossEntropy(), 1, 'one that is not the last layer'],
  ['softmax', [dense({ units: 3 }), softmax(), dropout({ rate: 0.1 }), softmax()], crossEntropy(), 1, 'a second one'],
  ['sigmoid', [sigmoid(), sigmoid()], binaryCrossEntropy(), 0, 'a second one'],
  ['sigmoid', [relu(), sigmoid(), dropout()], binaryCrossEntropy(), 1, 'one that is not the last layer'],
] as const)('a %s that would be applied twice is refused (%#)', (kind, layers, loss, index, received) => {
  expect(() => objectiveOf(network(...layers), loss)).toThrow(
    `model[${index}] ${kind}: expected one ${kind} at most before ${loss.definition.kind}, as the last layer, received ${received}. ` +
      `remove it: ${loss.definition.kind} works on logits and applies the ${kind} itself.`,
  );
});
