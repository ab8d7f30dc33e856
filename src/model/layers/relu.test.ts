import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { layerCases, openWorkbench } from '../../testing/index.ts';
import { meanSquaredError } from '../losses/index.ts';
import { sequential } from '../sequential.ts';
import { relu } from './relu.ts';

for (const { name, check } of layerCases({ layer: relu(), input: [6] })) test(name, check);

async function outputOf(x: readonly number[]): Promise<number[]> {
  const model = sequential({ input: [x.length] }, [relu()]);
  const bench = openWorkbench({ model, loss: meanSquaredError(), backend: referenceBackend({ floats: 64 }), rows: 1 });
  bench.setBatch(x, x);
  await bench.forward();
  return Array.from(bench.output());
}

test('numbers above 0 pass, others become 0, and NaN is not hidden', async () => {
  expect(await outputOf([2, -2, 0, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([
    2,
    0,
    0,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ]);
});

test('options are refused: it takes none', () => {
  expect(() => (relu as (options: unknown) => unknown)({ slope: 1 })).toThrow(
    'relu.slope: expected an option of relu, received "slope". there is none to choose from (it takes no options).',
  );
});
