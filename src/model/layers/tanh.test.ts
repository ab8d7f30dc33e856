import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { assertClose, layerCases, openWorkbench, ROUNDING } from '../../testing/index.ts';
import { meanSquaredError } from '../losses/index.ts';
import { sequential } from '../sequential.ts';
import { tanh } from './tanh.ts';

for (const { name, check } of layerCases({ layer: tanh(), input: [6] })) test(name, check);

async function outputOf(x: readonly number[]): Promise<number[]> {
  const model = sequential({ input: [x.length] }, [tanh()]);
  const bench = openWorkbench({ model, loss: meanSquaredError(), backend: referenceBackend({ floats: 64 }), rows: 1 });
  bench.setBatch(x, x);
  await bench.forward();
  return Array.from(bench.output());
}

test('y is the hyperbolic tangent', async () => {
  const x = [0, 0.2, -0.9, 3, -30];
  assertClose('y', await outputOf(x), x.map(Math.tanh), ROUNDING);
});

test('options are refused: it takes none', () => {
  expect(() => (tanh as (options: unknown) => unknown)({ slope: 1 })).toThrow(
    'tanh.slope: expected an option of tanh, received "slope". there is none to choose from (it takes no options).',
  );
});
