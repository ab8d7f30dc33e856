import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolders } from './make-folders.ts';
import { writeWhole } from './write-whole.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-folders-'));
});
afterAll(() => rm(root, { recursive: true }));

test('missing folders are made, and made again without harm, by several at once', async () => {
  const deep = join(root, 'a', 'b', 'c');
  await Promise.all([makeFolders(deep), makeFolders(deep), makeFolders(join(root, 'a', 'b', 'd'))]);
  await makeFolders(deep);
  expect((await stat(deep)).isDirectory()).toBe(true);
});

test('a link to a folder is a folder', async () => {
  await symlink(root, join(root, 'link'));
  await makeFolders(join(root, 'link', 'inside'));
  expect((await stat(join(root, 'inside'))).isDirectory()).toBe(true);
});

test('a file in the way is said by its code, as the folder itself and above it', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  await expect(makeFolders(file)).rejects.toMatchObject({ code: 'ENOTDIR', message: `${file} is a file` });
  await expect(makeFolders(join(file, 'x', 'y'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test('a link to nowhere is in the way', async () => {
  await symlink(join(root, 'nowhere'), join(root, 'dangling'));
  await expect(makeFolders(join(root, 'dangling'))).rejects.toMatchObject({ code: 'EEXIST' });
});

test.runIf(process.platform === 'linux')('below /proc the first failure ends it', async () => {
  await expect(makeFolders('/proc/heddle/a/b')).rejects.toMatchObject({
    code: 'ENOTSUP',
    message: 'no folder can be made in /proc',
  });
  await expect(writeWhole('/proc/heddle/a/x.json', '{}')).rejects.toThrow(
    '/proc/heddle/a/x.json: expected a file to write, received a file system that does not allow it. choose a folder on a disk.',
  );
});
