// Runs that were written before there were checkpoints: they open, and go on.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { memoryFiles, type RunFiles, runStoreOver } from './index.ts';

const FIXTURES = fileURLToPath(new URL('../../test/fixtures/format-1/', import.meta.url));

/** A copy of a kept run in memory. */
async function copyOf(name: string): Promise<RunFiles> {
  const files = memoryFiles(name);
  const root = join(FIXTURES, name);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) await files.write(relative(root, path), readFileSync(path));
  }
  return files;
}

test('a finished run of format 1 opens with everything it holds', async () => {
  const run = await runStoreOver(await copyOf('finished')).read();
  expect(run.trials.map(({ record, epochs }) => [record.status, epochs.length])).toEqual(
    Array(4).fill(['finished', 3]),
  );
  expect(run.leaderboard?.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
  expect(run.test?.trial).toBe(run.leaderboard?.[0].trial);
});

test('an interrupted run of format 1 opens', async () => {
  const run = await runStoreOver(await copyOf('interrupted')).read();
  expect(run.trials.map(({ record }) => record.status)).toEqual(['finished', 'interrupted', 'waiting', 'waiting']);
  expect(run.leaderboard).toBeNull();
});

test.each(['sweep.json', 'trials/001-plain/trial.json', 'test.json'])(
  'a run whose %s is of a newer format version is refused by its number',
  async (path) => {
    const files = await copyOf('finished');
    const record = JSON.parse(new TextDecoder().decode((await files.read(path))!));
    await files.write(path, JSON.stringify({ ...record, formatVersion: 7 }));
    await expect(runStoreOver(files).read()).rejects.toThrow(
      `${path}, field formatVersion: expected format version 1, received format version 7. it was written by a newer Heddle: update Heddle to read it.`,
    );
  },
);
