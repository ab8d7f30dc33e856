import { expect, test } from 'vitest';
import { type Backend, referenceBackend, wasmBackend } from '../../kernels/index.ts';
import { layerCases, openWorkbench } from '../../testing/index.ts';
import type { Layer } from '../layer.ts';
import { meanSquaredError } from '../losses/index.ts';
import { sequential } from '../sequential.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { relu } from './relu.ts';

for (const { name, check } of layerCases({ layer: dropout({ rate: 0.3 }), input: [9] })) test(name, check);
for (const { name, check } of layerCases({ layer: dropout({ rate: 0 }), input: [4] }))
  test(`at rate 0: ${name}`, check);

const SIZE = 20_000;

/** The output of a row of ones at a step of the clock, with a seed. */
async function masked(rate: number, step: number, seed: string, training = true): Promise<number[]> {
  const model = sequential({ input: [SIZE] }, [dropout({ rate })]);
  const backend = referenceBackend({ floats: 64 });
  const bench = openWorkbench({ model, loss: meanSquaredError(), backend, rows: 1, seed });
  bench.setBatch(Array(SIZE).fill(1), Array(SIZE).fill(0));
  backend.memory.write(bench.buffers.clock, [0, step, 0]);
  await (training ? bench.forward() : bench.evaluate());
  return Array.from(bench.output());
}

test('an element is zero with the probability `rate`, and otherwise divided by 1 - rate', async () => {
  const y = await masked(0.25, 0, '0000000000000001');
  expect([...new Set(y)].sort()).toEqual([0, 1 / 0.75]);
  const dropped = y.filter((value) => value === 0).length / SIZE;
  // Four standard deviations of a binomial share.
  expect(Math.abs(dropped - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / SIZE));
});

test('the mask is another one at every step and with every seed, and the same when both are the same', async () => {
  const first = await masked(0.5, 0, '0000000000000001');
  expect(await masked(0.5, 0, '0000000000000001')).toEqual(first);
  for (const other of [await masked(0.5, 1, '0000000000000001'), await masked(0.5, 0, '0000000000000002')]) {
    const agreeing = other.filter((value, i) => value === first[i]).length / SIZE;
    expect(Math.abs(agreeing - 0.5)).toBeLessThan(0.02);
  }
});

test('at evaluation nothing is dropped', async () => {
  expect(new Set(await masked(0.5, 0, '0000000000000001', false))).toEqual(new Set([1]));
});

test('behind a rectifier the gradients have the bits of the two layers alone, though no mask is drawn again', async () => {
  const together = dropout({ rate: 0.3 });
  const alone: Layer = { ...together, definition: { ...together.definition, backwardWithRectifier: undefined } };
  const gradients = async (layer: Layer, backend: Backend) => {
    const model = sequential({ input: [5] }, [dense({ units: 40 }), relu(), layer, dense({ units: 3 })]);
    const bench = openWorkbench({ model, loss: meanSquaredError(), backend, rows: 8 });
    const numbers = (length: number) => Array.from({ length }, (_, i) => Math.fround(((i * 7919) % 97) / 97 - 0.5));
    bench.setBatch(numbers(40), numbers(24));
    bench.write('0.weight', numbers(200));
    bench.write('3.weight', numbers(120));
    await bench.backward();
    return ['0.weight', '0.bias', '3.weight'].map((name) => Array.from(backend.memory.read(bench.gradientSpan(name))));
  };
  for (const open of [() => referenceBackend({ floats: 32 }), () => wasmBackend({ profile: 'strict' })]) {
    const both = await gradients(together, await open());
    expect(both).toEqual(await gradients(alone, await open()));
    expect(both[0].filter((gradient) => gradient !== 0).length).toBeGreaterThan(50);
  }
});

test.each([
  [
    1,
    'dropout.rate: expected a number at least 0 and below 1, received 1. rate is the probability of setting an element to zero.',
  ],
  [
    -0.1,
    'dropout.rate: expected a number at least 0 and below 1, received -0.1. rate is the probability of setting an element to zero.',
  ],
])('rate %s is refused', (rate, message) => {
  expect(() => dropout({ rate })).toThrow(message);
});
