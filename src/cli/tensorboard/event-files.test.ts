import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EpochRecord, SweepEvent } from '../../index.ts';
import { eventFiles, removeEventFiles } from './event-files.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-events-'));
});
afterAll(() => rm(root, { recursive: true }));

const EPOCH = { epoch: 1, trainLoss: 0.5, seconds: 1 } as EpochRecord;

const epochEvent = (): SweepEvent => ({
  type: 'trial-event',
  trial: 'one',
  event: { type: 'epoch', record: EPOCH, best: false },
});

test.runIf(process.platform === 'linux')('where no folder can be made it is said, and nothing waits', async () => {
  const files = eventFiles('/proc/heddle/events', () => 1);
  files.onEvent(epochEvent());
  await expect(files.written()).rejects.toThrow(
    'expected a file to append to, received a file system that does not allow it. choose a folder on a disk.',
  );
});

test('an epoch late in a long training takes no longer than an early one', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  // Nothing is written below a file, so that the time is that of the events alone.
  const files = eventFiles(join(file, 'events'), () => 1);
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now();
    for (let i = 0; i < 2000; i++) files.onEvent(epochEvent());
    return performance.now() - start;
  });
  await expect(files.written()).rejects.toThrow('received a file where a folder must be.');
  expect(Math.min(...times.slice(7))).toBeLessThan(3 * Math.max(...times.slice(1, 4)));
});

test('event files are removed, and nothing else', async () => {
  const folder = join(root, 'some');
  await mkdir(join(folder, 'one'), { recursive: true });
  for (const name of ['events.out.tfevents.1.heddle', 'one/events.out.tfevents.2.heddle', 'one/mine'])
    await writeFile(join(folder, name), '');
  await removeEventFiles(folder);
  expect((await readdir(folder, { recursive: true })).sort()).toEqual(['one', 'one/mine']);
});

test('a file in the place of the folder is said', async () => {
  const file = join(root, 'other');
  await writeFile(file, '');
  await expect(removeEventFiles(file)).rejects.toThrow(
    `${file}: expected a folder of event files to replace, received a file where a folder must be. choose another folder.`,
  );
});
