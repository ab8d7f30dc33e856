import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { createWasmMemory } from '../kernels/index.ts';
import { createEngine, engineFacts } from './engine.ts';

test('an engine has a team for each job, each of the threads asked for, over one memory', async () => {
  const engine = await createEngine({ profile: 'strict', jobs: 2, threads: 2 });
  expect(engine.backends.map(({ threads, profile }) => [threads, profile])).toEqual([
    [2, 'strict'],
    [2, 'strict'],
  ]);
  expect(engine.backends.every(({ memory }) => memory === engine.memory)).toBe(true);
  expect(engine.notices).toEqual([]);
  await engine.close();
});

test('the whole of an engine is one team, which makes what a part of it recorded', async () => {
  const engine = await createEngine({ profile: 'strict', jobs: 2, threads: 1 });
  const whole = await engine.whole!();
  expect(whole.threads).toBe(Math.min(2, availableParallelism()));
  expect(whole.memory).toBe(engine.memory);
  expect(await engine.whole!()).toBe(whole);
  const out = { type: 'float', offset: engine.memory.allocate(400), length: 100 } as const;
  const program = engine.backends[1].record(({ fill }) => fill({ out, length: 100, value: 7 }));
  await whole.run(program, 1);
  expect(Array.from(engine.memory.read(out))).toEqual(new Array(100).fill(7));
  await engine.close();
  await expect(whole.run(program, 1)).rejects.toThrow('expected one that is open, received one that was closed');
  await expect(engine.whole!()).rejects.toThrow('engine: expected one that is open, received one that was closed');
});

test('a whole team that starts when 2 GiB of the memory are taken computes too', async () => {
  const engine = await createEngine({ profile: 'strict', jobs: 2, threads: 1 });
  engine.memory.allocate(2 ** 31);
  const whole = await engine.whole!();
  const out = { type: 'float', offset: engine.memory.allocate(400), length: 100 } as const;
  expect(out.offset).toBeGreaterThan(2 ** 31);
  await whole.run(
    whole.record(({ fill }) => fill({ out, length: 100, value: 7 })),
    1,
  );
  expect(Array.from(engine.memory.read(out))).toEqual(new Array(100).fill(7));
  await engine.close();
});

test('an engine of one job is whole already', async () => {
  const engine = await createEngine({ profile: 'strict', threads: 2 });
  expect(engine.whole).toBeUndefined();
  await engine.close();
});

test.each([
  ['threads', 0],
  ['jobs', 0],
  ['threads', 1.5],
  ['jobs', -1],
  ['threads', 257],
] as const)('%s: %d is refused', async (option, value) => {
  const refused = createEngine({ profile: 'strict', [option]: value });
  await expect(refused).rejects.toThrow(
    `${option}: expected a whole number from 1 to 256, received ${value}. leave it out for the default.`,
  );
  await expect(refused).rejects.toMatchObject({ code: 'option' });
});

test('a memory that threads cannot share is refused', async () => {
  await expect(createEngine({ memory: createWasmMemory({ shared: false }) })).rejects.toThrow(
    'memory: expected a memory that threads can share, received one that they cannot',
  );
});

test('a profile that is none is refused', async () => {
  await expect(createEngine({ profile: 'exact' as never })).rejects.toThrow(
    'profile: expected one of strict, fused, fast, received "exact". leave it out for the best this machine can do.',
  );
});

test('this machine computes with SIMD', async () => {
  const facts = await engineFacts();
  expect(facts.simd).toBe(true);
  expect(facts.cores).toBeGreaterThanOrEqual(1);
});
