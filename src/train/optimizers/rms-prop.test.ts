import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { assertClose, optimizerCases, parametersAfter, ROUNDING } from '../../testing/index.ts';
import { rmsProp } from './rms-prop.ts';

for (const optimizer of [
  rmsProp({ learningRate: 0.002 }),
  rmsProp({ learningRate: 0.002, decay: 0.9, weightDecay: 0.1 }),
]) {
  for (const { name, check } of optimizerCases(optimizer)) test(`${name}: ${JSON.stringify(optimizer.options)}`, check);
}

test('a step is the gradient over the root of its mean square', async () => {
  const backend = referenceBackend({ floats: 64 });
  const optimizer = rmsProp({ learningRate: 0.1, decay: 0.75, epsilon: 0.5 });
  const after = await parametersAfter({ optimizer, backend, parameters: [1], gradients: [[2], [4]] });
  // v: 0.25 4 = 1, then 0.75 + 0.25 16 = 4.75
  const first = 1 - (0.1 * 2) / (1 + 0.5);
  assertClose('p', after.flat(), [first, first - (0.1 * 4) / (Math.sqrt(4.75) + 0.5)], ROUNDING);
});

test('a decay of 1 is refused', () => {
  expect(() => rmsProp({ decay: 1 })).toThrow(
    'rmsProp.decay: expected a number at least 0 and below 1, received 1. decay is how much of the mean squared gradient is kept.',
  );
});
