// A folder of pictures as a data set: a folder inside it for each class.

import type { Dirent, Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HeddleError } from '../core/index.ts';
import { type Dataset, holdOutOf, type ImagePreprocessing, type Table, tablesDataset } from '../data/index.ts';
import type { ImagesDatasetSpec } from '../experiment/index.ts';
import type { PictureFile } from '../images/index.ts';
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
  const files = await pictureFiles(folder, classNames);
  const { imagesTable } = await import('../images/index.ts');
  return imagesTable(folder, files, classNames, preprocessing, { mostPixels });
}

/**
 * The picture files of a folder whose folders are classes.
 *
 * @throws HeddleError `data` for a folder of another class, folders without a picture, and pictures that lie where they would be
 *   overlooked: beside the classes, or in a folder inside one.
 */
export async function pictureFiles(folder: string, classNames: readonly string[]): Promise<PictureFile[]> {
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
    const inside = await entriesOf(join(folder, name));
    const deeper = inside.find(({ kind }) => kind === 'a folder');
    if (deeper !== undefined) {
      throw misplaced(join(folder, name, deeper.name), 'picture files in the folder of a class', 'a folder in it');
    }
    for (const { name: file, kind } of inside) {
      const path = join(folder, name, file);
      files.push({ name: `${name}/${file}`, label, read: () => pictureBytes(path, kind) });
    }
  }
  if (files.length === 0) throw noPictures(folder, 'folders without a picture');
  return files;
}

/** The bytes of a picture. A pipe that nobody writes to would be read for ever. */
async function pictureBytes(path: string, kind: EntryKind): Promise<Uint8Array> {
  if (kind !== 'a file') {
    const hint = 'take it out of the folder.';
    throw new HeddleError('file', { where: path, expected: 'a picture file', received: kind, hint });
  }
  return readFile(path).catch((error: unknown) => {
    throw fileError(path, 'a picture to read', error);
  });
}

/** The classes of a folder of pictures: the names of the folders in it. */
export async function classesOf(folder: string): Promise<string[]> {
  const entries = await entriesOf(folder);
  const names = entries.filter(({ kind }) => kind === 'a folder').map(({ name }) => name);
  if (names.length === 0) throw noPictures(folder, 'no folder in it');
  const beside = entries.find(({ name, kind }) => kind !== 'a folder' && /\.(png|jpe?g)$/i.test(name));
  if (beside !== undefined)
    throw misplaced(join(folder, beside.name), 'pictures in the folder of their class', 'one beside the classes');
  return names;
}

/** What a name in a folder stands for. */
type EntryKind = 'a folder' | 'a file' | 'a pipe' | 'a socket' | 'a device';

function kindOf(entry: Dirent | Stats): EntryKind {
  if (entry.isDirectory()) return 'a folder';
  if (entry.isFIFO()) return 'a pipe';
  if (entry.isSocket()) return 'a socket';
  return entry.isCharacterDevice() || entry.isBlockDevice() ? 'a device' : 'a file';
}

/** What is in a folder, in the order of names; those that begin with a dot are left alone, links are followed. */
async function entriesOf(folder: string): Promise<{ readonly name: string; readonly kind: EntryKind }[]> {
  const refused = (error: unknown): never => {
    throw fileError(folder, 'a folder with a folder of pictures for each class', error);
  };
  const entries = (await readdir(folder, { withFileTypes: true }).catch(refused))
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: { name: string; kind: EntryKind }[] = [];
  for (const entry of entries) {
    const { name } = entry;
    const path = join(folder, name);
    const met = entry.isSymbolicLink()
      ? await stat(path).catch((error: unknown): never => {
          throw fileError(path, 'a link that leads to a file or a folder', error);
        })
      : entry;
    found.push({ name, kind: kindOf(met) });
  }
  return found;
}

function misplaced(where: string, expected: string, received: string): HeddleError {
  return new HeddleError('data', { where, expected, received, hint: 'move it, so that nothing is overlooked.' });
}

function noPictures(folder: string, received: string): HeddleError {
  return new HeddleError('data', {
    where: folder,
    expected: 'a folder of pictures for each class, such as cats/1.png',
    received,
    hint: 'make a folder for each class and put its pictures there.',
  });
}
