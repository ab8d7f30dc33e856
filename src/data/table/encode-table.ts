// From raw columns to features, by a fitted preprocessing. Training, evaluation and prediction all come through here.
//
//   x: rows x width, the features of the columns side by side

import { describe, HeddleError } from '../../core/index.ts';
import { classTable, type Features, type Table, type Targets, valueTable } from '../dataset.ts';
import {
  type CategoryColumn,
  type ColumnPreprocessing,
  columnWidth,
  type NumberColumn,
  scaledNumber,
  type TablePreprocessing,
  type TargetPreprocessing,
} from '../preprocessing.ts';
import {
  cellPlace,
  columnsByName,
  type RawCategories,
  type RawColumn,
  type RawNumbers,
  type RawTable,
} from './raw-table.ts';

/**
 * The features of raw rows.
 *
 * @returns rows x the sum of the columns' widths
 * @throws HeddleError `data` for a column that is not there or of another kind, a missing value that nothing stands for,
 *   and a category that the preprocessing does not know, with the place of its cell.
 */
export function encodeFeatures(raw: RawTable, { columns }: Pick<TablePreprocessing, 'columns'>): Features {
  const width = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  const x = new Float32Array(raw.rows * width);
  let first = 0;
  const byName = columnsByName(raw);
  for (const column of columns) {
    const from = sourceOf(raw.where, byName, column);
    if (column.kind === 'number') encodeNumbers(raw, from as RawNumbers, column, { x, width, first });
    else encodeCategories(raw, from as RawCategories, column, { x, width, first });
    first += columnWidth(column);
  }
  return { kind: 'floats', shape: [width], values: x };
}

/**
 * Raw rows as a table to train on or to evaluate: features and targets.
 *
 * @param classNames the classes in label order; null for a target of numbers
 * @throws HeddleError `data` as `encodeFeatures`, and for a target that is missing or none of the classes.
 */
export function encodeTable(
  raw: RawTable,
  preprocessing: TablePreprocessing,
  classNames: readonly string[] | null,
): Table {
  const features = encodeFeatures(raw, preprocessing);
  const targets = encodeTargets(raw, preprocessing.target, classNames);
  const { where } = raw;
  const table =
    targets.kind === 'classes'
      ? classTable(where, features, targets.labels, targets.classNames)
      : valueTable(where, features, targets.values, targets.size);
  return { ...table, targets, ...keysOf(raw) };
}

/** The rows of a raw table and what they are kept together by. */
export function keysOf({ rows, groups, times }: RawTable): Pick<Table, 'rows' | 'groups' | 'times'> {
  return { rows, ...(groups === null ? {} : { groups }), ...(times === null ? {} : { times }) };
}

/**
 * The targets of raw rows.
 *
 * @throws HeddleError `data` for a target that is missing, none of the classes, or of another kind.
 */
export function encodeTargets(
  raw: RawTable,
  target: TargetPreprocessing,
  classNames: readonly string[] | null,
): Targets {
  const answers = raw.target;
  if (answers === null) throw noColumn(raw.where, target.name);
  if (target.kind === 'class' && answers.kind === 'category' && classNames !== null) {
    const labels = new Int32Array(raw.rows);
    const places = placesIn(answers.categories, classNames);
    for (let row = 0; row < raw.rows; row++) {
      labels[row] = answers.codes[row] < 0 ? -1 : places[answers.codes[row]];
      if (labels[row] < 0) throw noClass(raw, row, answers, classNames);
    }
    return { kind: 'classes', labels, classNames };
  }
  if (target.kind !== 'number' || answers.kind !== 'number') {
    throw new HeddleError('data', {
      where: `${raw.where}, column ${target.name}`,
      expected: target.kind === 'number' ? 'numbers' : 'classes',
      received: answers.kind === 'number' ? 'numbers' : 'texts',
      hint: 'give rows with the target that the network was trained on.',
    });
  }
  const values = new Float32Array(raw.rows);
  for (let row = 0; row < raw.rows; row++) {
    if (Number.isNaN(answers.values[row])) throw missingValue(raw, row, target.name);
    values[row] = scaledCell(raw, row, answers.values[row], target);
  }
  return { kind: 'values', values, size: 1, unit: { offset: target.offset, divisor: target.divisor } };
}

