import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { layerCases, openWorkbench } from '../../testing/index.ts';
import { meanSquaredError } from '../losses/index.ts';
import { sequential } from '../sequential.ts';
import { leakyRelu } from './leaky-relu.ts';

for (const { name, check } of layerCases({ layer: leakyRelu({ slope: 0.1 }), input: [6] })) test(name, check);

test('numbers above 0 pass, others are multiplied by the slope', async () => {
  const model = sequential({ input: [3] }, [leakyRelu({ slope: 0.25 })]);
  const bench = openWorkbench({ model, loss: meanSquaredError(), backend: referenceBackend({ floats: 64 }), rows: 1 });
  bench.setBatch([2, -2, 0], [0, 0, 0]);
  await bench.forward();
  expect(Array.from(bench.output())).toEqual([2, -0.5, 0]);
});

test('a slope outside 0 to 1 is refused', () => {
  expect(() => leakyRelu({ slope: -0.1 })).toThrow(
    'leakyRelu.slope: expected a number at least 0 and at most 1, received -0.1. slope is the slope below 0.',
  );
});
