// Where the files of a data set are: paths as a sweep file has them become paths from anywhere.

import { basename, isAbsolute, join, resolve } from 'node:path';
import type { DatasetSpec, IdxFiles } from '../experiment/index.ts';

/** A data set out of files. */
export type FilesDataset = Exclude<DatasetSpec, string>;

/**
 * A data set with every path made absolute.
 *
 * @param folder what relative paths start from: the sweep file's folder
 */
export function placedDataset(dataset: DatasetSpec, folder: string): DatasetSpec {
  return typeof dataset === 'string' ? dataset : withPaths(dataset, (path) => resolve(folder, path));
}

/** A data set whose files are looked for in one folder: relative paths from there, absolute ones by their last name. */
export function datasetIn(dataset: FilesDataset, folder: string): FilesDataset {
  return withPaths(dataset, (path) => join(folder, isAbsolute(path) ? basename(path) : path));
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
