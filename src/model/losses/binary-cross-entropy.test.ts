import { expect, test } from 'vitest';
import { assertClose, lossCases, lossOf, ROUNDING } from '../../testing/index.ts';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';

for (const { name, check } of lossCases({ loss: binaryCrossEntropy(), outputs: 3 })) test(name, check);

test('the loss is -t ln p - (1 - t) ln (1 - p) of the sigmoid of the logit, meaned', async () => {
  const predictions = [0.3, -2, 4, 0];
  const targets = [1, 0, 0.25, 1];
  const expected = predictions.map((z, i) => {
    const p = 1 / (1 + Math.exp(-z));
    return -targets[i] * Math.log(p) - (1 - targets[i]) * Math.log(1 - p);
  });
  const loss = await lossOf(binaryCrossEntropy(), { outputs: 2, predictions, targets });
  assertClose('loss', [loss], [expected.reduce((sum, value) => sum + value, 0) / 4], ROUNDING);
});

test('logits of any size give a finite loss', async () => {
  expect(await lossOf(binaryCrossEntropy(), { outputs: 2, predictions: [1000, -1000], targets: [0, 0] })).toBe(500);
});

test('options are refused: it takes none', () => {
  expect(() => (binaryCrossEntropy as (options: unknown) => unknown)({ delta: 1 })).toThrow(
    'binaryCrossEntropy.delta: expected an option of binaryCrossEntropy, received "delta". there is none to choose from (it takes no options).',
  );
});
