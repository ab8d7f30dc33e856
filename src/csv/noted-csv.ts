// The files of a data set read to their end, with notes of what is wrong in them: what a check-up looks at.

import type { RawColumn, RawTable, TableNotes } from '../data/index.ts';
import { type CsvDatasetOptions, type CsvParts, likeTraining, trainingReading } from './csv-dataset.ts';
import { readNoting } from './read-noting.ts';

/** A target of at most this many whole numbers is taken for one of classes where nobody says what it is. */
const MOST_WHOLE_CLASSES = 20;

/** One file: its rows, and what was wrong in it. */
export interface NotedFile {
  readonly table: RawTable;
  readonly notes: TableNotes;
}

/** The files of a data set. */
export interface NotedCsv {
  readonly train: NotedFile;
  readonly validation: NotedFile | null;
  readonly test: NotedFile | null;
}

/**
 * Reads the files of a data set as `csvDataset` would, but notes what is wrong in cells and goes on.
 *
 * @param options.target null for none
 * @throws HeddleError for what is no CSV file, names that are not as they must be, and columns that are not there.
 */
export async function notedCsv(
  parts: CsvParts,
  options: Omit<CsvDatasetOptions, 'target'> & { readonly target: string | null },
): Promise<NotedCsv> {
  const reading = trainingReading(options);
  const read = await readNoting(parts.train, reading);
  const target =
    options.task === undefined && read.table.target !== null ? asClasses(read.table.target) : read.table.target;
  const train = { ...read, table: { ...read.table, target } };
  const alike = likeTraining(train.table, reading);
  const isText = (name: string): boolean => train.notes.columns.get(name)?.text != null;
  const known = {
    ...alike,
    kinds: Object.fromEntries(Object.entries(alike.kinds ?? {}).filter(([name]) => !isText(name))),
    only: alike.only?.filter((name) => !isText(name)),
  };
  return {
    train,
    validation: parts.validation && (await readNoting(parts.validation, known)),
    test: typeof parts.test === 'number' ? null : await readNoting(parts.test, known),
  };
}

/** Few whole numbers as classes; any other column as it is. */
function asClasses(column: RawColumn): RawColumn {
  if (column.kind !== 'number') return column;
  const found = new Set<number>();
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || found.add(value).size > MOST_WHOLE_CLASSES) return column;
  }
  const numbers = [...found].sort((a, b) => a - b);
  const places = new Map(numbers.map((number, place) => [number, place]));
  const codes = Int32Array.from(column.values, (value) => places.get(value) ?? -1);
  return { name: column.name, kind: 'category', categories: numbers.map(String), codes };
}
