import { expect, test } from 'vitest';
import { dense, type Layer, meanSquaredError, sigmoid, tanh } from '../model/index.ts';
import { assertGradients, compareGradients } from './gradient-check.ts';

test('a check covers every parameter and the input', async () => {
  const layers = [dense({ units: 3 }), tanh()];
  const pairs = await compareGradients({ input: [4], layers, loss: meanSquaredError(), rows: 2 });
  expect([...new Set(pairs.map(({ name }) => name))]).toEqual(['0.values', '1.weight', '1.bias']);
  expect(pairs).toHaveLength(2 * 4 + 4 * 3 + 3);
});

/** A layer with the way forward of one and the way back of another. */
function crossed(forward: Layer, backward: Layer): Layer {
  return { ...forward, definition: { ...forward.definition, backward: backward.definition.backward } };
}

test('a wrong way back fails, naming the worst element, both values and the error', async () => {
  const wrong = assertGradients({ input: [4], layers: [crossed(tanh(), sigmoid())], loss: meanSquaredError() });
  await expect(wrong).rejects.toThrow(
    /^gradient of 0\.values\[\d+\]: analytic -?[\d.e-]+, central difference -?[\d.e-]+, error [\d.]+ > 1e-7; \d+ of 20 elements fail$/,
  );
});

test('a gradient that is not a number fails', async () => {
  const layer = tanh();
  const definition = {
    ...layer.definition,
    backward: ({ kernels, dx, n, input }: Parameters<typeof layer.definition.backward>[0]) => {
      if (dx !== null) kernels.fill({ out: dx, length: n * input[0], value: Number.NaN });
    },
  };
  const wrong = assertGradients({ input: [2], layers: [{ ...layer, definition }], loss: meanSquaredError() });
  await expect(wrong).rejects.toThrow('gradient of 0.values[0]: analytic NaN');
});
