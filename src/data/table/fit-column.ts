// What a column becomes, fitted on some of its rows. Sums run in double precision over rows in ascending order; what is
// kept is rounded to float32, in which the column is then scaled.
//
//   standardize   offset = mean, divisor = sqrt(mean of (value - mean)^2); 1 where all values are equal
//   minMax        offset = smallest, divisor = largest - smallest; 1 where all values are equal
//   none          offset = 0, divisor = 1

import { HeddleError } from '../../core/index.ts';
import { type CategoryColumn, type ColumnPreprocessing, type NumberColumn, scaledNumber } from '../preprocessing.ts';
import {
  cellPlace,
  isMissing,
  type RawCategories,
  type RawColumn,
  type RawNumbers,
  type RawTable,
} from './raw-table.ts';

/** How numbers are scaled. */
export type Scaling = 'standardize' | 'minMax' | 'none';

/** What stands for a missing value of a column. `own` is a category of its own, named by the empty text. */
export type MissingPolicy = 'refuse' | 'mean' | 'median' | 'mode' | 'own' | { readonly value: number | string };

/** How one column is to be fitted. */
export interface ColumnFit {
  readonly scaling: Scaling;
  readonly missing: MissingPolicy;
  readonly unseen: CategoryColumn['unseen'];
}

/**
 * Fits one column on some rows of its table.
 *
 * @throws HeddleError `data` for a missing value where they are refused, a column without any value, or a policy that
 *   does not fit the kind of the column.
 */
export function fitColumn(table: RawTable, column: RawColumn, rows: Uint32Array, fit: ColumnFit): ColumnPreprocessing {
  if (fit.missing === 'refuse') refuseMissing(table, column);
  return column.kind === 'number' ? fitNumbers(table, column, rows, fit) : fitCategories(table, column, rows, fit);
}

/**
 * Offset and divisor of some numbers by a way of scaling; missing values do not count.
 *
 * @param where the column, for errors
 * @throws HeddleError `data` for numbers that float32 cannot hold once the offset is taken away.
 */
export function fitScaling(
  values: Float32Array,
  rows: Uint32Array,
  scaling: Scaling,
  where: string,
): Pick<NumberColumn, 'offset' | 'divisor'> {
  const { count, mean, deviation, smallest, largest } = summaryOf(values, rows);
  if (scaling === 'none' || count === 0) return { offset: 0, divisor: 1 };
  const fitted =
    scaling === 'minMax'
      ? { offset: smallest, divisor: Math.fround(largest - smallest) || 1 }
      : { offset: Math.fround(mean), divisor: Math.fround(deviation) || 1 };
  if (![smallest, largest].every((value) => Number.isFinite(scaledNumber(value, fitted)))) {
    throw new HeddleError('data', {
      where,
      expected: `numbers that float32 can hold once they are scaled (${scaling})`,
      received: `numbers from ${Number(smallest.toPrecision(3))} to ${Number(largest.toPrecision(3))}`,
      hint: 'divide the column by one number in every file, or do not scale it: scaling: none, or targetScaling: none for a target.',
    });
  }
  return fitted;
}

/** Figures of the values of a column in some rows; missing values do not count. */
export interface NumberSummary {
  readonly count: number;
  readonly mean: number;
  /** Of the population: divided by the count. */
  readonly deviation: number;
  readonly smallest: number;
  readonly largest: number;
}

/** The figures of some numbers; all 0 where there are none. */
export function summaryOf(values: Float32Array, rows: Uint32Array): NumberSummary {
  let count = 0;
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    count++;
    sum += value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  if (count === 0) return { count, mean: 0, deviation: 0, smallest: 0, largest: 0 };
  const mean = sum / count;
  let squares = 0;
  for (const row of rows) if (!Number.isNaN(values[row])) squares += (values[row] - mean) * (values[row] - mean);
  // The rounding of the mean would leave a deviation where there is none.
  const deviation = smallest === largest ? 0 : Math.sqrt(squares / count);
  return { count, mean, deviation, smallest, largest };
}

