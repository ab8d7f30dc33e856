// Where the files of a data set are: paths as a sweep file has them become paths from anywhere.

import { existsSync } from 'node:fs';
import { basename, isAbsolute, join, resolve, sep } from 'node:path';
import { HeddleError } from '../core/index.ts';
import type { DatasetSpec, IdxFiles } from '../experiment/index.ts';

/** A data set out of files. */
export type FilesDataset = Exclude<DatasetSpec, string>;

/** What a data folder is to a data set out of files. */
export const MOVED = 'a folder with the files of the data set';

/**
 * A data set with every path made absolute.
 *
 * @param folder what relative paths start from: the sweep file's folder
 */
export function placedDataset(dataset: DatasetSpec, folder: string): DatasetSpec {
  return typeof dataset === 'string' ? dataset : withPaths(dataset, (path) => resolve(folder, path));
}

/**
 * A data set whose files are looked for in one folder: relative paths from there, absolute ones by as much of their end as is
 * there. Of `/home/ada/sales/train/x.csv` that is `sales/train/x.csv`, or else `train/x.csv`, or else `x.csv`.
 *
 * @throws HeddleError `data` where one file would be taken for two.
 */
export function datasetIn(dataset: FilesDataset, folder: string): FilesDataset {
  const givenAs = new Map<string, string>();
  return withPaths(dataset, (path) => {
    if (!isAbsolute(path)) return join(folder, path);
    const place = movedTo(folder, path);
    const other = givenAs.get(place) ?? path;
    if (other !== path) throw taken(folder, place, [other, path]);
    givenAs.set(place, path);
    return place;
  });
}

/** Where a file is below a folder that it was moved to; its name alone says where it was to be, where it is not. */
function movedTo(folder: string, path: string): string {
  const names = path.split(sep).filter((name) => name !== '');
  const places = names.map((_, i) => join(folder, ...names.slice(i)));
  return places.find((place) => existsSync(place)) ?? join(folder, basename(path));
}

function taken(folder: string, place: string, paths: readonly string[]): HeddleError {
  return new HeddleError('data', {
    where: `data folder ${folder}`,
    expected: `a file for each of ${paths.join(' and ')}`,
    received: `${place} for both`,
    hint: 'put them there with the folders that tell them apart.',
  });
}

function withPaths(dataset: FilesDataset, place: (path: string) => string): FilesDataset {
  if ('idx' in dataset) {
    const files = ({ images, labels }: IdxFiles): IdxFiles => ({ images: place(images), labels: place(labels) });
    const { idx, validation, test } = dataset;
    return {
      ...dataset,
      idx: files(idx),
      validation: validation && files(validation),
      test: typeof test === 'number' ? test : files(test),
    };
  }
  const { validation, test } = dataset;
  const others = {
    validation: validation && place(validation),
    test: typeof test === 'number' ? test : place(test),
  };
  return 'csv' in dataset
    ? { ...dataset, ...others, csv: place(dataset.csv) }
    : { ...dataset, ...others, images: place(dataset.images) };
}
