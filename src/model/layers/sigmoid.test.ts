import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { assertClose, layerCases, openWorkbench, ROUNDING } from '../../testing/index.ts';
import { meanSquaredError } from '../losses/index.ts';
import { sequential } from '../sequential.ts';
import { sigmoid } from './sigmoid.ts';

for (const { name, check } of layerCases({ layer: sigmoid(), input: [6] })) test(name, check);

async function outputOf(x: readonly number[]): Promise<number[]> {
  const model = sequential({ input: [x.length] }, [sigmoid()]);
  const bench = openWorkbench({ model, loss: meanSquaredError(), backend: referenceBackend({ floats: 64 }), rows: 1 });
  bench.setBatch(x, x);
  await bench.forward();
  return Array.from(bench.output());
}

test('y = 1 / (1 + e^-x), without overflow far from 0', async () => {
  const x = [0, 1, -1, 3.5, -20];
  assertClose(
    'y',
    await outputOf(x),
    x.map((value) => 1 / (1 + Math.exp(-value))),
    ROUNDING,
  );
  expect(await outputOf([1000, -1000])).toEqual([1, 0]);
});

test('options are refused: it takes none', () => {
  expect(() => (sigmoid as (options: unknown) => unknown)({ slope: 1 })).toThrow(
    'sigmoid.slope: expected an option of sigmoid, received "slope". there is none to choose from (it takes no options).',
  );
});