/** The middle of some numbers, or the mean of the two in the middle; missing values do not count. */
export function medianOf(values: Float32Array, rows: Uint32Array): number {
  const sorted = Float32Array.from(rows, (row) => values[row])
    .filter((value) => !Number.isNaN(value))
    .sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : Math.fround((sorted[half - 1] + sorted[half]) / 2);
}

function fitNumbers(
  table: RawTable,
  column: RawNumbers,
  rows: Uint32Array,
  { scaling, missing }: ColumnFit,
): NumberColumn {
  const { name, kind, values } = column;
  const { count, mean } = summaryOf(values, rows);
  if (count === 0) throw noValues(table, name, rows);
  const filled = (): number | null => {
    if (missing === 'refuse') return null;
    if (missing === 'mean') return Math.fround(mean);
    if (missing === 'median') return medianOf(values, rows);
    if (typeof missing === 'object' && typeof missing.value === 'number') return Math.fround(missing.value);
    throw wrongPolicy(table, column, missing, 'refuse, mean, median or a number');
  };
  return { name, kind, ...fitScaling(values, rows, scaling, `${table.where}, column ${name}`), missing: filled() };
}

function fitCategories(
  table: RawTable,
  column: RawCategories,
  rows: Uint32Array,
  { missing, unseen }: ColumnFit,
): CategoryColumn {
  const { name, kind, categories } = column;
  if (missing === 'refuse') return { name, kind, categories, missing: null, unseen };
  if (missing === 'own')
    return { name, kind, categories: categories.includes('') ? categories : [...categories, ''], missing: '', unseen };
  if (missing === 'mode') {
    const counts = countCodes(column, rows);
    const most = counts.reduce((best, count, code) => (count > counts[best] ? code : best), 0);
    if (categories.length === 0 || counts[most] === 0) throw noValues(table, name, rows);
    return { name, kind, categories, missing: categories[most], unseen };
  }
  if (typeof missing === 'object' && typeof missing.value === 'string') {
    const { value } = missing;
    return {
      name,
      kind,
      categories: categories.includes(value) ? categories : [...categories, value],
      missing: value,
      unseen,
    };
  }
  throw wrongPolicy(table, column, missing, 'refuse, mode, own or a category');
}

/** How often each category stands in some rows. */
export function countCodes({ codes, categories }: RawCategories, rows: Uint32Array): number[] {
  const counts = new Array<number>(categories.length).fill(0);
  for (const row of rows) if (codes[row] >= 0) counts[codes[row]]++;
  return counts;
}

/** The first row without a value is told by its place, with how many there are. */
export function refuseMissing(table: RawTable, column: RawColumn): void {
  let first = -1;
  let count = 0;
  for (let row = 0; row < table.rows; row++) {
    if (!isMissing(column, row)) continue;
    if (first < 0) first = row;
    count++;
  }
  if (first < 0) return;
  const others = count === 1 ? '' : `, and in ${count - 1} more ${count === 2 ? 'row' : 'rows'}`;
  throw new HeddleError('data', {
    where: cellPlace(table, first, column.name),
    expected: 'a value',
    received: `none${others}`,
    hint: 'say what stands for missing values: missing: fill (median, or a category of its own) or drop, or one way for this column.',
  });
}

function noValues({ where }: RawTable, name: string, rows: Uint32Array): HeddleError {
  return new HeddleError('data', {
    where: `${where}, column ${name}`,
    expected: 'at least one value to learn from',
    received: `none in the ${rows.length} training rows`,
    hint: `leave the column out: ignore: [${name}].`,
  });
}

function wrongPolicy(
  { where }: RawTable,
  { name, kind }: RawColumn,
  missing: MissingPolicy,
  expected: string,
): HeddleError {
  return new HeddleError('data', {
    where: `${where}, column ${name}, missing`,
    expected: `${expected}, since it is a column of ${kind === 'number' ? 'numbers' : 'categories'}`,
    received: typeof missing === 'object' ? JSON.stringify(missing.value) : missing,
    hint: 'choose one of these for the column, or declare its kind.',
  });
}
