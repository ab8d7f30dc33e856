import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { assertClose, optimizerCases, parametersAfter, ROUNDING } from '../../testing/index.ts';
import { adam } from './adam.ts';
import { adamW } from './adam-w.ts';

for (const { name, check } of optimizerCases(adamW({ learningRate: 0.01 }))) test(name, check);

const backend = referenceBackend({ floats: 64 });

test('weight decay is taken from the parameter itself, times the learning rate, not through the gradient', async () => {
  const optimizer = adamW({ learningRate: 0.01, weightDecay: 0.5 });
  const [after] = await parametersAfter({ optimizer, backend, parameters: [2], gradients: [[0]] });
  assertClose('p', after, [2 - 0.01 * 0.5 * 2], ROUNDING);
});

test('without weight decay it is adam', async () => {
  const steps = {
    backend,
    parameters: [1, -2],
    gradients: [
      [0.5, 3],
      [-2, 0.1],
    ],
  };
  expect(await parametersAfter({ ...steps, optimizer: adamW({ weightDecay: 0 }) })).toEqual(
    await parametersAfter({ ...steps, optimizer: adam() }),
  );
});

test('a negative weight decay is refused', () => {
  expect(() => adamW({ weightDecay: -1 })).toThrow('adamW.weightDecay: expected a number at least 0, received -1.');
});
