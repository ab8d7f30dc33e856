// Teams of threads against the backend of the caller's own thread: the same bits, and the same trainings side by side.

import { setFlagsFromString } from 'node:v8';
import { afterAll, expect, test } from 'vitest';
import { floatFeatures, valueTable } from '../data/index.ts';
import {
  type Backend,
  compileSharedKernels,
  compileWideKernels,
  createWasmMemory,
  productOf,
  teamBackend,
  wasmBackend,
} from '../kernels/index.ts';
import {
  casesOf,
  chainsOf,
  gemmCase,
  type KernelCase,
  type Outcome,
  outcomeOf,
  outcomeOfChain,
  randomOf,
} from '../kernels/parity.fixture.ts';
import { dense, meanSquaredError, relu, sequential } from '../model/index.ts';
import { assertSameBits } from '../testing/index.ts';
import { evaluate, placeTable } from '../train/index.ts';
import { someRows, trainSmall } from '../train/small-training.fixture.ts';
import { createEngine } from './engine.ts';
import { spawnWorker } from './spawn-worker.ts';

const inline = [await wasmBackend({ profile: 'strict' }), await wasmBackend({ profile: 'fused' })];
const engines = [
  await createEngine({ profile: 'strict', threads: 2 }),
  await createEngine({ profile: 'strict', threads: 3 }),
  await createEngine({ profile: 'fused', threads: 1 }),
  await createEngine({ profile: 'fused', threads: 3 }),
];
/** For test/vectors.test.ts: not the product alone, but every wide kernel is optimized for vectors of 256 bits, after its first runs. */
const revectorize = process.env['HEDDLE_REVECTORIZE'] === '1';
const REVECTORIZE = ['--experimental-wasm-revectorize', '--wasm-tiering-budget=1'];
/** How long the product takes with a build, tried for 0.3 s. */
async function productTimes(module: WebAssembly.Module) {
  const tryIt = await productOf(module, () => performance.now());
  return tryIt((_, milliseconds) => milliseconds > 300);
}
const narrowTimes = revectorize ? await productTimes(await compileSharedKernels('fused')) : undefined;
if (revectorize) for (const flag of REVECTORIZE) setFlagsFromString(flag);

/** The builds for vectors of 256 bits, whether this engine makes such vectors or not. */
const wide = await Promise.all(
  (['strict', 'fused'] as const).map(async (profile) =>
    teamBackend({
      profile,
      module: await compileWideKernels(profile),
      threads: 2,
      memory: createWasmMemory({ shared: true }),
      spawn: spawnWorker,
    }),
  ),
);
const teams = [...engines.map(({ backends: [backend] }) => backend), ...wide];
const [pair] = teams;

afterAll(async () => {
  for (const { close } of [...engines, ...wide]) await close();
});

/** Fails unless every team gives the bits of the inline backend of its profile. */
async function expectSameOutcome(name: string, outcome: (backend: Backend) => Promise<Outcome>): Promise<void> {
  for (const one of inline) {
    const expected = await outcome(one);
    for (const team of teams.filter(({ profile }) => profile === one.profile)) {
      const actual = await outcome(team);
      for (const field of Object.keys(expected)) {
        assertSameBits(`${name}, ${team.profile}, ${team.threads} threads: ${field}`, actual[field], expected[field]);
      }
    }
  }
}

const expectParity = (kernelCase: KernelCase): Promise<void> =>
  expectSameOutcome(kernelCase.name, (backend) => outcomeOf(backend, kernelCase));

if (narrowTimes !== undefined) {
  test('the wide builds are computed with vectors of 256 bits', async () => {
    const module = await compileWideKernels('fused');
    let least = Number.POSITIVE_INFINITY;
    // Another program on this machine may have had the processor meanwhile.
    for (let turn = 0; turn < 8 && least >= 0.8 * narrowTimes.least; turn++)
      least = Math.min(least, (await productTimes(module)).least);
    expect(least).toBeLessThan(0.8 * narrowTimes.least);
  });
}

test('every kernel gives the same bits on 1, 2 and 3 threads', async () => {
  // Fewer rows than threads, rows that threads cannot share out evenly, and gradients of more than one tile of the norm.
  for (const [position, [n, size]] of (
    [
      [1, 1],
      [2, 7],
      [65, 17],
      [131, 37],
    ] as const
  ).entries()) {
    for (const kernelCase of casesOf(randomOf(position), n, size)) await expectParity(kernelCase);
  }
});

test('calls that are joined to one pass leave every byte as the calls one by one, with many tiles of rows and with few', async () => {
  // In the last, more tiles of rows than are taken at a time.
  for (const [position, [n, size, names]] of (
    [
      [1, 64, /./],
      [65, 37, /./],
      [200, 576, /./],
      [800, 576, /./],
      [16_000, 64, /^reluBackward, backward, sums/],
    ] as const
  ).entries()) {
    for (const chain of chainsOf(randomOf(position), n, size).filter(({ name }) => names.test(name))) {
      // The inline backend joins nothing.
      await expectSameOutcome(chain.name, (backend) => outcomeOfChain(backend, chain));
    }
  }
});

test('few columns: a number of b that is not finite reaches every sum, also where a is zero', async () => {
  for (const transposeA of [false, true]) {
    const kernelCase = gemmCase(randomOf(8), [40, 10, 300], { sparse: true, transposeA });
    kernelCase.operands['b'].values[2713] = Number.POSITIVE_INFINITY;
    await expectParity(kernelCase);
    const { out } = await outcomeOf(pair, kernelCase);
    expect(out.flatMap((value, i) => (Number.isFinite(value) ? [] : [i % 10]))).toEqual(Array(40).fill(3));
  }
});

