// A data set out of CSV files: read, told apart into columns, split and fitted.

import { describe, HeddleError } from '../core/index.ts';
import {
  type ColumnFit,
  type Dataset,
  DEFAULT_MISSING_TEXTS,
  equalHint,
  type RawTable,
  type SplitKind,
  type TableFit,
  tableDataset,
} from '../data/index.ts';
import type { ColumnKind } from './column-builder.ts';
import { type CsvSource, type ReadCsvOptions, readCsv } from './read-csv.ts';

/** The files of a data set. */
export interface CsvParts {
  /** Stable name: `sales.csv`. */
  readonly id: string;
  /** Where it came from, for the record. */
  readonly source: string;
  readonly train: CsvSource;
  /** Rows that validate; drawn from those of `train` where null. */
  readonly validation: CsvSource | null;
  /** Rows for the test, or how many (a share below 1) to hold back from `train`; 0 for none. */
  readonly test: CsvSource | number;
}

/** What a column is, and how it becomes features. */
export interface CsvColumn extends Partial<ColumnFit> {
  readonly kind?: ColumnKind;
}

/** How CSV files become a data set; everything but the target has a default. */
export interface CsvDatasetOptions extends Omit<TableFit, 'columns'>, Pick<ReadCsvOptions, 'ignore' | 'delimiter'> {
  /** The name of the column to be predicted. */
  readonly target: string;
  /** Whether the target is a class or a number; found out unless given. */
  readonly task?: 'classes' | 'numbers' | 'auto';
  readonly columns?: { readonly [name: string]: CsvColumn };
  /** Texts that mean that there is no value, beside the empty one. */
  readonly missingTexts?: readonly string[];
  /** How the rows will be split, and by which column; so the test is held back in the same way. */
  readonly split?: { readonly kind: SplitKind; readonly by?: string };
  /** What the test rows are drawn from; 1 unless given. */
  readonly seed?: number;
}

/**
 * Reads a data set out of CSV files. Which columns hold numbers and which categories is found in the training file and holds
 * for the others.
 *
 * @throws HeddleError `format` or `data` for what is wrong in a file, with line and column; `split` for a test that cannot be
 *   held back.
 * @example
 * const bytes = new TextEncoder().encode(`size,kind\n${'1,a\n2,b\n'.repeat(10)}`);
 * const parts = { id: 'kinds.csv', source: 'memory', train: { name: 'kinds.csv', chunks: [bytes] }, validation: null, test: 0.2 };
 * const dataset = await csvDataset(parts, { target: 'kind' });
 */
export async function csvDataset(parts: CsvParts, options: CsvDatasetOptions): Promise<Dataset> {
  const { target, columns = {}, split, missingTexts = DEFAULT_MISSING_TEXTS } = options;
  const reading = trainingReading(options);
  const notices: string[] = [];
  const train = await readCsv(parts.train, {
    ...reading,
    equal: (column, first, second) => notices.push(equalNotice(parts.train.name, column, first, second)),
  });
  if (columns[target]?.kind !== 'category') checkClasses(train);
  if (train.columns.length === 0) {
    throw new HeddleError('data', {
      where: parts.train.name,
      expected: `a column beside the target, ${target}, to learn from`,
      received: 'none',
      hint: 'a column to split by, and those to ignore, are no features: name them in columns if they are meant as such.',
    });
  }
  const alike = likeTraining(train, reading);
  const validation = parts.validation && (await readCsv(parts.validation, alike));
  const test =
    typeof parts.test === 'object'
      ? await readCsv(parts.test, alike)
      : parts.test === 0
        ? null
        : { test: parts.test, kind: split?.kind ?? holdOutKind(train), seed: options.seed ?? 1 };
  const { [target]: _, ...fits } = columns;
  const fit: TableFit = {
    ...options,
    columns: Object.fromEntries(Object.entries(fits).map(([name, { kind, ...column }]) => [name, column])),
  };
  return tableDataset({ id: parts.id, source: parts.source, train, validation, test, missingTexts, notices }, fit);
}

const equalNotice = (where: string, column: string, first: number, second: number): string =>
  `${where}, column ${column}: float32 takes different numbers for one, such as ${first} and ${second}: ${equalHint(column)}`;

/** How the training file is read; without a target where that is null. */
export function trainingReading(
  options: Omit<CsvDatasetOptions, 'target'> & { readonly target: string | null },
): ReadCsvOptions {
  const { target, columns = {}, split, delimiter, missingTexts = DEFAULT_MISSING_TEXTS } = options;
  const { by = null } = split ?? {};
  const wanted = { auto: 'auto', classes: 'category', numbers: 'number' } as const;
  const declared = target === null ? undefined : columns[target]?.kind;
  const declaredKinds = Object.entries(columns).flatMap(([name, { kind }]): [string, ColumnKind][] =>
    name === target ? [] : [[name, kind ?? 'auto']],
  );
  return {
    target,
    targetKind: declared ?? wanted[options.task ?? 'auto'],
    kinds: Object.fromEntries(declaredKinds),
    ignore: options.ignore,
    missingTexts,
    delimiter,
    by: by === null ? null : { column: by, kind: split?.kind === 'time' ? 'time' : 'group' },
  };
}

/** How test rows are held back where nobody says: with the shares of the classes, if there are any. */
export const holdOutKind = ({ target }: RawTable): SplitKind => (target?.kind === 'category' ? 'stratified' : 'random');

/** Other files are read as the training file turned out to be. */
export function likeTraining(train: RawTable, reading: ReadCsvOptions): ReadCsvOptions {
  return {
    target: reading.target,
    targetKind: train.target?.kind,
    kinds: Object.fromEntries(train.columns.map(({ name, kind }) => [name, kind])),
    only: train.columns.map(({ name }) => name),
    missingTexts: reading.missingTexts,
    delimiter: reading.delimiter,
  };
}

/** Numbers with fractions are no classes, whatever the loss is. */
function checkClasses({ where, target }: RawTable): void {
  if (target?.kind !== 'category' || target.categories.length === 0) return;
  const numbers = target.categories.map(Number);
  const fraction = numbers.findIndex((number) => !Number.isInteger(number));
  if (fraction < 0 || numbers.some((number) => Number.isNaN(number))) return;
  throw new HeddleError('data', {
    where: `${where}, column ${target.name}`,
    expected: 'classes',
    received: `numbers, such as ${describe(target.categories[fraction])}`,
    hint: `for a target of numbers choose a loss for numbers: loss: meanSquaredError; or declare it: columns: { ${target.name}: category }.`,
  });
}
