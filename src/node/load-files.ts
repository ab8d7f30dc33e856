// A data set out of files: CSV, pictures in folders, IDX. What decodes CSV and pictures is large, and is loaded where there are some.

import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { CsvDatasetOptions, CsvSource } from '../csv/index.ts';
import {
  checkIdxPair,
  classTable,
  type Dataset,
  gunzip,
  holdOutOf,
  isGzip,
  parseIdxImages,
  parseIdxLabels,
  type Table,
  tablesDataset,
} from '../data/index.ts';
import type { CsvDatasetSpec, IdxDatasetSpec, IdxFiles } from '../experiment/index.ts';
import type { FilesDataset } from './dataset-paths.ts';
import { readError } from './file-error.ts';
import type { FilesTask } from './files-task.ts';
import { loadImages } from './load-images.ts';

/**
 * Loads a data set out of the files that it names.
 *
 * @throws HeddleError `file` for files that cannot be read; `format`, `data` or `split` for what is wrong in them.
 */
export function loadFiles(dataset: FilesDataset, task: FilesTask): Promise<Dataset> {
  if ('csv' in dataset) return loadCsv(dataset, task);
  return 'images' in dataset ? loadImages(dataset, task) : loadIdx(dataset, task);
}

/** A file in pieces, as a CSV reader takes it. What is no file of a folder (`/dev/fd/63`) has no name but its whole path. */
export function csvSource(path: string): CsvSource {
  return { name: path.startsWith('/dev/') ? path : basename(path), chunks: piecesOf(path) };
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 })) yield piece as Uint8Array;
  } catch (error) {
    throw readError(path, 'a file to read', error);
  }
}

async function loadCsv(spec: CsvDatasetSpec, { targets, shares, split }: FilesTask): Promise<Dataset> {
  const { csv, target, validation, test } = spec;
  const kind = split?.kind ?? null;
  const options: CsvDatasetOptions = {
    ...spec,
    task: targets === undefined ? 'auto' : targets === 'classes' ? 'classes' : 'numbers',
    targetScaling: spec.targetScaling ?? (shares === true ? 'none' : 'standardize'),
    split: kind === null ? undefined : { kind, by: split !== undefined && 'by' in split ? split.by : undefined },
  };
  const id = basename(csv);
  const files = [csv, validation, typeof test === 'string' ? test : null].filter((file) => file !== null);
  const parts = {
    id,
    source: `${files.length === 1 ? 'file' : 'files'} ${files.join(', ')}, target ${target}`,
    train: csvSource(csv),
    validation: validation === null ? null : csvSource(validation),
    test: typeof test === 'string' ? csvSource(test) : test,
  };
  const { csvDataset } = await import('../csv/index.ts');
  return csvDataset(parts, options);
}

async function loadIdx(spec: IdxDatasetSpec, { split }: FilesTask): Promise<Dataset> {
  const train = await idxTable(spec.idx, spec.classNames);
  const names = train.targets.kind === 'classes' ? train.targets.classNames : null;
  const validation = spec.validation && (await idxTable(spec.validation, names));
  const [height, width] = train.features.shape;
  return tablesDataset({
    id: basename(spec.idx.images),
    source: `IDX files in ${dirname(spec.idx.images)}`,
    train,
    validation,
    test:
      typeof spec.test === 'number' ? holdOutOf(spec.test, split?.kind, spec.seed) : await idxTable(spec.test, names),
    unit: 'picture',
    preprocessing: { kind: 'image', height, width, channels: 1, fit: 'crop', scale: 1 / 255 },
  });
}

/** The bytes of a file, unpacked where it is a gzip file. */
async function unpacked(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw readError(path, 'a file to read', error);
  });
  return isGzip(bytes) ? gunzip(bytes, { where: basename(path) }) : bytes;
}

/**
 * Pictures and labels of two IDX files, packed or not, as a table.
 *
 * @param classNames in label order; null for the numbers of the labels
 * @throws HeddleError `file` for files that cannot be read, `format` for what are no such files, `data` for files that do not belong
 *   together and for labels that no class has.
 */
export async function idxTable(files: IdxFiles, classNames: readonly string[] | null): Promise<Table> {
  const images = parseIdxImages(await unpacked(files.images), basename(files.images));
  const labels = parseIdxLabels(await unpacked(files.labels), basename(files.labels));
  checkIdxPair(
    { name: basename(files.images), rows: images.rows },
    { name: basename(files.labels), rows: labels.length },
  );
  const most = labels.reduce((largest, label) => Math.max(largest, label), 0);
  const names = classNames ?? Array.from({ length: most + 1 }, (_, label) => String(label));
  const shape = [images.height, images.width];
  const features = { kind: 'bytes', shape, values: images.pixels, scale: 1 / 255 } as const;
  return classTable(basename(files.labels), features, Int32Array.from(labels), names);
}