/** Where in x a column's features go: from `first` on in every row of `width`. */
interface Place {
  readonly x: Float32Array;
  readonly width: number;
  readonly first: number;
}

function encodeNumbers(raw: RawTable, { values }: RawNumbers, column: NumberColumn, { x, width, first }: Place): void {
  for (let row = 0; row < raw.rows; row++) {
    let value = values[row];
    if (Number.isNaN(value)) {
      if (column.missing === null) throw missingValue(raw, row, column.name);
      value = column.missing;
    }
    x[row * width + first] = scaledCell(raw, row, value, column);
  }
}

/** The scaled number of a cell, which another offset and divisor than those fitted on it may take out of float32. */
function scaledCell(
  raw: RawTable,
  row: number,
  value: number,
  column: Pick<NumberColumn, 'name' | 'offset' | 'divisor'>,
): number {
  const scaled = scaledNumber(value, column);
  if (Number.isFinite(scaled)) return scaled;
  throw new HeddleError('data', {
    where: cellPlace(raw, row, column.name),
    expected: 'a number that float32 can hold once it is scaled',
    received: String(Number(value.toPrecision(7))),
    hint: 'mend the cell, or leave the row out: it is far from the numbers that the scaling was fitted on.',
  });
}

function encodeCategories(
  raw: RawTable,
  { codes, categories }: RawCategories,
  column: CategoryColumn,
  { x, width, first }: Place,
): void {
  const places = placesIn(categories, column.categories);
  const missing = column.missing === null ? -1 : column.categories.indexOf(column.missing);
  for (let row = 0; row < raw.rows; row++) {
    const code = codes[row];
    if (code < 0 && missing < 0) throw missingValue(raw, row, column.name);
    const place = code < 0 ? missing : places[code];
    if (place >= 0) x[row * width + first + place] = 1;
    else if (column.unseen === 'refuse') {
      throw new HeddleError('data', {
        where: cellPlace(raw, row, column.name),
        expected: `one of the categories ${listed(column.categories)}`,
        received: describe(categories[code]),
        hint: 'mend the cell; or train with unseen: zeros, which takes an unknown category for none of them.',
      });
    }
  }
}

/** The place of each name in a list of others; -1 for names that are not there. */
function placesIn(names: readonly string[], others: readonly string[]): Int32Array {
  const places = new Map(others.map((name, place) => [name, place]));
  return Int32Array.from(names, (name) => places.get(name) ?? -1);
}

function sourceOf(
  where: string,
  columns: ReadonlyMap<string, RawColumn>,
  { name, kind }: ColumnPreprocessing,
): RawColumn {
  const column = columns.get(name);
  if (column === undefined) throw noColumn(where, name);
  if (column.kind === kind) return column;
  throw new HeddleError('data', {
    where: `${where}, column ${name}`,
    expected: kind === 'number' ? 'a column of numbers' : 'a column of categories',
    received: column.kind === 'number' ? 'numbers' : 'texts',
    hint: 'give the columns that the network was trained on, with the same meaning.',
  });
}

/** The error of a column that is needed and not there. */
export function noColumn(where: string, name: string): HeddleError {
  return new HeddleError('data', {
    where,
    expected: `a column ${name}`,
    received: 'none of that name',
    hint: 'check the names in the first line: capital letters count.',
  });
}

function missingValue(raw: RawTable, row: number, name: string): HeddleError {
  return new HeddleError('data', {
    where: cellPlace(raw, row, name),
    expected: 'a value',
    received: 'none',
    hint: 'fill it in, or leave the row out.',
  });
}

function noClass(raw: RawTable, row: number, target: RawCategories, classNames: readonly string[]): HeddleError {
  const code = target.codes[row];
  if (code < 0) return missingValue(raw, row, target.name);
  return new HeddleError('data', {
    where: cellPlace(raw, row, target.name),
    expected: `one of the classes ${listed(classNames)}`,
    received: describe(target.categories[code]),
    hint: 'mend the cell, or leave the row out: a network knows the classes of its training rows alone.',
  });
}

/** Names in quotes, since one may have a comma in it or be empty. */
const listed = (names: readonly string[]): string => {
  const first = names.slice(0, 10).map(describe).join(', ');
  return names.length > 10 ? `${first} and ${names.length - 10} more` : first;
};
