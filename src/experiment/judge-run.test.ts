// Judging a finished run again from its folder, as a report of an older run needs it.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { memoryFiles, type RunStore, runStoreOver } from '../store/index.ts';
import { judgeRun } from './judge-run.ts';
import { standardKinds } from './standard-kinds.ts';
import { RING, runTiny } from './tiny-run.fixture.ts';

/** A run that a version of before there was a selection.json left. */
async function oldRun(): Promise<RunStore> {
  const root = fileURLToPath(new URL('../../test/fixtures/format-1/finished/', import.meta.url));
  const files = memoryFiles('old');
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) await files.write(relative(root, path), readFileSync(path));
  }
  return runStoreOver(files);
}

test('a run of an earlier version is judged from its predictions as if it had ended today', async () => {
  const store = await oldRun();
  const run = await store.read();
  expect(run.selection).toBeUndefined();
  const judged = (await judgeRun(store, run, RING, standardKinds))!;
  expect(judged.trials.map(({ trial }) => trial)).toEqual(run.leaderboard!.map(({ trial }) => trial));
  for (const [i, { selection, rows, withinNoise }] of judged.trials.entries()) {
    expect(selection.value).toBeCloseTo(run.leaderboard![i].value!, 12);
    expect(selection.low).toBeLessThan(selection.high);
    expect(rows).toBe(20);
    expect(withinNoise === null).toBe(i === 0);
  }
  expect(judged.optimism).toMatchObject({ candidates: 4, value: judged.trials[0].selection.value });
  expect(judged.test!.accuracy!.value).toBeCloseTo(run.test!.accuracy!, 12);
});

test.each([{}, { repeats: 2 }, { folds: 3 }])('with %j it is what the sweep itself wrote', async (changes) => {
  const { store } = await runTiny(changes);
  const run = await store.read();
  const { selection, ...before } = run;
  expect(selection).toBeDefined();
  expect(await judgeRun(store, before, RING, standardKinds)).toEqual(selection);
});

test('a run that has not chosen is not judged, and other data are refused', async () => {
  const store = await oldRun();
  const run = await store.read();
  expect(await judgeRun(store, { ...run, leaderboard: null }, RING, standardKinds)).toBeNull();
  const other = { ...RING, sha256: 'cd'.repeat(32) };
  await expect(judgeRun(store, run, other, standardKinds)).rejects.toThrow(
    `old, selection: expected the rows that the run validated on, split ${run.sweep.splitHash}, received split ${run.sweep.splitHash} of data ${'cd'.repeat(32)}. give the data that the run was trained on.`,
  );
});
