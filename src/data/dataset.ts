import { describe, HeddleError, type Seed, type Shape, shapeText, sizeOf } from '../core/index.ts';
import type { Preprocessing, TargetUnit } from './preprocessing.ts';
import type { TableRows } from './table/table-rows.ts';

/**
 * The features of many rows, row after row, without gaps.
 * Bytes stay bytes: the batch kernel multiplies them by `scale` when it gathers a batch.
 */
export type Features =
  | { readonly kind: 'bytes'; readonly shape: Shape; readonly values: Uint8Array; readonly scale: number }
  | { readonly kind: 'floats'; readonly shape: Shape; readonly values: Float32Array };

/** What a network should say of each row: a class, or one or more numbers. */
export type Targets =
  | { readonly kind: 'classes'; readonly labels: Int32Array; readonly classNames: readonly string[] }
  | {
      readonly kind: 'values';
      readonly values: Float32Array;
      readonly size: number;
      /** What answers are in: output * divisor + offset; where absent, what `values` are in. Errors are told in this unit, the loss is not. */
      readonly unit?: TargetUnit;
    };

/** The unit of targets; undefined where they are what a user knows, or classes. */
export const unitOfTargets = (targets: Targets): TargetUnit | undefined =>
  targets.kind === 'values' ? targets.unit : undefined;

/** Rows with features and targets. Immutable by convention: nothing in Heddle writes into one. */
export interface Table {
  readonly rows: number;
  readonly features: Features;
  readonly targets: Targets;
  /** Which rows belong together: a number from 0 for each row's group; for a split by group. */
  readonly groups?: Int32Array;
  /** When each row was; for a split by time. */
  readonly times?: Float64Array;
  /** 1 for each row that was given to validate; for the given split. */
  readonly validates?: Uint8Array;
}

/** A named data set: rows to train and validate on, and perhaps rows kept for the one test. */
export interface Dataset {
  /** Stable name: `fashion-mnist`. */
  readonly id: string;
  readonly train: Table;
  readonly test: Table | null;
  /** SHA-256 over training and test features and targets as they are in memory. */
  readonly sha256: string;
  /** Where it came from, for the record: `files in /data/fashion-mnist`, `generated from seed ...`. */
  readonly source: string;
  /** What the user must know before anything else (a fallback), or null. */
  readonly notice: string | null;
  /** How raw rows became the features of `train`; where absent, `preprocessingOf` says it from the features. */
  readonly preprocessing?: Preprocessing;
  /**
   * Present where preprocessing is fitted on rows, as for tables. `train` and `test` are then neither scaled nor filled in,
   * and `preparedOn` gives the data set as a network takes it.
   */
  readonly raw?: RawRows;
}

/** Rows whose preprocessing is fitted on those that train. */
export interface RawRows {
  /** The rows themselves, where they are those of a table: `rawRowsOf` makes the rest of them, also in a worker that was sent them. */
  readonly table?: TableRows;
  /** Fits the preprocessing on some training rows. */
  fit(trainRows: Uint32Array): Preprocessing;
  /** All rows, as a preprocessing makes them. */
  encode(preprocessing: Preprocessing): Pick<Dataset, 'train' | 'test'>;
}

/**
 * A data set as a network takes it, with its preprocessing fitted on the rows that train and no others. Whatever trains on
 * other rows, as each fold does, prepares the data set anew.
 *
 * @param trainRows row numbers of `train`
 */
export function preparedOn(
  dataset: Dataset,
  trainRows: Uint32Array,
): Dataset & { readonly preprocessing: Preprocessing } {
  return dataset.raw === undefined
    ? { ...dataset, preprocessing: preprocessingOf(dataset) }
    : preparedWith(dataset, dataset.raw.fit(trainRows));
}

/** A data set as a trained network takes it, by the preprocessing that was saved with it. */
export function preparedWith<Known extends Preprocessing>(
  dataset: Dataset,
  preprocessing: Known,
): Dataset & { readonly preprocessing: Known } {
  return { ...dataset, ...dataset.raw?.encode(preprocessing), preprocessing };
}

/** How raw rows become the features of a data set: as it says itself, or as its features show. */
export function preprocessingOf({ preprocessing, train }: Pick<Dataset, 'preprocessing' | 'train'>): Preprocessing {
  if (preprocessing !== undefined) return preprocessing;
  const { features } = train;
  return features.kind === 'bytes' ? { kind: 'bytes', scale: features.scale } : { kind: 'floats' };
}

