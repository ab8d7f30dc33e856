import { expect, test } from 'vitest';
import { createEngine, engineFacts } from './engine.ts';

test('the profile fast is refused with what would make it work', async () => {
  await expect(createEngine({ profile: 'fast' })).rejects.toThrow(
    'profile fast: expected a BLAS library that Heddle can call, received none: this version computes with WebAssembly alone. ' +
      'use --profile fused. A later version will call OpenBLAS (on Debian: apt-get install libopenblas0-pthread).',
  );
});

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

test('this machine computes with SIMD', async () => {
  const facts = await engineFacts();
  expect(facts.simd).toBe(true);
  expect(facts.cores).toBeGreaterThanOrEqual(1);
});
