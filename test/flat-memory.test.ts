// A training plans its memory once: after that neither the backend's memory nor the process grows.

import {
  adam,
  batchNorm,
  crossEntropy,
  dense,
  type Listener,
  placeTable,
  relu,
  seedFrom,
  sequential,
  train,
  twoSpirals,
  wasmBackend,
} from 'heddle';
import { expect, test } from 'vitest';

const EPOCHS = 1000;
/** The first epochs fill the engine's own caches. */
const WARM_UP = 400;
const MEBIBYTE = 2 ** 20;

test('the resident memory stays flat over 1,000 epochs of a small network', async () => {
  const backend = await wasmBackend({ profile: 'strict' });
  const placed = placeTable(backend.memory, twoSpirals(64, seedFrom(1)));
  const rows = { placed, rows: Uint32Array.from({ length: 64 }, (_, row) => row) };
  const model = sequential({ input: [2] }, [dense({ units: 4096 }), batchNorm(), relu(), dense({ units: 2 })]);
  // What would be lost if one copy of the parameters were kept from each epoch after the warm-up.
  const leak = (EPOCHS - WARM_UP) * 4 * model.parameterCount;
  expect(leak).toBeGreaterThan(64 * MEBIBYTE);

  const resident: number[] = [];
  const watch: Listener = {
    name: 'watch',
    afterEpoch() {
      resident.push(process.memoryUsage.rss());
      return undefined;
    },
  };
  const before = backend.memory.allocate(64);
  backend.memory.release(before);
  await train({
    model,
    loss: crossEntropy(),
    optimizer: adam(),
    backend,
    train: rows,
    batchSize: 64,
    epochs: EPOCHS,
    seed: seedFrom(1),
    listeners: [watch],
    now: () => 0,
  });
  // Peaks, because what is resident falls when the engine collects: of the epochs up to the warm-up, and of the last ones.
  const early = Math.max(...resident.slice(0, WARM_UP));
  const late = Math.max(...resident.slice(WARM_UP));
  expect(late - early, `resident: from ${early} to ${late} bytes`).toBeLessThan(leak / 4);
  expect(backend.memory.allocate(64)).toBe(before);
});
