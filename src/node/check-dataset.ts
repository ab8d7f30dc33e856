// The check-up of a data set by name or out of files: everything is read, nothing trains.

import { basename, dirname } from 'node:path';
import { type CheckedPictures, checkPictures, checkTable, type Division } from '../checkup/index.ts';
import type { HeddleError } from '../core/index.ts';
import type { CsvSource } from '../csv/index.ts';
import { holdOutOf, type ImagePreprocessing, type SplitKind, type Table } from '../data/index.ts';
import type { CsvDatasetSpec, DatasetSpec, IdxDatasetSpec, ImagesDatasetSpec, SplitSpec } from '../experiment/index.ts';
import type { Picture, PictureFile } from '../images/index.ts';
import type { CheckupRecord, PictureSizes } from '../record/index.ts';
import { datasetIn, MOVED } from './dataset-paths.ts';
import { checkDataFolder } from './fashion-mnist-files.ts';
import type { FilesTask } from './files-task.ts';
import { systemHost } from './host.ts';
import { type LoadDatasetOptions, loadDataset } from './load-dataset.ts';
import { csvSource, idxTable } from './load-files.ts';
import { classesOf, pictureFiles } from './load-images.ts';

/** A data set to be checked: as a sweep names it, or a CSV file whose target nobody names. */
export type CheckedDataset = DatasetSpec | (Omit<CsvDatasetSpec, 'target'> & { readonly target: null });

/** How to check a data set; everything has a default. */
export interface CheckDatasetOptions extends Pick<LoadDatasetOptions, 'dataDir' | 'host' | 'onProgress' | 'task'> {
  /** The sweep's seed, from which validation rows are drawn; 1 unless given. */
  readonly seed?: number;
}

/** A check-up, and the pictures themselves. */
export interface DatasetCheck {
  readonly record: CheckupRecord;
  /** The parts that were given, as a network will see them; empty for tables. */
  readonly pictures: readonly {
    readonly part: string;
    readonly table: Table;
    readonly names: readonly string[] | null;
  }[];
}

/**
 * Checks a data set: whatever stands in its files is told, and only files that cannot be read at all are errors.
 *
 * @throws HeddleError as `loadDataset` for data that is not there, or is of another format.
 * @example
 * const { record } = await checkDataset('synthetic-garments');
 * console.log(record.findings);
 */
export async function checkDataset(dataset: CheckedDataset, options: CheckDatasetOptions = {}): Promise<DatasetCheck> {
  const { dataDir, host = systemHost(), task = {}, seed = 1 } = options;
  if (typeof dataset === 'string') {
    const { id, source, train, test } = await loadDataset(dataset, options);
    const given = (table: Table): CheckedPictures => ({ table, names: null });
    return pictureCheck({
      ...{ id, source, seed, task, unreadable: [], sizes: null, holdOut: null },
      train: given(train),
      validation: null,
      test: test && given(test),
    });
  }
  if (dataDir !== undefined) await checkDataFolder(host, dataDir, MOVED);
  const placed =
    dataDir === undefined
      ? dataset
      : (datasetIn(dataset as Exclude<DatasetSpec, string>, dataDir) as Exclude<CheckedDataset, string>);
  if ('csv' in placed) return { record: await checkCsv(placed, task, seed), pictures: [] };
  return 'images' in placed ? checkImages(placed, task, seed) : checkIdx(placed, task, seed);
}

async function checkCsv(
  spec: Omit<CsvDatasetSpec, 'target'> & { readonly target: string | null },
  { targets, split }: FilesTask,
  seed: number,
): Promise<CheckupRecord> {
  const { csv, target, validation, test } = spec;
  const kind = split?.kind;
  const source = (path: string): CsvSource => csvSource(path);
  const { holdOutKind, notedCsv } = await import('../csv/index.ts');
  const files = await notedCsv(
    {
      id: basename(csv),
      source: csv,
      train: source(csv),
      validation: validation === null ? null : source(validation),
      test: typeof test === 'string' ? source(test) : test,
    },
    {
      ...spec,
      targetScaling: spec.targetScaling ?? undefined,
      task: targets === undefined ? undefined : targets === 'classes' ? 'classes' : 'numbers',
      split: kind === undefined ? undefined : { kind, by: split !== undefined && 'by' in split ? split.by : undefined },
    },
  );
  const drawn = holdOutKind(files.train.table);
  return checkTable({
    id: basename(csv),
    source: `${csv}${target === null ? '' : `, target ${target}`}`,
    ...files,
    missing: spec.missing,
    columns: spec.columns,
    division: {
      test: typeof test === 'number' && test > 0 ? { test, kind: kind ?? drawn, seed: spec.seed } : null,
      split: divisionOf(split, validation !== null, drawn),
      seed,
    },
  });
}

