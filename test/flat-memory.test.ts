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
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const EPOCHS = 1000;
/** The first epochs fill the engine's own caches. */
const WARM_UP = 400;
const MEBIBYTE = 2 ** 20;
const BOUND = 8 * MEBIBYTE;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of the process's memory, without what the engine is about to collect. */
function residentBytes(): number {
  collect();
  return process.memoryUsage.rss();
}

test('the resident memory stays flat over 1,000 epochs of a small network', async () => {
  const backend = await wasmBackend({ profile: 'strict' });
  const placed = placeTable(backend.memory, twoSpirals(64, seedFrom(1)));
  const rows = { placed, rows: Uint32Array.from({ length: 64 }, (_, row) => row) };
  const model = sequential({ input: [2] }, [dense({ units: 4096 }), batchNorm(), relu(), dense({ units: 2 })]);
  // The bound is tight enough: a copy of the parameters kept from each epoch would take eight times as much.
  expect((EPOCHS - WARM_UP) * 4 * model.parameterCount).toBeGreaterThan(8 * BOUND);

  const resident = new Map<number, number>();
  const watch: Listener = {
    name: 'watch',
    afterEpoch({ epoch }) {
      if (epoch === WARM_UP || epoch === EPOCHS) resident.set(epoch, residentBytes());
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
  const [early, late] = [resident.get(WARM_UP) as number, resident.get(EPOCHS) as number];
  process.stderr.write(`DELTA ${(late - early) / MEBIBYTE} of ${early / MEBIBYTE}\n`);
  expect(late - early, `from ${early} to ${late} bytes`).toBeLessThan(BOUND);
  expect(backend.memory.allocate(64)).toBe(before);
});
