import { expect, test } from 'vitest';
import { layerKinds } from './kinds.ts';
import { batchNorm, dense, dropout, flatten, leakyRelu, relu, softmax } from './layers/index.ts';
import { modelFromSpec, sequential, summarize } from './sequential.ts';

const model = sequential({ input: [28, 28] }, [
  flatten(),
  dense({ units: 512 }),
  batchNorm(),
  relu(),
  dropout({ rate: 0.2 }),
  dense({ units: 10 }),
  softmax(),
]);

test('shapes and parameters are known when the model is built', () => {
  expect(model.output).toEqual([10]);
  expect(model.parameterCount).toBe(784 * 512 + 512 + 2 * 512 + 512 * 10 + 10);
});

test('a model is plain data, every option spelled out, and comes back from it', () => {
  const spec = model.toJSON();
  expect(spec).toEqual({
    input: [28, 28],
    layers: [
      { kind: 'flatten' },
      { kind: 'dense', units: 512 },
      { kind: 'batchNorm', momentum: 0.1, epsilon: 1e-5 },
      { kind: 'relu' },
      { kind: 'dropout', rate: 0.2 },
      { kind: 'dense', units: 10 },
      { kind: 'softmax' },
    ],
  });
  const again = modelFromSpec(JSON.parse(JSON.stringify(spec)), layerKinds);
  expect(again.toJSON()).toEqual(spec);
  expect(again.plans).toEqual(model.plans);
});

test('a summary has a line for each layer', () => {
  expect(summarize(sequential({ input: [3] }, [dense({ units: 2 }), leakyRelu()]))).toBe(
    '[0] dense units 2 -> [2]\n[1] leakyRelu slope 0.01 -> [2]',
  );
});

test.each([[[]], [[0]], [[2.5]], [[-1, 2]]])('the input %j is refused', (input) => {
  expect(() => sequential({ input }, [])).toThrow(
    `model input: expected sizes of at least 1, such as [784], received ${JSON.stringify(input)}. give the shape of one row of features.`,
  );
});

test('a spec with an unknown kind, or options that do not fit, is refused by place', () => {
  expect(() =>
    modelFromSpec({ input: [2], layers: [{ kind: 'relu' }, { kind: 'droput', rate: 0.1 }] }, layerKinds),
  ).toThrow('model[1]: expected a kind of layer, received "droput". did you mean dropout?');
  expect(() => modelFromSpec({ input: [2], layers: [{ kind: 'toString' }] }, layerKinds)).toThrow(
    'model[0]: expected a kind of layer',
  );
  expect(() => modelFromSpec({ input: [2], layers: [null] } as never, layerKinds)).toThrow(
    'model[0]: expected a kind of layer, received null.',
  );
  expect(() => modelFromSpec({ input: [2], layers: [{ kind: 'dropout', rate: 2 }] }, layerKinds)).toThrow(
    'model[0] dropout.rate: expected a number at least 0 and below 1, received 2. rate is the probability of setting an element to zero.',
  );
});

test('memory is known before training, grows with the batch, the parameters and the optimizer, and sums up', () => {
  const small = model.memory({ batchSize: 32 });
  const { total, ...uses } = small;
  expect(Object.values(uses).reduce((sum, bytes) => sum + bytes, 0)).toBe(total);
  expect(small.gradients).toBeGreaterThanOrEqual(4 * model.parameterCount);
  expect(small.optimizer).toBe(2 * small.gradients);
  expect(model.memory({ batchSize: 32, slots: 0 }).optimizer).toBe(0);
  expect(model.memory({ batchSize: 64 }).activations).toBeGreaterThan(1.9 * small.activations);
});

test.each<[string, unknown, unknown, string]>([
  ['no input', undefined, [], 'model input: expected sizes of at least 1, such as [784], received undefined.'],
  [
    'an input that is no list',
    { input: 2 },
    [],
    'model input: expected sizes of at least 1, such as [784], received 2.',
  ],
  [
    'forgotten brackets',
    { input: [2] },
    [relu],
    'model[0]: expected a layer, such as relu(), received a function. call it: relu() instead of relu.',
  ],
  [
    'a name instead of a layer',
    { input: [2] },
    [relu(), 'dense'],
    'model[1]: expected a layer, such as relu(), received "dense".',
  ],
  ['no layers', { input: [2] }, undefined, 'model[0]: expected a layer, such as relu(), received undefined.'],
])('%s is refused in words', (_what, options, layers, message) => {
  expect(() => sequential(options as never, layers as never)).toThrow(message);
});
