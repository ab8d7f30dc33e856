import { expect, test } from 'vitest';
import { lossCases, lossOf } from '../../testing/index.ts';
import { huber } from './huber.ts';

for (const { name, check } of lossCases({ loss: huber({ delta: 0.7 }), outputs: 3 })) test(name, check);

test('the loss is e^2 / 2 up to delta and delta (|e| - delta / 2) beyond', async () => {
  const given = { outputs: 4, predictions: [1, 2, -3, 0], targets: [0, 0, 0, 0] };
  expect(await lossOf(huber({ delta: 2 }), given)).toBe((0.5 + 2 + 4 + 0) / 4);
});

test('a delta that is not above 0 is refused', () => {
  expect(() => huber({ delta: 0 })).toThrow(
    'huber.delta: expected a number above 0, received 0. delta is the error at which squared turns into absolute.',
  );
});
