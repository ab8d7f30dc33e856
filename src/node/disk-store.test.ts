import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleRun } from '../report/example-run.fixture.ts';
import { runStoreCases, writeRun } from '../testing/run-store-cases.ts';
import { createDiskStore, diskFiles, listRuns, openDiskStore, runTime } from './disk-store.ts';
import { fileError } from './file-error.ts';

const run = exampleRun();
const TIME = '20261122-161500';
let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'heddle-disk-store-'));
});
afterAll(() => rm(parent, { recursive: true }));

describe('the disk store is a run store', () => {
  test.each(runStoreCases)('$name', async ({ check }) => check(await createDiskStore(parent, 'case', TIME), run));
});

test('a run folder is named after sweep and time, and never written to twice', async () => {
  const out = join(parent, 'deep', 'runs');
  const stores = [];
  for (let i = 0; i < 3; i++) stores.push(await createDiskStore(out, 'fashion-mnist', TIME));
  expect(stores.map((store) => basename(store.location))).toEqual([
    'fashion-mnist-20261122-161500',
    'fashion-mnist-20261122-161500-2',
    'fashion-mnist-20261122-161500-3',
  ]);
  const hostile = await createDiskStore(out, '../../escape', TIME);
  expect(hostile.location).toBe(join(out, `escape-${TIME}`));
});

test('the time in a folder name is local, to the second', () => {
  expect(runTime(new Date(2026, 10, 2, 6, 5, 9))).toBe('20261102-060509');
});

test('the folder holds the files of the public contract and no temporary ones', async () => {
  const store = await createDiskStore(parent, 'contract', TIME);
  await writeRun(store, run);
  await store.writeModel(run.trials[0].folder, Uint8Array.of(1));
  await store.writeValidationPredictions(run.trials[0].folder, Float32Array.of(1));
  await store.writeTestPredictions(Float32Array.of(1));
  await store.writeReport({ html: '', markdown: '', figures: { 'a.svg': '<svg/>' } });
  expect((await readdir(store.location)).sort()).toEqual(
    [
      'figures',
      'leaderboard.json',
      'report.html',
      'report.md',
      'sweep.json',
      'test-predictions.bin',
      'test.json',
      'trials',
    ].sort(),
  );
  expect((await readdir(join(store.location, 'trials', run.trials[0].folder))).sort()).toEqual(
    ['metrics.jsonl', 'model.safetensors', 'trial.json', 'validation-predictions.bin'].sort(),
  );
  const reopened = await openDiskStore(store.location);
  expect(await reopened.read()).toEqual(run);
});

test('a folder moves with everything in it, to where nothing is', async () => {
  const files = diskFiles(join(parent, 'moving'));
  await files.write('trials/a/deep/x', 'content');
  await files.move('trials/a', 'aside/trials/a');
  await files.move('trials/none', 'aside/trials/none');
  expect(await files.folders('trials')).toEqual([]);
  expect(await files.folders('aside/trials')).toEqual(['a']);
  expect(await readFile(join(parent, 'moving/aside/trials/a/deep/x'), 'utf8')).toBe('content');
  await files.write('trials/a/y', '');
  await expect(files.move('trials/a', 'aside/trials/a')).rejects.toThrow(
    `${join(parent, 'moving/aside/trials/a')}: expected a place to move a folder to, received something else of that name. move it away, or choose another name.`,
  );
});

test('a reader beside the writer sees the old file or the new one, never a part', async () => {
  const store = await createDiskStore(parent, 'rename', TIME);
  const path = join(store.location, 'report.html');
  const versions = ['a'.repeat(300_000), 'b'.repeat(500_000)];
  const write = (html: string): Promise<void> => store.writeReport({ html, markdown: '', figures: {} });
  await write(versions[0]);
  let writing = true;
  const writer = (async () => {
    for (let i = 1; i < 12; i++) await write(versions[i % 2]);
    writing = false;
  })();
  let seen = 0;
  while (writing) {
    expect(versions).toContain(await readFile(path, 'utf8'));
    seen++;
  }
  await writer;
  expect(seen).toBeGreaterThan(0);
});

test('a write that fails leaves the old file and no temporary one', async () => {
  const store = await createDiskStore(parent, 'blocked', TIME);
  await mkdir(join(store.location, 'report.html', 'inside'), { recursive: true });
  const attempt = store.writeReport({ html: 'x', markdown: '', figures: {} });
  await expect(attempt).rejects.toThrow(
    `${join(store.location, 'report.html')}: expected a file to write, received a folder where a file must be. move the folder away.`,
  );
  expect((await readdir(store.location)).sort()).toEqual(['report.html', 'report.md']);
});

test('a torn line is dropped, and the next epoch is appended to the whole ones', async () => {
  const store = await createDiskStore(parent, 'torn', TIME);
  const { folder, epochs } = run.trials[0];
  await store.writeSweep({ ...run.sweep, finished: null });
  await store.writeTrial(folder, { ...run.trials[0].record, status: 'interrupted' });
  for (const epoch of epochs.slice(0, 3)) await store.appendEpoch(folder, epoch);
  const path = join(store.location, 'trials', folder, 'metrics.jsonl');
  const { length } = await readFile(path);
  await truncate(path, length - 20);
  expect((await store.read()).trials[0].epochs).toEqual(epochs.slice(0, 2));
  await store.appendEpoch(folder, epochs[2]);
  expect((await store.read()).trials[0].epochs).toEqual(epochs.slice(0, 3));
  await truncate(path, length - 1);
  await store.appendEpoch(folder, epochs[3]);
  expect((await store.read()).trials[0].epochs).toEqual(epochs.slice(0, 4));
});

