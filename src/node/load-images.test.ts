import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePicture } from '../images/index.ts';
import { classesOf, folderTable, pictureFiles } from './load-images.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-pictures-'));
  const picture = encodePicture({ width: 2, height: 2, channels: 1, pixels: Uint8Array.of(1, 2, 3, 4) });
  for (const name of ['cat', '.hidden']) mkdirSync(join(folder, 'pets', name), { recursive: true });
  for (const name of ['b.PNG', 'a.png', '.DS_Store']) writeFileSync(join(folder, 'pets/cat', name), picture);
  mkdirSync(join(folder, 'linked'));
  symlinkSync(join(folder, 'pets/cat'), join(folder, 'linked/cat'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('classes are folders, or links to folders; hidden names are left alone and capitals are not', async () => {
  for (const name of ['pets', 'linked']) {
    expect(await classesOf(join(folder, name))).toEqual(['cat']);
    const files = await pictureFiles(join(folder, name), ['cat']);
    expect(files.map((file) => file.name)).toEqual(['cat/a.png', 'cat/b.PNG']);
  }
});

test('a link that leads nowhere is told by its path', async () => {
  const link = join(folder, 'linked/dog');
  symlinkSync(join(folder, 'nowhere'), link);
  await expect(classesOf(join(folder, 'linked'))).rejects.toThrow(
    `${link}: expected a link that leads to a file or a folder, received no such file or folder. check the path.`,
  );
  rmSync(link);
});

test.skipIf(process.platform === 'win32')('a pipe or a device among pictures is told, not waited for', async () => {
  const preprocessing = { kind: 'image', height: 2, width: 2, channels: 1, fit: 'crop', scale: 1 / 255 } as const;
  const read = () => folderTable(join(folder, 'odd'), ['cat'], preprocessing);
  mkdirSync(join(folder, 'odd/cat'), { recursive: true });
  const pipe = join(folder, 'odd/cat/1.png');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  await expect(read()).rejects.toThrow(`${pipe}: expected a picture file, received a pipe. take it out of the folder.`);
  symlinkSync('/dev/zero', join(folder, 'odd/cat/2.png'));
  await expect(read()).rejects.toThrow(`  ${pipe}: a pipe\n  ${join(folder, 'odd/cat/2.png')}: a device`);
});
