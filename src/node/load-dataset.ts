// A data set by name. `fashion-mnist` is looked for on this machine and then downloaded; `synthetic-garments` is drawn.
//
// Falling back from the first to the second is for absence only. Files that are there but wrong, a folder of the user's
// that has only some of them, and a download of something else are errors: they mean that somebody thinks the data is there.

import { describe, HeddleError, type Seed, suggestion } from '../core/index.ts';
import { type Dataset, FASHION_MNIST_MIRRORS, syntheticGarments } from '../data/index.ts';
import type { DatasetSpec } from '../experiment/index.ts';
import type { WasmMemory } from '../kernels/index.ts';
import { datasetIn, MOVED } from './dataset-paths.ts';
import { downloadFashionMnist } from './download-fashion-mnist.ts';
import {
  checkDataFolder,
  fashionMnistPlaces,
  findFashionMnist,
  type Place,
  readFashionMnist,
} from './fashion-mnist-files.ts';
import type { FilesTask } from './files-task.ts';
import { type Host, systemHost } from './host.ts';
import { loadFiles } from './load-files.ts';
import type { DownloadProgress } from './remote-file.ts';

/** How to load a data set; everything has a default. */
export interface LoadDatasetOptions {
  /** The only folder to look in, which must exist; nothing is downloaded. */
  readonly dataDir?: string;
  /** Whether `synthetic-garments` may stand in for a Fashion-MNIST that is not to be had; no unless given. */
  readonly fallback?: boolean;
  /** What `synthetic-garments` is drawn from, whether asked for or standing in. */
  readonly synthetic?: { readonly seed?: Seed; readonly trainRows?: number; readonly testRows?: number };
  /** Of a data set out of files: what the loss asks for and how the rows will be split. */
  readonly task?: FilesTask;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Where to download Fashion-MNIST, in this order; the published addresses unless given. */
  readonly mirrors?: readonly string[];
  /** Milliseconds without a new byte before a download is given up; 15,000 unless given. */
  readonly patience?: number;
  /** This machine unless given. */
  readonly host?: Host;
  /** Where Fashion-MNIST's training images are to lie, such as in the engine's memory, which then needs no copy of them. */
  readonly memory?: WasmMemory;
}

/** A data set that can be asked for by name, and whether it can be had without a download. */
export interface DatasetListing {
  readonly name: string;
  readonly description: string;
  /** Where it is, in words, or null if it is nowhere on this machine. */
  readonly found: string | null;
  /** What is wrong with what is there (some of the files missing, no such data folder), or null. */
  readonly problem: string | null;
  /** The folders looked in; none for a data set that is drawn. */
  readonly places: readonly string[];
}

const DESCRIPTIONS = {
  'fashion-mnist': 'images of clothing, 28 x 28 grey, 10 classes: 60,000 training and 10,000 test rows',
  'synthetic-garments': 'drawn garments with the shapes, classes and numbers of rows of fashion-mnist',
} as const;

const NAMES: readonly string[] = Object.keys(DESCRIPTIONS);

/**
 * Loads a data set by name, `fashion-mnist` or `synthetic-garments`, or out of the files that it names.
 *
 * @throws HeddleError `usage` for an unknown name or an empty `dataDir`; `not-found` if `dataDir` is no folder, or if the
 *   data set is nowhere and may not or cannot be downloaded;
 *   `checksum`, `format` or `data` for files that are there but wrong.
 * @example
 * const dataset = await loadDataset('fashion-mnist', { fallback: true });
 * if (dataset.notice !== null) console.log(dataset.notice);
 */
export async function loadDataset(name: DatasetSpec, options: LoadDatasetOptions = {}): Promise<Dataset> {
  if (typeof name !== 'string') {
    const { dataDir, host = systemHost(), task = {} } = options;
    if (dataDir !== undefined) await checkDataFolder(host, dataDir, MOVED);
    return loadFiles(dataDir === undefined ? name : datasetIn(name, dataDir), task);
  }
  if (name === 'synthetic-garments') return syntheticGarments(options.synthetic);
  if (name === 'fashion-mnist') return loadFashionMnist(options);
  throw new HeddleError('usage', {
    where: 'dataset',
    expected: `one of ${NAMES.join(', ')}`,
    received: describe(name),
    hint: suggestion(name, NAMES),
  });
}

