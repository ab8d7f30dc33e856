import { expect, test } from 'vitest';
import { referenceBackend, wasmBackend } from '../../kernels/index.ts';
import { assertClose, layerCases, openWorkbench, ROUNDING } from '../../testing/index.ts';
import { meanSquaredError } from '../losses/index.ts';
import { sequential } from '../sequential.ts';
import { batchNorm } from './batch-norm.ts';

for (const { name, check } of layerCases({ layer: batchNorm(), input: [6] })) test(name, check);
for (const { name, check } of layerCases({ layer: batchNorm({ momentum: 0.3, epsilon: 0.01 }), input: [2, 3] }))
  test(`of features of two axes: ${name}`, check);

test('training normalises with the biased variance and lets the running averages follow with the unbiased one', async () => {
  const model = sequential({ input: [1] }, [batchNorm({ momentum: 0.25 })]);
  const bench = openWorkbench({ model, loss: meanSquaredError(), backend: referenceBackend({ floats: 64 }), rows: 4 });
  bench.write('0.gamma', [2]);
  bench.write('0.beta', [10]);
  bench.write('0.runningMean', [8]);
  bench.write('0.runningVariance', [1]);
  bench.setBatch([1, 2, 3, 6], [0, 0, 0, 0]);
  await bench.forward();
  // mean 3, squares 4 + 1 + 0 + 9 = 14
  assertClose(
    'y',
    bench.output(),
    [-2, -1, 0, 3].map((d) => 10 + (2 * d) / Math.sqrt(14 / 4 + 1e-5)),
    ROUNDING,
  );
  assertClose('running mean', bench.read('0.runningMean'), [0.75 * 8 + 0.25 * 3], ROUNDING);
  assertClose('running variance', bench.read('0.runningVariance'), [0.75 + (0.25 * 14) / 3], ROUNDING);
  const [mean, variance] = [bench.read('0.runningMean')[0], bench.read('0.runningVariance')[0]];
  await bench.evaluate();
  assertClose(
    'y at evaluation',
    bench.output(),
    [1, 2, 3, 6].map((x) => 10 + (2 * (x - mean)) / Math.sqrt(variance + 1e-5)),
    ROUNDING,
  );
  expect([bench.read('0.runningMean')[0], bench.read('0.runningVariance')[0]]).toEqual([mean, variance]);
});

test('a batch of one row leaves the running averages as they are: one row has no unbiased variance', async () => {
  const model = sequential({ input: [2] }, [batchNorm()]);
  for (const backend of [referenceBackend({ floats: 32 }), await wasmBackend({ profile: 'fused' })]) {
    const bench = openWorkbench({ model, loss: meanSquaredError(), backend, rows: 1 });
    bench.write('0.beta', [10, 20]);
    bench.write('0.runningMean', [8, -8]);
    bench.write('0.runningVariance', [1, 4]);
    bench.setBatch([3, 5], [0, 0]);
    await bench.forward();
    expect(Array.from(bench.output())).toEqual([10, 20]);
    expect([...bench.read('0.runningMean'), ...bench.read('0.runningVariance')]).toEqual([8, -8, 1, 4]);
  }
});

test.each([
  [
    { momentum: 1.5 },
    'batchNorm.momentum: expected a number at least 0 and at most 1, received 1.5. momentum is the share of the batch in the running averages.',
  ],
  [
    { epsilon: 0 },
    'batchNorm.epsilon: expected a number above 0, received 0. epsilon is what is added to the variance before its root.',
  ],
])('%j is refused', (options, message) => {
  expect(() => batchNorm(options)).toThrow(message);
});
