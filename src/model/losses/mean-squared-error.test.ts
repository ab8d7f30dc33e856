import { expect, test } from 'vitest';
import { lossCases, lossOf } from '../../testing/index.ts';
import { meanSquaredError } from './mean-squared-error.ts';

for (const { name, check } of lossCases({ loss: meanSquaredError(), outputs: 3 })) test(name, check);

test('the loss is the mean of e^2 over outputs and rows', async () => {
  expect(await lossOf(meanSquaredError(), { outputs: 2, predictions: [1, 2, 3, 4], targets: [0, 2, 1, 1] })).toBe(
    14 / 4,
  );
});

test('options are refused: it takes none', () => {
  expect(() => (meanSquaredError as (options: unknown) => unknown)({ delta: 1 })).toThrow(
    'meanSquaredError.delta: expected an option of meanSquaredError, received "delta". there is none to choose from (it takes no options).',
  );
});
