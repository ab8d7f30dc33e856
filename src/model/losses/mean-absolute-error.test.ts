import { expect, test } from 'vitest';
import { lossCases, lossOf } from '../../testing/index.ts';
import { meanAbsoluteError } from './mean-absolute-error.ts';

for (const { name, check } of lossCases({ loss: meanAbsoluteError(), outputs: 3 })) test(name, check);

test('the loss is the mean of |e| over outputs and rows', async () => {
  expect(await lossOf(meanAbsoluteError(), { outputs: 2, predictions: [1, 2, 3, 4], targets: [0, 2, 5, 1] })).toBe(
    6 / 4,
  );
});

test('options are refused: it takes none', () => {
  expect(() => (meanAbsoluteError as (options: unknown) => unknown)({ delta: 1 })).toThrow(
    'meanAbsoluteError.delta: expected an option of meanAbsoluteError, received "delta". there is none to choose from (it takes no options).',
  );
});