async function checkImages(spec: ImagesDatasetSpec, task: FilesTask, seed: number): Promise<DatasetCheck> {
  const { height, width, channels, fit, mostPixels } = spec;
  const preprocessing: ImagePreprocessing = { kind: 'image', height, width, channels, fit, scale: 1 / 255 };
  const classNames = await classesOf(spec.images);
  const unreadable: { file: string; problem: string }[] = [];
  const sizes = sizeTally();
  const read = async (folder: string): Promise<CheckedPictures> => {
    const files = await pictureFiles(folder, classNames);
    const bad = new Set<PictureFile>();
    const report = ({ received }: HeddleError, file: PictureFile): void => {
      bad.add(file);
      unreadable.push({ file: `${basename(folder)}/${file.name}`, problem: received });
    };
    const { imagesTable } = await import('../images/index.ts');
    const table = await imagesTable(folder, files, classNames, preprocessing, { mostPixels, report, look: sizes.note });
    return { table, names: files.filter((file) => !bad.has(file)).map(({ name }) => `${basename(folder)}/${name}`) };
  };
  const train = await read(spec.images);
  const validation = spec.validation === null ? null : await read(spec.validation);
  const test = typeof spec.test === 'string' ? await read(spec.test) : null;
  return pictureCheck({
    ...{ id: basename(spec.images), source: `pictures in ${spec.images}`, seed, task },
    ...{ train, validation, test, unreadable, sizes: sizes.finish() },
    holdOut: typeof spec.test === 'number' ? holdOutOf(spec.test, task.split?.kind, spec.seed) : null,
  });
}

async function checkIdx(spec: IdxDatasetSpec, task: FilesTask, seed: number): Promise<DatasetCheck> {
  const train = await idxTable(spec.idx, spec.classNames);
  const names = train.targets.kind === 'classes' ? train.targets.classNames : null;
  const given = (table: Table): CheckedPictures => ({ table, names: null });
  return pictureCheck({
    ...{ id: basename(spec.idx.images), source: `IDX files in ${dirname(spec.idx.images)}`, seed, task },
    ...{ unreadable: [], sizes: null },
    train: given(train),
    validation: spec.validation && given(await idxTable(spec.validation, names)),
    test: typeof spec.test === 'number' ? null : given(await idxTable(spec.test, names)),
    holdOut: typeof spec.test === 'number' ? holdOutOf(spec.test, task.split?.kind, spec.seed) : null,
  });
}

/** Pictures that were read, and how a sweep would divide them. */
interface PictureTask extends Omit<Parameters<typeof checkPictures>[0], 'division'> {
  readonly task: FilesTask;
  readonly seed: number;
  readonly holdOut: Division['test'];
}

function pictureCheck({ task, seed, holdOut, ...parts }: PictureTask): DatasetCheck {
  const split = divisionOf(task.split, parts.validation !== null, 'stratified');
  const record = checkPictures({ ...parts, division: { test: holdOut, split, seed } });
  const pictures = [
    { part: 'training', checked: parts.train },
    { part: 'validation', checked: parts.validation },
    { part: 'test', checked: parts.test },
  ].flatMap(({ part, checked }) => (checked === null ? [] : [{ part, ...checked }]));
  return { record, pictures };
}

/** A sweep's split, or the one that it would have. */
function divisionOf(split: SplitSpec | undefined, isGiven: boolean, drawn: SplitKind): Division['split'] {
  if (split === undefined) return { kind: isGiven ? 'given' : drawn, validation: 0.2 };
  return { kind: split.kind, validation: split.kind === 'given' ? 0 : split.validation };
}

/** Counts the sizes of pictures. */
function sizeTally() {
  const counted = new Map<string, { width: number; height: number; files: number }>();
  return {
    note({ width, height }: Picture): void {
      const key = `${width} x ${height}`;
      const known = counted.get(key);
      if (known === undefined) counted.set(key, { width, height, files: 1 });
      else known.files++;
    },
    finish(): PictureSizes | null {
      const all = [...counted.values()].sort((a, b) => a.width * a.height - b.width * b.height);
      if (all.length === 0) return null;
      const plain = ({ width, height }: { width: number; height: number }) => ({ width, height });
      const most = [...all].sort((a, b) => b.files - a.files).slice(0, 8);
      return { different: all.length, most, smallest: plain(all[0]), largest: plain(all.at(-1)!) };
    },
  };
}
