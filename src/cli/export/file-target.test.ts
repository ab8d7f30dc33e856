import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refuseOthers } from './file-target.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heddle-target-'));
});
afterAll(() => rm(root, { recursive: true }));

const FILES = [{ content: 'new' }];

test('a name that is free, and one that the same content has, may be written to', async () => {
  const path = join(root, 'same');
  await writeFile(path, 'new');
  await refuseOthers([path], FILES);
  await refuseOthers([join(root, 'free')], FILES);
});

test('a file of other content is refused', async () => {
  const path = join(root, 'other');
  await writeFile(path, 'old');
  await expect(refuseOthers([path], FILES)).rejects.toThrow(
    `${path}: expected names that are free, received a file that is there already.`,
  );
});

test('a folder of that name is said', async () => {
  const path = join(root, 'model.onnx');
  await mkdir(path);
  await expect(refuseOthers([path], FILES)).rejects.toThrow(
    `${path}: expected a name that is free, received a folder where a file must be. move the folder away.`,
  );
});
