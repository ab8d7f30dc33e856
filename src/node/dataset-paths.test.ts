import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { datasetIn, type FilesDataset, placedDataset } from './dataset-paths.ts';
import { filesDataset } from './files-dataset.ts';

let moved: string;

beforeEach(async () => {
  moved = await mkdtemp(join(tmpdir(), 'heddle-moved-'));
});

afterEach(() => rm(moved, { recursive: true }));

async function put(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(moved, name)), { recursive: true });
    await writeFile(join(moved, name), '');
  }
}

/** As a sweep file in `/home/ada/sales` has it. */
const sweepOf = (given: { readonly [field: string]: unknown }): FilesDataset =>
  placedDataset(filesDataset(given), '/home/ada/sales') as FilesDataset;

const PARTS = sweepOf({ csv: 'train/x.csv', test: 'test/x.csv', target: 'y' });

test('files that were moved with their folders are found in them', async () => {
  await put('train/x.csv', 'test/x.csv', 'x.csv');
  expect(datasetIn(PARTS, moved)).toMatchObject({ csv: join(moved, 'train/x.csv'), test: join(moved, 'test/x.csv') });
});

test('a file that was moved alone is found by its name', async () => {
  await put('x.csv');
  const dataset = sweepOf({ csv: 'train/x.csv', target: 'y' });
  expect(datasetIn(dataset, moved)).toMatchObject({ csv: join(moved, 'x.csv') });
});

test('what is not there is looked for by its name, and a relative path only where it says', async () => {
  const dataset = sweepOf({ csv: 'train/x.csv', test: 'y.csv', target: 'y' });
  expect(datasetIn(dataset, moved)).toMatchObject({ csv: join(moved, 'x.csv'), test: join(moved, 'y.csv') });
  await put('x.csv');
  const relative = filesDataset({ csv: 'train/x.csv', target: 'y' });
  expect(datasetIn(relative, moved)).toMatchObject({ csv: join(moved, 'train/x.csv') });
});

test('pictures and IDX files are looked for in the same way', async () => {
  await put('train/pets/cat/1.png', 'test/pets/cat/1.png', 'train/labels', 'train/images');
  expect(datasetIn(sweepOf({ images: 'train/pets', test: 'test/pets' }), moved)).toMatchObject({
    images: join(moved, 'train/pets'),
    test: join(moved, 'test/pets'),
  });
  const idx = sweepOf({ idx: { images: 'train/images', labels: 'train/labels' } });
  expect(datasetIn(idx, moved)).toMatchObject({
    idx: { images: join(moved, 'train/images'), labels: join(moved, 'train/labels') },
  });
});

test('one file is not taken for two', async () => {
  await put('x.csv');
  expect(() => datasetIn(PARTS, moved)).toThrow(
    `data folder ${moved}: expected a file for each of /home/ada/sales/test/x.csv and /home/ada/sales/train/x.csv, ` +
      `received ${moved}/x.csv for both. put them there with the folders that tell them apart.`,
  );
});

test('a file that a sweep names twice stays one', async () => {
  await put('x.csv');
  expect(datasetIn(sweepOf({ csv: 'x.csv', test: 'x.csv', target: 'y' }), moved)).toMatchObject({
    csv: join(moved, 'x.csv'),
    test: join(moved, 'x.csv'),
  });
});