test.runIf(process.platform === 'linux')('a full disk is said in words, with the path', async () => {
  const store = await createDiskStore(parent, 'full', TIME);
  const { folder, record, epochs } = run.trials[0];
  await store.writeTrial(folder, record);
  const path = join(store.location, 'trials', folder, 'metrics.jsonl');
  await symlink('/dev/full', path);
  await expect(store.appendEpoch(folder, epochs[0])).rejects.toThrow(
    `${path}: expected a file to append to, received no space left on the disk. free some space, or choose a folder on another disk, and run again.`,
  );
});

test('a parent that is a file is refused', async () => {
  const file = join(parent, 'a-file');
  await writeFile(file, '');
  await expect(createDiskStore(join(file, 'runs'), 'x', TIME)).rejects.toThrow(
    `${join(file, 'runs')}: expected a folder to write runs to, received a file where a folder must be. choose another folder.`,
  );
  await expect(createDiskStore(file, 'x', TIME)).rejects.toThrow(
    `${file}: expected a folder to write runs to, received a file where a folder must be. choose another folder.`,
  );
  await expect(openDiskStore(file)).rejects.toThrow(
    `${file}: expected a run folder, received a file where a folder must be.`,
  );
  await expect(listRuns(file)).rejects.toThrow(
    `${file}: expected a folder to read, received a file where a folder must be.`,
  );
});

test('an empty path is refused wherever a folder is given', async () => {
  const message = (where: string): string =>
    `${where}: expected the path of a folder, received an empty text. ` +
    'write . for the folder you are in, or check that the variable it came from is set.';
  await expect(createDiskStore('', 'x', TIME)).rejects.toThrow(message('folder for runs'));
  await expect(listRuns('')).rejects.toThrow(message('folder for runs'));
  await expect(openDiskStore('')).rejects.toThrow(message('run folder'));
});

test.runIf(process.platform === 'linux')('a place where no folder can be made is refused at once', async () => {
  for (const out of ['/proc/heddle', '/proc/heddle/deep/runs']) {
    await expect(createDiskStore(out, 'x', TIME)).rejects.toThrow(
      `${out}: expected a folder to write runs to, received a file system that does not allow it. choose a folder on a disk.`,
    );
  }
});

test('a missing folder and a folder that is no run are told apart', async () => {
  const missing = join(parent, 'missing');
  await expect(openDiskStore(missing)).rejects.toThrow(
    `${missing}: expected a run folder, received no such file or folder. check the path.`,
  );
  const empty = join(parent, 'empty');
  await mkdir(empty);
  await expect(openDiskStore(empty)).rejects.toThrow(
    `${empty}: expected a run folder, with sweep.json in it, received an empty folder. give the folder that a sweep made; \`heddle runs\` lists them.`,
  );
  await writeFile(join(empty, 'notes.txt'), '');
  await expect(openDiskStore(empty)).rejects.toThrow('received notes.txt');
});

test('every other file system error keeps its path and says what to do', () => {
  const failed = (code: string): string => {
    const made = fileError('/runs', 'a folder', Object.assign(new Error('x'), { code }));
    return made instanceof Error ? made.message : '';
  };
  const permissions = 'change its permissions, or choose another folder.';
  expect(failed('EACCES')).toBe(`/runs: expected a folder, received permission denied. ${permissions}`);
  expect(failed('EPERM')).toBe(`/runs: expected a folder, received operation not permitted. ${permissions}`);
  expect(failed('EROFS')).toBe(
    '/runs: expected a folder, received a read-only file system. choose a folder on another disk.',
  );
  expect(failed('ENOTSUP')).toContain('received a file system that does not allow it. choose a folder on a disk.');
  expect(failed('EEXIST')).toContain('received something else of that name. move it away, or choose another name.');
  expect(failed('EDQUOT')).toContain('received disk quota exceeded. free some space');
  expect(failed('EMFILE')).toContain(
    'received too many open files. close other programs, or raise the limit (ulimit -n).',
  );
  expect(failed('ENAMETOOLONG')).toContain('received a path that is too long. choose a shorter name or folder.');
  expect(failed('EIO')).toBe('/runs: expected a folder, received the error EIO. check the path and the disk.');
  const other = new TypeError('a mistake in the program');
  expect(fileError('/runs', 'a folder', other)).toBe(other);
});

test('runs are listed newest first, and a damaged one does not hide the others', async () => {
  const out = join(parent, 'list');
  expect(await listRuns(out)).toEqual([]);
  const folders = [];
  for (const [i, started] of ['2026-11-20T00:00:00Z', '2026-11-22T00:00:00Z', '2026-11-21T00:00:00Z'].entries()) {
    const store = await createDiskStore(out, `run-${i}`, TIME);
    await store.writeSweep({ ...run.sweep, started, finished: null });
    folders.push(store.location);
  }
  await mkdir(join(out, 'not-a-run'));
  await writeFile(join(folders[2], 'sweep.json'), '{"formatVersion":2}');
  const odd = join(out, 'a-folder-instead');
  await mkdir(join(odd, 'sweep.json'), { recursive: true });
  const runs = await listRuns(out);
  expect(runs.map((listing) => listing.folder)).toEqual([folders[1], folders[0], folders[2], odd]);
  expect(runs.map((listing) => listing.run?.sweep.name)).toEqual([
    'fashion-mnist',
    'fashion-mnist',
    undefined,
    undefined,
  ]);
  expect(runs[3].problem).toContain(join(odd, 'sweep.json'));
  expect(runs[2].problem).toBe(
    `${join(folders[2], 'sweep.json')}, field formatVersion: expected format version 1, received format version 2. it was written by a newer Heddle: update Heddle to read it.`,
  );
});
