import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePicture } from '../images/index.ts';
import { classesOf, pictureFiles } from './load-images.ts';

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
