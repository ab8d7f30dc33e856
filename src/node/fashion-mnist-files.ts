// The four files of Fashion-MNIST on this machine: where they may be, which are there, and whether they are the published
// ones. Each may be packed (`.gz`) or unpacked; where both are there, both are checked and the packed one is read.

import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HeddleError } from '../core/index.ts';
import {
  type Dataset,
  FASHION_MNIST_FILES,
  type FashionMnistFile,
  type FashionMnistParts,
  fashionMnistFrom,
} from '../data/index.ts';
import { codeOf, fileError } from './file-error.ts';
import { givenPath } from './given-path.ts';
import { hashFile } from './hash-file.ts';
import type { Host } from './host.ts';
import { nativeSha256 } from './native-sha256.ts';
import { readWhole } from './read-whole.ts';
import { userCacheFolder } from './user-cache.ts';

/** A folder where the files may be, and who says so: the user (by option or variable), or nobody but this program. */
export interface Place {
  readonly folder: string;
  readonly owner: 'user' | 'cache';
}

/** One form, packed or not, of one of the four files as it was found. */
interface FoundFile {
  readonly path: string;
  readonly file: FashionMnistFile;
  readonly packed: boolean;
  /** In bytes. */
  readonly size: number;
}

/** A folder that has all four files. */
export interface FoundFiles {
  readonly folder: string;
  /** Of each file the forms that are there, packed first: one or two. */
  readonly parts: FashionMnistParts<readonly FoundFile[]>;
}

/**
 * The folders to look in, in this order. With an explicit `dataDir` it is the only one: `dataDir/fashion-mnist`, then
 * `dataDir` itself. Otherwise the same two of `$HEDDLE_DATA`, then `./data/fashion-mnist`, then `fashion-mnist` in the user's
 * cache.
 */
export function fashionMnistPlaces(host: Host, dataDir?: string): readonly Place[] {
  const userFolder = (folder: string): Place => ({ folder: resolve(host.cwd, folder), owner: 'user' });
  const both = (folder: string): Place[] => [userFolder(join(folder, 'fashion-mnist')), userFolder(folder)];
  if (dataDir !== undefined) return both(dataDir);
  const variable = host.env['HEDDLE_DATA'];
  return [
    ...(variable ? both(variable) : []),
    userFolder(join('data', 'fashion-mnist')),
    { folder: join(userCacheFolder(host), 'fashion-mnist'), owner: 'cache' },
  ];
}

/**
 * Checks the folder that somebody gave as `dataDir`: one that is not there is a slip of the pen, not a lack of data.
 *
 * @param expected what it is to be; a folder of Fashion-MNIST unless given
 * @throws HeddleError `usage` for an empty text, `not-found` for what is no folder, `file` for one that cannot be looked at.
 */
export async function checkDataFolder(
  host: Host,
  dataDir: string,
  expected = 'a folder with the four files of Fashion-MNIST in it or in fashion-mnist below it',
): Promise<void> {
  const folder = resolve(host.cwd, givenPath('data folder', dataDir));
  let received = 'a file';
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw fileError(folder, 'a folder to read data from', error);
    received = 'no such file or folder';
  }
  throw new HeddleError('not-found', {
    where: `data folder ${folder}`,
    expected,
    received,
    hint: 'check the path, or leave the data folder out.',
  });
}

/**
 * The first of the places that has the files, or null if none has any. A user's folder that has some of the four but not
 * all is an error rather than passed over: whoever put three files there meant it to be used. In the cache, the rest is
 * simply still to be downloaded.
 *
 * @throws HeddleError `not-found` for a user's folder with some of the files, `file` for one that cannot be read.
 */
export async function findFashionMnist(places: readonly Place[]): Promise<FoundFiles | null> {
  for (const { folder, owner } of places) {
    const parts = await filesIn(folder, owner);
    const files = Object.values(FASHION_MNIST_FILES) as FashionMnistFile[];
    const missing = files.filter((file) => !Object.values(parts).some(([found]) => found?.file === file));
    if (missing.length === 0) return { folder, parts };
    if (owner === 'cache' || missing.length === files.length) continue;
    throw new HeddleError('not-found', {
      where: folder,
      expected: `the four files of Fashion-MNIST (${files.map(({ name }) => name).join(', ')}), with or without .gz`,
      received: `a folder without ${missing.map(({ name }) => name).join(', ')}`,
      hint: 'add what is missing, or remove the others.',
    });
  }
  return null;
}

/** Where bytes are to be read to: `length` of them. */
export type RoomFor = (length: number) => Uint8Array;

const anywhere: RoomFor = (length) => new Uint8Array(length);

/**
 * The data set out of the files found, after checking size and SHA-256 of each: a damaged file fails even where its other
 * form is good, since nobody can tell which of the two was meant.
 *
 * @param roomForTraining where the training images are to lie; anywhere unless given
 * @throws HeddleError `checksum` for a file that is not the published one, `file` for one that cannot be read.
 */
export async function readFashionMnist(
  { folder, parts }: FoundFiles,
  roomForTraining: RoomFor = anywhere,
): Promise<Dataset> {
  return fashionMnistFrom(
    {
      trainImages: await readChecked(parts.trainImages, roomForTraining),
      trainLabels: await readChecked(parts.trainLabels, anywhere),
      testImages: await readChecked(parts.testImages, anywhere),
      testLabels: await readChecked(parts.testLabels, anywhere),
    },
    `files in ${folder}`,
    nativeSha256(),
  );
}

async function filesIn(folder: string, owner: Place['owner']): Promise<FoundFiles['parts']> {
  const find = async (file: FashionMnistFile): Promise<FoundFile[]> => {
    const forms: FoundFile[] = [];
    for (const packed of [true, false]) {
      const path = join(folder, packed ? `${file.name}.gz` : file.name);
      const size = await sizeOfFile(path, owner);
      if (size !== null) forms.push({ path, file, packed, size });
    }
    return forms;
  };
  const { trainImages, trainLabels, testImages, testLabels } = FASHION_MNIST_FILES;
  return {
    trainImages: await find(trainImages),
    trainLabels: await find(trainLabels),
    testImages: await find(testImages),
    testLabels: await find(testLabels),
  };
}

/** Null where there is no such file. A cache that may not be looked into counts as empty: nobody asked for it. */
async function sizeOfFile(path: string, owner: Place['owner']): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (owner === 'cache' || ['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return null;
    throw fileError(path, 'a readable file', error);
  }
}

/** What the first form holds, after checking all. */
async function readChecked(forms: readonly FoundFile[], roomFor: RoomFor): Promise<Uint8Array> {
  for (const form of forms) await checkForm(form);
  const [{ path, file, packed }] = forms;
  return readWhole(path, { packed, room: roomFor(file.unpackedSize) });
}

async function checkForm({ path, file, packed, size }: FoundFile): Promise<void> {
  const expectedSize = packed ? file.packedSize : file.unpackedSize;
  const expectedSha256 = packed ? file.packedSha256 : file.unpackedSha256;
  if (size !== expectedSize) throw wrongFile(path, `${expectedSize} bytes`, `${size} bytes`);
  let sha256: string;
  try {
    sha256 = await hashFile(path);
  } catch (error) {
    throw fileError(path, 'a readable file', error);
  }
  if (sha256 !== expectedSha256) throw wrongFile(path, `SHA-256 ${expectedSha256}`, sha256);
}

function wrongFile(path: string, expected: string, received: string): HeddleError {
  return new HeddleError('checksum', {
    where: path,
    expected: `the published file, of ${expected}`,
    received,
    hint: 'this file is damaged or another one: delete it and get it again.',
  });
}
