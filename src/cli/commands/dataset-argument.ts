// What `heddle data` is given: a name, a sweep file, a CSV file, a folder of pictures, IDX files.

import { closeSync, openSync, readSync } from 'node:fs';
import { HeddleError, isGzip, suggestion } from '../../index.ts';
import { type CheckedDataset, type FilesTask, fileError, filesDataset, listDatasets } from '../../node/index.ts';
import { statOf } from '../stat-of.ts';
import { taskFor } from './load-for.ts';
import { locateSweep, readSweep } from './locate-sweep.ts';

/** Options that say more of files. */
export interface DatasetArgumentOptions {
  readonly target?: string;
  readonly test?: string;
  readonly validation?: string;
  readonly ignore?: readonly string[];
  readonly delimiter?: string;
}

/** A data set to look at, and what a sweep asks of it. */
export interface DatasetArgument {
  readonly dataset: CheckedDataset;
  readonly task?: FilesTask;
  readonly seed?: number;
}

/**
 * Finds out what is meant.
 *
 * @throws HeddleError `usage` or `file` for what is neither a name nor a file, and for options that do not go with it.
 */
export async function datasetArgument(
  given: readonly string[],
  options: DatasetArgumentOptions,
): Promise<DatasetArgument> {
  const [first] = given;
  const names = (await listDatasets()).map(({ name }) => name);
  const there = statOf(first, 'a file or a folder to look at');
  if (names.includes(first) && there === null) {
    refuse(options, ['target', 'test', 'validation', 'ignore', 'delimiter'], `the data set ${first}`);
    only(given, 1, `the data set ${first}`);
    return { dataset: first };
  }
  if (/\.ya?ml$/i.test(first)) {
    refuse(options, ['target', 'test', 'validation', 'ignore', 'delimiter'], 'a sweep file, which says them itself');
    only(given, 1, 'a sweep file');
    const { spec } = readSweep(locateSweep(first), []);
    return { dataset: spec.dataset, task: taskFor(spec), seed: spec.seed };
  }
  if (there === null) {
    throw new HeddleError('usage', {
      where: `data ${first}`,
      expected: `a CSV file, a folder of pictures, IDX files, a sweep file, or one of ${names.join(', ')}`,
      received: 'no file or folder, and no name of a data set',
      hint: suggestion(first, names),
    });
  }
  const { test, validation } = options;
  const others = { ...(test === undefined ? {} : { test }), ...(validation === undefined ? {} : { validation }) };
  if (there.isDirectory()) {
    refuse(options, ['target', 'ignore', 'delimiter'], 'a folder of pictures');
    only(given, 1, 'a folder of pictures');
    return { dataset: filesDataset({ images: first, ...others }) };
  }
  // A pipe can be read only once.
  if (there.isFile() && looksLikeIdx(first)) return { dataset: idxArgument(given, options) };
  only(given, 1, 'a CSV file; name test rows with --test');
  const { target, ignore = [], delimiter = null } = options;
  const spec = { csv: first, ignore, delimiter, ...others };
  return {
    dataset:
      target === undefined
        ? { ...filesDataset({ ...spec, target: first }), target: null }
        : filesDataset({ ...spec, target }),
  } as DatasetArgument;
}

function idxArgument(given: readonly string[], options: DatasetArgumentOptions): CheckedDataset {
  refuse(options, ['target', 'test', 'validation', 'ignore', 'delimiter'], 'IDX files');
  if (given.length !== 2 && given.length !== 4) {
    throw new HeddleError('usage', {
      where: 'data',
      expected: 'two IDX files, images and labels, or four, with those of the test behind them',
      received: String(given.length),
      hint: 'write heddle data train-images.gz train-labels.gz.',
    });
  }
  const [images, labels, testImages, testLabels] = given;
  const test = given.length === 4 ? { test: { images: testImages, labels: testLabels } } : {};
  return filesDataset({ idx: { images, labels }, ...test });
}

/** Whether a file begins as IDX files do, or as packed ones do and is named like one. */
function looksLikeIdx(path: string): boolean {
  const room = new Uint8Array(4);
  let read = 0;
  try {
    const file = openSync(path, 'r');
    read = readSync(file, room);
    closeSync(file);
  } catch (error) {
    throw fileError(path, 'a file to read', error);
  }
  const bytes = room.subarray(0, read);
  return (bytes[0] === 0 && bytes[1] === 0) || (isGzip(bytes) && !/\.csv/i.test(path));
}

function refuse(options: DatasetArgumentOptions, names: readonly (keyof DatasetArgumentOptions)[], what: string): void {
  const wrong = names.find((name) => options[name] !== undefined);
  if (wrong === undefined) return;
  throw new HeddleError('usage', {
    where: `--${wrong}`,
    expected: `options that go with ${what}`,
    received: `--${wrong}`,
    hint: 'leave it out.',
  });
}

function only(given: readonly string[], most: number, what: string): void {
  if (given.length <= most) return;
  throw new HeddleError('usage', {
    where: `data ${given[most]}`,
    expected: `one argument, ${what}`,
    received: `${given.length}`,
    hint: 'check one data set at a time.',
  });
}
