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
