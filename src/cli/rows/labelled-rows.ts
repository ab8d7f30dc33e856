// Rows whose answers are known, out of whatever holds them, as tables for a trained network: through the preprocessing that the
// network brings, a part at a time.

import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { encodeTable, rowBatches } from '../../csv/index.ts';
import {
  HeddleError,
  type ImagePreprocessing,
  picturePreprocessing,
  type SavedModel,
  sameShape,
  shapeText,
  type Table,
  type TablePreprocessing,
} from '../../index.ts';
import { folderTable, idxTable } from '../../node/index.ts';
import { csvRows } from './csv-rows.ts';

/** How labelled files are read. */
export interface LabelledOptions {
  /** Rows of a part of a CSV file at most. */
  readonly rows: number;
  /** The character between cells; found in the first line unless given. */
  readonly delimiter?: string;
}

/**
 * The labelled rows of some files. A CSV file comes in parts, so that one of any length takes the memory of one part; pictures of a
 * folder and IDX files come whole.
 *
 * @param files of a network for tables, CSV files (`-` for standard input); of one for pictures, folders with a folder for each class,
 *   or the two IDX files of images and labels
 * @throws HeddleError `usage` for files that this network cannot be evaluated on; `file`, `format` or `data` for what is wrong in them.
 */
export async function* labelledRows(
  saved: Pick<SavedModel, 'model' | 'classNames' | 'preprocessing'>,
  files: readonly string[],
  options: LabelledOptions,
): AsyncGenerator<Table> {
  const { model, classNames, preprocessing } = saved;
  if (preprocessing.kind === 'table') {
    for (const file of files) yield* tableRows(preprocessing, classNames, file, options);
    return;
  }
  const pictures = picturePreprocessing(preprocessing, model.input);
  if (pictures === null || classNames === null) {
    throw new HeddleError('usage', {
      where: files.join(' '),
      expected: 'a network of a table or of pictures, whose preprocessing it carries',
      received: `one that takes rows of ${preprocessing.kind} ${shapeText(model.input)}`,
      hint: 'evaluate it through the library: loadModel and evaluate of heddle.',
    });
  }
  yield* pictureTables(saved, pictures, classNames, files);
}

async function* tableRows(
  preprocessing: TablePreprocessing,
  classNames: readonly string[] | null,
  file: string,
  { rows, delimiter }: LabelledOptions,
): AsyncGenerator<Table> {
  const reading = { rows, delimiter: delimiter ?? null, labelled: true };
  for await (const { raw } of rowBatches(csvRows(file), preprocessing, reading))
    yield encodeTable(raw, preprocessing, classNames);
}

async function* pictureTables(
  { model }: Pick<SavedModel, 'model'>,
  preprocessing: ImagePreprocessing,
  classNames: readonly string[],
  files: readonly string[],
): AsyncGenerator<Table> {
  const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();
  if (files.every(isFolder)) {
    for (const folder of files) yield await folderTable(folder, classNames, preprocessing);
    return;
  }
  if (files.length !== 2 || files.some(isFolder)) {
    throw new HeddleError('usage', {
      where: files.join(' '),
      expected: 'a folder with a folder of pictures for each class, or two IDX files: images, then labels',
      received: files.length === 1 ? 'one file' : `${files.length} names`,
      hint: `a picture alone does not say its class: put the pictures into folders named ${classNames.slice(0, 3).join(', ')}${classNames.length > 3 ? ', ...' : ''}.`,
    });
  }
  const [images, labels] = files;
  const table = await idxTable({ images, labels }, classNames);
  const { scale } = preprocessing;
  if (!sameShape(table.features.shape, model.input)) {
    throw new HeddleError('data', {
      where: basename(images),
      expected: `pictures of ${model.input.join(' x ')}, as the network takes them`,
      received: table.features.shape.join(' x '),
      hint: 'give pictures of the size that the network was trained on, or PNG files, which are brought to it.',
    });
  }
  yield {
    ...table,
    features: { ...table.features, kind: 'bytes', values: table.features.values as Uint8Array, scale },
  };
}
