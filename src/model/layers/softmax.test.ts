import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { assertClose, layerCases, openWorkbench, ROUNDING } from '../../testing/index.ts';
import { meanSquaredError } from '../losses/index.ts';
import { sequential } from '../sequential.ts';
import { softmax } from './softmax.ts';

for (const { name, check } of layerCases({ layer: softmax(), input: [6] })) test(name, check);

async function outputOf(x: readonly number[]): Promise<number[]> {
  const model = sequential({ input: [x.length] }, [softmax()]);
  const bench = openWorkbench({ model, loss: meanSquaredError(), backend: referenceBackend({ floats: 64 }), rows: 1 });
  bench.setBatch(x, x);
  await bench.forward();
  return Array.from(bench.output());
}

test('y is positive, sums to 1, keeps ratios e^difference, and survives large logits', async () => {
  const y = await outputOf([1, 2, 4]);
  assertClose('sum', [y[0] + y[1] + y[2]], [1], ROUNDING);
  assertClose('ratios', [y[1] / y[0], y[2] / y[1]], [Math.E, Math.E ** 2], ROUNDING);
  expect(await outputOf([1000, -1000])).toEqual([1, 0]);
});

test('options are refused: it takes none', () => {
  expect(() => (softmax as (options: unknown) => unknown)({ axis: 1 })).toThrow(
    'softmax.axis: expected an option of softmax, received "axis". there is none to choose from (it takes no options).',
  );
});