test('few columns: a sum that underflowed to -0 is 0 in the end, with a bias of -0 too', async () => {
  const kernelCase = gemmCase(randomOf(9), [12, 6, 300], { bias: true });
  for (const [field, value] of [
    ['a', 1e-30],
    ['b', -1e-30],
    ['bias', -0],
  ] as const) {
    kernelCase.operands[field].values.fill(value);
  }
  for (const team of teams) expect((await outcomeOf(team, kernelCase))['out']).toEqual(Array(72).fill(0));
});

test('the matrix product gives the same bits on 1, 2 and 3 threads, beyond one block of k and of n too', async () => {
  const products = [
    [5, 9, 3],
    [64, 64, 64],
    [67, 129, 513],
    [33, 1030, 300],
    [3, 2060, 257],
    [130, 10, 300],
    [50, 1, 520],
    [77, 12, 64],
    [2000, 5, 13],
    [299, 90, 545],
  ] as const;
  const flags = [
    { bias: true },
    { bias: true, sparse: true },
    { transposeA: true, accumulate: true, sparse: true },
    { transposeB: true },
    { transposeA: true, transposeB: true, bias: true, accumulate: true },
  ];
  for (const [position, shape] of products.entries()) {
    for (const flag of flags) await expectParity(gemmCase(randomOf(position), shape, flag));
  }
});

test('runs asked for at once on one team all take place, in order', async () => {
  for (const { memory, record, run } of teams) {
    const clock = { type: 'int32', offset: memory.allocate(12), length: 3 } as const;
    const out = { type: 'float', offset: memory.allocate(4), length: 1 } as const;
    const ticks = record(({ tick }) => tick({ clock, rows: 10 }));
    const fills = [1, 2, 3].map((value) => record(({ fill }) => fill({ out, length: 1, value })));
    await Promise.all([run(ticks, 2), ...fills.map((program) => run(program, 1)), run(ticks, 3)]);
    expect(Array.from(memory.read(clock))).toEqual([50, 5, 5]);
    expect(Array.from(memory.read(out))).toEqual([3]);
    for (const program of [ticks, ...fills]) program.release();
    for (const { offset } of [clock, out]) memory.release(offset);
  }
});

test('a program may be released, and its memory used again, as soon as its run is done', async () => {
  // More threads than cores: some are still on their way out of the last barrier when thread 0 answers.
  const engine = await createEngine({ profile: 'strict', threads: 8 });
  const [{ memory, record, run }] = engine.backends;
  const clock = { type: 'int32', offset: memory.allocate(12), length: 3 } as const;
  const rounds = 1000;
  for (let round = 0; round < rounds; round++) {
    const program = record(({ tick }) => tick({ clock, rows: 1 }));
    await run(program, 1);
    program.release();
    const offset = memory.allocate(64);
    memory.write({ type: 'int32', offset, length: 16 }, new Array<number>(16).fill(99));
    memory.release(offset);
  }
  expect(Array.from(memory.read(clock))).toEqual([rounds, rounds, rounds]);
  await engine.close();
});

test('programs that are timed run once each, those of no calls too', async () => {
  const { memory, record, time } = pair;
  const clock = { type: 'int32', offset: memory.allocate(12), length: 3 } as const;
  const programs = [1, 0, 100].map((rows) => record(({ tick }) => (rows > 0 ? tick({ clock, rows }) : undefined)));
  const rounds = 200;
  for (let round = 0; round < rounds; round++) {
    const seconds = await time(programs, () => expect.unreachable('the team has a clock'));
    expect(seconds.map((value) => value >= 0)).toEqual([true, true, true]);
  }
  expect(Array.from(memory.read(clock))).toEqual([101 * rounds, 2 * rounds, 2 * rounds]);
  for (const program of programs) program.release();
  memory.release(clock.offset);
});

test('two trainings at once on one team are each the training they are alone', async () => {
  const changes = [{ backend: pair }, { backend: pair, batchSize: 12, dropLast: false }];
  const alone = [await trainSmall(changes[0]), await trainSmall(changes[1])];
  expect(await Promise.all(changes.map(trainSmall))).toEqual(alone);
  expect(alone[0].lastFingerprint).not.toBe(alone[1].lastFingerprint);
});

test('a program of no calls, and a model without parameters, leave the team able to work', async () => {
  const empty = pair.record(() => undefined);
  await pair.run(empty, 5);
  empty.release();
  const placed = placeTable(
    pair.memory,
    valueTable('positive part', floatFeatures([1], [-2, 3, 5]), Float32Array.of(0, 3, 4), 1),
  );
  const rows = someRows(placed, 0, 3);
  const options = { model: sequential({ input: [1] }, [relu()]), loss: meanSquaredError(), backend: pair };
  const { predictions, loss } = await evaluate({ ...options, tensors: [], rows });
  expect([Array.from(predictions), loss]).toEqual([[0, 3, 5], 1 / 3]);
  placed.release();
  await expectParity(gemmCase(randomOf(0), [64, 64, 64]));
  const again = await trainSmall({ backend: pair, model: sequential({ input: [2] }, [dense({ units: 3 })]) });
  expect(again.epochs).toHaveLength(3);
});
