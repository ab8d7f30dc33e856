import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImagePreprocessing } from '../../index.ts';
import { pictureRows } from './picture-rows.ts';

const PREPROCESSING: ImagePreprocessing = {
  kind: 'image',
  height: 2,
  width: 2,
  channels: 1,
  fit: 'crop',
  scale: 1 / 255,
};

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-pictures-'));
  await mkdir(join(root, 'pets'));
  await writeFile(join(root, 'file'), '');
});
afterAll(() => rm(root, { recursive: true }));

test.each([
  ['pets', 'a folder. pictures are given one by one, such as pets/*.png.'],
  ['none.png', 'no such file or folder. check the path.'],
  ['file/1.png', 'a file where a folder must be. choose another folder.'],
])('what stands in the way of a picture is said: %s', async (name, received) => {
  const path = join(root, name);
  await expect(pictureRows([path], PREPROCESSING, 1).next()).rejects.toThrow(
    `${path}: expected a PNG or JPEG file, or an IDX file of images, received ${received}`,
  );
});
