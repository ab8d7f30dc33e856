// A folder of pictures as a data set: a folder inside it for each class.

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HeddleError } from '../core/index.ts';
import { type Dataset, holdOutOf, type ImagePreprocessing, type Table, tablesDataset } from '../data/index.ts';
import type { ImagesDatasetSpec } from '../experiment/index.ts';
import { imagesTable, type PictureFile } from '../images/index.ts';
import { fileError } from './file-error.ts';
import type { FilesTask } from './files-task.ts';

/** Loads pictures; classes are the names of the folders, in the order of their letters. */
export async function loadImages(spec: ImagesDatasetSpec, { split }: FilesTask): Promise<Dataset> {
  const { height, width, channels, fit } = spec;
  const preprocessing: ImagePreprocessing = { kind: 'image', height, width, channels, fit, scale: 1 / 255 };
  const classNames = await classesOf(spec.images);
  const table = (folder: string): Promise<Table> => folderTable(folder, classNames, preprocessing, spec.mostPixels);
  const train = await table(spec.images);
  const validation = spec.validation === null ? null : await table(spec.validation);
  const test = typeof spec.test === 'number' ? holdOutOf(spec.test, split?.kind, spec.seed) : await table(spec.test);
  return tablesDataset({
    id: basename(spec.images),
    source: `pictures in ${spec.images}`,
    train,
    validation,
    test,
    unit: 'picture',
    preprocessing,
  });
}

/**
 * The pictures of a folder whose folders are classes, as a table.
 *
 * @throws HeddleError `data` for a folder of another class, or a class without a picture; `format` listing all files that
 *   cannot be read.
 */
export async function folderTable(
  folder: string,
  classNames: readonly string[],
  preprocessing: ImagePreprocessing,
  mostPixels?: number,
): Promise<Table> {
  const found = await classesOf(folder);
  const unknown = found.find((name) => !classNames.includes(name));
  if (unknown !== undefined) {
    throw new HeddleError('data', {
      where: join(folder, unknown),
      expected: `folders of the classes ${classNames.join(', ')}`,
      received: `one named ${unknown}`,
      hint: 'a network knows the classes of its training pictures alone: rename the folder, or take it out.',
    });
  }
  const files: PictureFile[] = [];
  for (const [label, name] of classNames.entries()) {
    if (!found.includes(name)) continue;
    const inside = (await entriesOf(join(folder, name)))
      .filter((entry) => !entry.isDirectory())
      .map((entry) => entry.name);
    for (const file of inside.filter((entry) => !entry.startsWith('.')).sort()) {
      const path = join(folder, name, file);
      files.push({
        name: `${name}/${file}`,
        label,
        read: () =>
          readFile(path).catch((error: unknown) => {
            throw fileError(path, 'a picture to read', error);
          }),
      });
    }
  }
  if (files.length === 0) throw noPictures(folder, 'folders without a picture');
  return imagesTable(folder, files, classNames, preprocessing, { mostPixels });
}

/** The classes of a folder of pictures: the names of the folders in it. */
async function classesOf(folder: string): Promise<string[]> {
  const names = (await entriesOf(folder)).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
  if (names.length === 0) throw noPictures(folder, 'no folder in it');
  return names.map(({ name }) => name).sort();
}

function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown): never => {
    throw fileError(folder, 'a folder with a folder of pictures for each class', error);
  });
}

function noPictures(folder: string, received: string): HeddleError {
  return new HeddleError('data', {
    where: folder,
    expected: 'a folder of pictures for each class, such as cats/1.png',
    received,
    hint: 'make a folder for each class and put its pictures there.',
  });
}
