// One training on every engine: the same bits whatever computes it, however many threads, and whatever runs beside it.

import {
  adam,
  type Backend,
  batchNorm,
  classTable,
  crossEntropy,
  dense,
  dropout,
  floatFeatures,
  type Model,
  placeTable,
  randomSequence,
  relu,
  type Seed,
  seedFrom,
  sequential,
  type TrainResult,
  tanh,
  train,
  wasmBackend,
} from 'heddle';
import { createEngine } from 'heddle/node';
import { expect, test } from 'vitest';

const ROWS = 330;
const INPUTS = 37;

/** Rows with some zeros, as pixels have, and the class that a few of their numbers say. */
function table() {
  const random = randomSequence(seedFrom(9), 'synthetic', 0);
  const x = Array.from({ length: ROWS * INPUTS }, () => (random.below(2) === 0 ? 0 : random.uniform()));
  const labels = Int32Array.from({ length: ROWS }, (_, row) =>
    Math.min(4, Math.floor(2 * (x[row * INPUTS] + x[row * INPUTS + 1] + x[row * INPUTS + 2]))),
  );
  return classTable('sums', floatFeatures([INPUTS], x), labels, ['0', '1', '2', '3', '4']);
}

/** Sizes beside the kernels' tiles, and rows for more than one of them. */
const model: Model = sequential({ input: [INPUTS] }, [
  dense({ units: 70 }),
  batchNorm(),
  relu(),
  dropout({ rate: 0.3 }),
  dense({ units: 33 }),
  tanh(),
  dense({ units: 5 }),
]);

async function trainOn(backend: Backend, seed: Seed = seedFrom(4)): Promise<TrainResult> {
  const placed = placeTable(backend.memory, table());
  const rows = (first: number, end: number) => ({
    placed,
    rows: Uint32Array.from({ length: end - first }, (_, i) => first + i),
  });
  try {
    return await train({
      model,
      loss: crossEntropy({ labelSmoothing: 0.05 }),
      optimizer: adam({ learningRate: 0.01, weightDecay: 0.001 }),
      backend,
      train: rows(0, 260),
      validation: rows(260, ROWS),
      batchSize: 96,
      epochs: 4,
      dropLast: false,
      clipNorm: 1,
      seed,
      now: () => 0,
    });
  } finally {
    placed.release();
  }
}

/** All that must not differ. */
const factsOf = ({ epochs, fingerprint, lastFingerprint, initialFingerprint }: TrainResult) => ({
  epochs,
  fingerprint,
  lastFingerprint,
  initialFingerprint,
});

async function onThreads(profile: 'strict' | 'fused', threads: number): Promise<TrainResult> {
  const engine = await createEngine({ profile, threads });
  try {
    expect(engine.profile.used).toBe(profile);
    return await trainOn(engine.backends[0]);
  } finally {
    await engine.close();
  }
}

const inline = {
  strict: factsOf(await trainOn(await wasmBackend({ profile: 'strict' }))),
  fused: factsOf(await trainOn(await wasmBackend({ profile: 'fused' }))),
};

test.each([
  ['strict', 1],
  ['strict', 2],
  ['strict', 3],
  ['fused', 1],
  ['fused', 2],
  ['fused', 3],
] as const)('%s on %i worker threads trains the network that the inline backend trains', async (profile, threads) => {
  expect(factsOf(await onThreads(profile, threads))).toEqual(inline[profile]);
});

test('strict and fused start from the same weights and end apart', () => {
  expect(inline.fused.initialFingerprint).toBe(inline.strict.initialFingerprint);
  expect(inline.fused.lastFingerprint).not.toBe(inline.strict.lastFingerprint);
});

test('two trainings side by side on one memory are what each is alone', async () => {
  const engine = await createEngine({ profile: 'strict', jobs: 2, threads: 1 });
  try {
    const [one, other] = await Promise.all(engine.backends.map((backend, job) => trainOn(backend, seedFrom(4 + job))));
    expect(factsOf(one)).toEqual(inline.strict);
    expect(factsOf(other)).toEqual(factsOf(await trainOn(await wasmBackend({ profile: 'strict' }), seedFrom(5))));
    expect(other.fingerprint).not.toBe(one.fingerprint);
  } finally {
    await engine.close();
  }
});

test('the learning is real: the last epoch is better than the first', () => {
  const losses = inline.strict.epochs.map((record) => record.trainLoss);
  expect(losses[3]).toBeLessThan(losses[0]);
});