/**
 * A table of classes, checked: at least one row, as many labels as rows, labels whole numbers within the classes.
 *
 * @param features `rows` x `features.shape`
 * @throws HeddleError `data` naming the first row that does not fit.
 */
export function classTable(
  where: string,
  features: Features,
  labels: Int32Array,
  classNames: readonly string[],
): Table {
  const rows = checkedRows(where, features, labels.length);
  for (let row = 0; row < rows; row++) {
    const label = labels[row];
    if (!Number.isInteger(label) || label < 0 || label >= classNames.length) {
      throw new HeddleError('data', {
        where: `${where}, label of row ${row}`,
        expected: `a class, a whole number from 0 to ${classNames.length - 1}`,
        received: describe(label),
        hint: 'check the labels file, or the list of class names.',
      });
    }
  }
  if (!(labels instanceof Int32Array)) {
    throw new HeddleError('data', {
      where: `${where}, labels`,
      expected: 'an Int32Array',
      received: describe(labels),
      hint: 'write Int32Array.from(labels).',
    });
  }
  return { rows, features, targets: { kind: 'classes', labels, classNames } };
}

/**
 * A table of numeric targets, checked: at least one row, as many targets as rows, every number finite.
 *
 * @param values `rows` x `size`
 * @throws HeddleError `data` naming the first row that does not fit.
 */
export function valueTable(where: string, features: Features, values: Float32Array, size: number): Table {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new HeddleError('data', {
      where: `${where}, targets of a row`,
      expected: 'a whole number of at least 1',
      received: describe(size),
      hint: 'give how many numbers each row has to be predicted.',
    });
  }
  const rows = checkedRows(where, features, values.length / size);
  checkFinite(`${where}, targets`, values, size);
  return { rows, features, targets: { kind: 'values', values, size } };
}

/**
 * Features from plain numbers.
 *
 * @param values `rows` x `shape`, all finite; numbers are rounded to float32
 * @throws HeddleError `data` for sizes that are not whole numbers of at least 1, a length that is no whole number of rows,
 *   or a number that is not finite.
 * @example
 * floatFeatures([2], [0, 0, 0, 1, 1, 0, 1, 1]); // the four rows of XOR
 */
export function floatFeatures(shape: Shape, values: ArrayLike<number>): Features {
  const features: Features = { kind: 'floats', shape, values: Float32Array.from(values) };
  rowsOf('features', features);
  return features;
}

/** How many rows the features hold, after checking that they are whole rows of finite numbers. */
function rowsOf(where: string, features: Features): number {
  checkShape(`${where}, shape`, features.shape);
  const size = sizeOf(features.shape);
  const rows = features.values.length / size;
  if (!Number.isInteger(rows)) {
    throw new HeddleError('data', {
      where,
      expected: `a whole number of rows of shape ${shapeText(features.shape)} (${size} numbers each)`,
      received: `${features.values.length} numbers`,
      hint: 'check the shape.',
    });
  }
  if (features.kind === 'floats') checkFinite(where, features.values, size);
  return rows;
}

function checkedRows(where: string, features: Features, targets: number): number {
  const rows = rowsOf(`${where}, features`, features);
  if (rows === 0) {
    throw new HeddleError('data', {
      where,
      expected: 'at least one row',
      received: 'no rows',
      hint: 'give the features and the target of each row.',
    });
  }
  if (rows !== targets) {
    throw new HeddleError('data', {
      where,
      expected: `one target for each of the ${rows} rows of features`,
      received: `${describe(targets)} targets`,
      hint: 'features and targets must belong to the same rows.',
    });
  }
  return rows;
}

/** A user without a compiler can pass anything as a shape. */
function checkShape(where: string, shape: unknown): void {
  if (Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 1)) return;
  throw new HeddleError('data', {
    where,
    expected: 'whole numbers of at least 1, such as [28, 28]',
    received: describe(shape),
    hint: 'give the sizes of one row, without the number of rows.',
  });
}

function checkFinite(where: string, values: Float32Array, size: number): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new HeddleError('data', {
    where: `${where}, row ${Math.floor(bad / size)}, column ${bad % size}`,
    expected: 'a finite number',
    received: String(values[bad]),
    hint: 'remove the row, or replace the value.',
  });
}

/** How a built-in data set is made or found; see `synthetic/` for one that is drawn from a seed. */
export type DatasetMaker = (seed: Seed) => Dataset;
