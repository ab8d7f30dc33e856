import { expect, test } from 'vitest';
import { assertClose, lossCases, lossOf, ROUNDING } from '../../testing/index.ts';
import { dense, flatten } from '../layers/index.ts';
import { objectiveOf } from '../output.ts';
import { sequential } from '../sequential.ts';
import { crossEntropy } from './cross-entropy.ts';

const classWeights = [1, 0.5, 2, 0.25];

for (const options of [{}, { labelSmoothing: 0.1 }, { classWeights }, { labelSmoothing: 0.2, classWeights }]) {
  for (const { name, check } of lossCases({ loss: crossEntropy(options), outputs: 4 }))
    test(`with ${JSON.stringify(options)}: ${name}`, check);
}
const logits = [1, 2, 0.5, -1];
const logSum = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));

test('the loss of a row is -ln of the probability of its class', async () => {
  const loss = await lossOf(crossEntropy(), { outputs: 4, predictions: logits, targets: [2] });
  assertClose('loss', [loss], [logSum - 0.5], ROUNDING);
});

test('rows count by the weight of their class, and the sum is divided by the sum of weights', async () => {
  const given = { outputs: 4, predictions: [...logits, ...logits], targets: [2, 3] };
  const loss = await lossOf(crossEntropy({ classWeights }), given);
  assertClose('loss', [loss], [(2 * (logSum - 0.5) + 0.25 * (logSum + 1)) / 2.25], ROUNDING);
});

test('label smoothing spreads its share of the target over all classes', async () => {
  const loss = await lossOf(crossEntropy({ labelSmoothing: 0.2 }), { outputs: 4, predictions: logits, targets: [2] });
  assertClose('loss', [loss], [0.8 * (logSum - 0.5) + 0.2 * (logSum - 2.5 / 4)], ROUNDING);
});

test('logits of any size give a finite loss', async () => {
  expect(await lossOf(crossEntropy(), { outputs: 2, predictions: [1000, -1000], targets: [1] })).toBe(2000);
});

test.each([
  [
    { labelSmoothing: 1 },
    'crossEntropy.labelSmoothing: expected a number at least 0 and below 1, received 1. labelSmoothing is the share of the target spread over all classes.',
  ],
  [
    { classWeights: [0, 0] },
    'crossEntropy.classWeights: expected null, or a list of weights of at least 0, not all 0, received [0,0]. classWeights is a weight for each class, or null for equal weights.',
  ],
  [
    { classWeights: [1, Number.NaN] },
    'crossEntropy.classWeights: expected null, or a list of weights of at least 0, not all 0, received [1,null]. classWeights is a weight for each class, or null for equal weights.',
  ],
])('%j is refused', (options, message) => {
  expect(() => crossEntropy(options)).toThrow(message);
});

test('a network of one output, or of outputs that are not flat, is refused', () => {
  expect(() => objectiveOf(sequential({ input: [3] }, [dense({ units: 1 })]), crossEntropy())).toThrow(
    'crossEntropy: expected a network whose output is one logit for each of at least 2 classes, such as [10], received [1]. end the network with dense: <number of classes>.',
  );
  expect(() => objectiveOf(sequential({ input: [2, 3] }, []), crossEntropy())).toThrow(
    'crossEntropy: expected a network with a flat output, such as [10], received [2, 3]. end the network with flatten or dense.',
  );
});

test('class weights of another number than the classes are refused', () => {
  const model = sequential({ input: [3] }, [flatten(), dense({ units: 3 })]);
  expect(() => objectiveOf(model, crossEntropy({ classWeights }))).toThrow(
    'crossEntropy.classWeights: expected 3 weights, one for each class, received 4. give a weight for every class, in class order.',
  );
});