/** The data sets that `loadDataset` knows, and where on this machine they are. Looks at names of files only. */
export async function listDatasets(
  options: Pick<LoadDatasetOptions, 'dataDir' | 'host'> = {},
): Promise<DatasetListing[]> {
  const { dataDir, host = systemHost() } = options;
  const places = fashionMnistPlaces(host, dataDir);
  return [
    {
      name: 'fashion-mnist',
      description: DESCRIPTIONS['fashion-mnist'],
      places: places.map(({ folder }) => folder),
      ...(await whereFound(places, host, dataDir)),
    },
    {
      name: 'synthetic-garments',
      description: DESCRIPTIONS['synthetic-garments'],
      places: [],
      found: 'drawn from a seed',
      problem: null,
    },
  ];
}

async function whereFound(
  places: readonly Place[],
  host: Host,
  dataDir: string | undefined,
): Promise<Pick<DatasetListing, 'found' | 'problem'>> {
  try {
    if (dataDir !== undefined) await checkDataFolder(host, dataDir);
    const found = await findFashionMnist(places);
    return { found: found === null ? null : `files in ${found.folder}`, problem: null };
  } catch (error) {
    if (error instanceof HeddleError) return { found: null, problem: error.message };
    throw error;
  }
}

async function loadFashionMnist(options: LoadDatasetOptions): Promise<Dataset> {
  const { dataDir, host = systemHost(), fallback = false } = options;
  if (dataDir !== undefined) await checkDataFolder(host, dataDir);
  const places = fashionMnistPlaces(host, dataDir);
  const cache = places.find(({ owner }) => owner === 'cache');
  let found = await findFashionMnist(places);
  let failure: HeddleError | null = null;
  if (found === null && cache !== undefined) {
    failure = await download(cache.folder, host, options);
    if (failure === null) found = await findFashionMnist([cache]);
  }
  if (found !== null) return readFashionMnist(found, options.memory?.bytes);
  const absence: Absence = { places, failure };
  if (!fallback) throw notFound(absence);
  return { ...syntheticGarments(options.synthetic), notice: standInNotice(absence) };
}

/** Null when all files are there; the error when they cannot be had. Any other error, such as a wrong checksum, is thrown. */
async function download(folder: string, host: Host, options: LoadDatasetOptions): Promise<HeddleError | null> {
  const { mirrors = FASHION_MNIST_MIRRORS, patience, onProgress } = options;
  try {
    await downloadFashionMnist(folder, { host, mirrors, patience, onProgress });
    return null;
  } catch (error) {
    if (error instanceof HeddleError && error.code === 'download') return error;
    throw error;
  }
}

/** Where Fashion-MNIST is not, and why it could not be downloaded; null where that was not to be tried. */
interface Absence {
  readonly places: readonly Place[];
  readonly failure: HeddleError | null;
}

function notFound({ places, failure }: Absence): HeddleError {
  const download =
    failure === null
      ? 'nothing is downloaded when a data folder is given'
      : `the download failed (${failure.where}: ${failure.received})`;
  return new HeddleError('not-found', {
    where: 'dataset fashion-mnist',
    expected: `its four files in one of the folders ${listed(places)}`,
    received: `none of them there, and ${download}`,
    hint: `${remedy(failure)}, or choose the data set synthetic-garments.`,
    cause: failure ?? undefined,
  });
}

function standInNotice({ places, failure }: Absence): string {
  const download = failure === null ? 'is not downloaded when a data folder is given' : 'could not be downloaded';
  return (
    `Fashion-MNIST is in none of the folders ${listed(places)} and ${download}, so synthetic-garments stands in for it: ` +
    `drawn images of the same shape and classes, whose scores say nothing about Fashion-MNIST; to get the real data, ${remedy(failure)}.`
  );
}

const listed = (places: readonly Place[]): string => places.map(({ folder }) => folder).join(', ');

const remedy = (failure: HeddleError | null): string =>
  failure === null
    ? 'put its four files into the first of them, or leave the data folder out'
    : 'connect to the network and run again, or put its four files into the first of them';
