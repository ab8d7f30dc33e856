// A sweep that grows after it has run: what it holds then is what a fresh sweep of that size would hold.

import { expect, test } from 'vitest';
import type { HeddleError } from '../core/index.ts';
import { memoryFiles, type RunFiles } from '../store/index.ts';
import { auditRun } from './audit-run.ts';
import { evaluateTrial } from './evaluate-trial.ts';
import { contentOf, leftAfter, runOver } from './left-run.fixture.ts';
import { standardKinds } from './standard-kinds.ts';
import { RING, type TinyRun, tinyEngine } from './tiny-run.fixture.ts';

const SMALL = [{ dense: 3 }, 'relu', { dense: 2 }];
const WIDE = [{ dense: 7 }, 'tanh', { dense: 2 }];
const EXTEND = { resume: { extend: true } };

/** A run of the first sweep that was extended to the second. */
async function extended(before: object, after: object): Promise<TinyRun & { readonly files: RunFiles }> {
  const files = memoryFiles('run');
  await runOver(files, before);
  return { ...(await runOver(files, after, EXTEND)), files };
}

/** What an audit finds wrong with a run; whether its first test reading was before the last choice is not asked. */
async function auditedWrong({ store }: TinyRun): Promise<readonly string[]> {
  const { checks } = await auditRun({
    store,
    kinds: standardKinds,
    data: RING,
    backends: tinyEngine(1).backends,
    profile: 'strict',
    time: '2026-02-03T04:05:06.000Z',
  });
  return checks
    .filter(({ id, status }) => id !== 'test-after-selection' && status !== 'passed')
    .map(({ id, details }) => `${id}: ${details.join('; ')}`);
}

/** Every write of the extension is its last, once: gone on with, the run ends the same. */
async function expectSameWhereverLeft(before: object, after: object, step: number): Promise<void> {
  const whole = memoryFiles('run');
  await runOver(whole, before);
  const counted = leftAfter(whole, Number.POSITIVE_INFINITY);
  await runOver(counted, after, EXTEND);
  const wanted = await contentOf(whole);
  for (let left = 1; left < counted.done(); left += step) {
    const files = memoryFiles('run');
    await runOver(files, before);
    await runOver(leftAfter(files, left), after, EXTEND).catch((error: HeddleError) => expect(error.code).toBe('file'));
    await runOver(files, after, EXTEND);
    expect(await contentOf(files), `left after ${left} writes of the extension`).toEqual(wanted);
  }
}

test('trials that the sweep calls otherwise once it has grown have the new name in their folders too', async () => {
  const [once, thrice] = [
    { models: { a: SMALL, b: WIDE }, grid: {} },
    { models: { a: SMALL, b: WIDE }, grid: {}, repeats: 3 },
  ];
  const run = await extended(once, thrice);
  const { trials, leaderboard } = await run.store.read();
  const names = new Map(trials.map(({ folder, record }) => [folder, record.name]));
  expect(leaderboard!.map(({ trial }) => names.get(trial))).toEqual(leaderboard!.map(({ name }) => name));
  expect(trials[0].record).toMatchObject({ name: 'a repeat=0', cell: 'a', repeat: 0 });
  const { trial } = await evaluateTrial({
    store: run.store,
    kinds: standardKinds,
    dataset: RING,
    backend: tinyEngine(1).backends[0],
    split: 'validation',
    trial: 'a repeat=0',
    afterSelection: false,
    command: 'heddle evaluate',
    time: '2026-02-03T04:05:06.000Z',
  });
  expect(trial).toBe('000-a');
  expect(await auditedWrong(run)).toEqual([]);
  await expectSameWhereverLeft(once, thrice, 9);
});

test('a new dimension of the grid names and places the trials that there were', async () => {
  const models = { a: SMALL };
  const { store } = await extended({ models, grid: {} }, { models, grid: { 'optimizer.learningRate': [0.01, 0.001] } });
  const { trials } = await store.read();
  expect(trials.map(({ record: { name, parameters } }) => ({ name, parameters }))).toEqual([
    { name: 'a learningRate=0.001', parameters: { 'optimizer.learningRate': 0.001 } },
    { name: 'a learningRate=0.01', parameters: { 'optimizer.learningRate': 0.01 } },
  ]);
});
