// Everything allocated is given back, whether what was asked for succeeds or fails, and wherever it fails.

import { expect, test } from 'vitest';
import { type Backend, wasmBackend } from '../kernels/index.ts';
import { watchMemory } from '../kernels/memory-ledger.fixture.ts';
import { crossEntropy, type NamedTensor } from '../model/index.ts';
import { evaluate } from './evaluate.ts';
import { allRows, placeTable } from './place-table.ts';
import { createPredictor } from './predict.ts';
import { rings, smallModel, smallOptions, someRows, trainSmall } from './small-training.fixture.ts';
import { train } from './train.ts';

const { tensors } = await trainSmall({ epochs: 1 });
const model = smallModel();
const loss = crossEntropy();

async function predictOn(backend: Backend, given: readonly NamedTensor[] = tensors): Promise<void> {
  const predictor = createPredictor({ model, loss, tensors: given, backend, batchSize: 4 });
  try {
    await predictor.predict([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  } finally {
    predictor.close();
  }
}

async function evaluateOn(backend: Backend, given: readonly NamedTensor[] = tensors): Promise<void> {
  const placed = placeTable(backend.memory, rings());
  try {
    await evaluate({ model, loss, tensors: given, backend, rows: allRows(placed), batchSize: 25 });
  } finally {
    placed.release();
  }
}

async function trainOn(backend: Backend): Promise<void> {
  const placed = placeTable(backend.memory, rings());
  try {
    const options = { train: someRows(placed, 0, 40), validation: someRows(placed, 40, 60) };
    await train({ ...unplaced, ...options, backend, epochs: 1, batchSize: 12, dropLast: false, clipNorm: 1 });
  } finally {
    placed.release();
  }
}

/** The options of a small training whose table lies in another memory. */
const unplaced = smallOptions();

const TASKS = [
  ['train', trainOn],
  ['evaluate', evaluateOn],
  ['predict', predictOn],
] as const;

test.each(TASKS)(
  '%s gives back all it took, and all it had taken when any of its allocations fails',
  async (_, task) => {
    const backend = await wasmBackend({ profile: 'strict' });
    const ledger = watchMemory(backend.memory);
    await task(backend);
    expect([...ledger.held]).toEqual([]);
    const allocations = ledger.allocations();
    expect(allocations).toBeGreaterThan(2);
    for (let failing = 1; failing <= allocations; failing++) {
      ledger.failAt(failing);
      await expect(task(backend)).rejects.toThrow(`no room for allocation ${failing}`);
      expect([...ledger.held], `after allocation ${failing} failed`).toEqual([]);
    }
    ledger.failAt(0);
    await task(backend);
  },
);

test.each(TASKS)('%s gives back all it had taken when any of its runs fails', async (_, task) => {
  const backend = await wasmBackend({ profile: 'strict' });
  const ledger = watchMemory(backend.memory);
  let runs = 0;
  let failing = 0;
  const watched: Backend = {
    ...backend,
    run: (program, times) =>
      ++runs === failing ? Promise.reject(new Error(`run ${failing} failed`)) : backend.run(program, times),
  };
  await task(watched);
  for (const last = runs; failing < last; ) {
    runs = 0;
    failing++;
    await expect(task(watched)).rejects.toThrow(`run ${failing} failed`);
    expect([...ledger.held], `after run ${failing} failed`).toEqual([]);
  }
  expect(failing).toBeGreaterThan(1);
});

test('what does not fit together is refused without keeping memory', async () => {
  const backend = await wasmBackend({ profile: 'strict' });
  const ledger = watchMemory(backend.memory);
  const missing = tensors.slice(1);
  await expect(predictOn(backend, missing)).rejects.toMatchObject({ code: 'model' });
  await expect(evaluateOn(backend, missing)).rejects.toMatchObject({ code: 'model' });
  const placed = placeTable(backend.memory, rings());
  const bad = { ...unplaced, backend, train: someRows(placed, 0, 40), validation: someRows(placed, 60, 61) };
  await expect(train(bad)).rejects.toMatchObject({ code: 'data' });
  placed.release();
  expect([...ledger.held]).toEqual([]);
});

test('a table whose targets find no room gives the room of its features back', async () => {
  const { memory } = await wasmBackend({ profile: 'strict' });
  const ledger = watchMemory(memory);
  ledger.failAt(2);
  expect(() => placeTable(memory, rings())).toThrow('no room for allocation 2');
  expect([...ledger.held]).toEqual([]);
});
