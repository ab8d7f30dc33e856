// What one column of a table is: its figures over the rows that were given to train.

import { rowNumbers } from '../core/index.ts';
import { countCodes, type RawColumn, type RawTable, summaryOf, type TableNotes, type Tally } from '../data/index.ts';
import type { ColumnCheckup, ColumnHistogram } from '../record/index.ts';

/** Steps of a histogram at most. */
const STEPS = 24;

/** More classes than colours: the histogram is then of all rows together. */
const MOST_COLOURS = 6;

/** Categories that are listed. */
const LISTED = 12;

/** A file that was read, with what was wrong in it. */
export interface NotedTable {
  readonly table: RawTable;
  readonly notes: TableNotes;
}

/**
 * The facts of a column.
 *
 * @param files all parts that were given, the training rows first
 * @param alone as `aloneTells` has it, or null
 */
export function columnFacts(
  column: RawColumn,
  role: ColumnCheckup['role'],
  files: readonly NotedTable[],
  alone: number | null,
): ColumnCheckup {
  const [{ table, notes }] = files;
  const { name } = column;
  const isText = notes.columns.get(name)?.text != null;
  const every = rowNumbers(table.rows);
  const tally = (of: 'missing' | 'words' | 'notFinite'): Tally =>
    joined(files.map((file) => file.notes.columns.get(name)?.[of]));
  const common = {
    name,
    role,
    missing: tally('missing'),
    words: tally('words'),
    notFinite: tally('notFinite'),
    alone,
  };
  if (isText) return { ...common, kind: 'text', numbers: null, categories: null, constant: false, histogram: null };
  if (column.kind === 'number') {
    const { count, ...figures } = summaryOf(column.values, every);
    const distinct = distinctOf(column.values);
    return {
      ...common,
      kind: 'number',
      numbers: count === 0 ? null : { ...figures, distinct },
      categories: null,
      constant: distinct === 1,
      histogram: count === 0 ? null : histogramOf(column.values, figures, table.target),
    };
  }
  const counts = countCodes(column, every);
  const most = column.categories
    .map((label, code) => ({ label, rows: counts[code] }))
    .sort((a, b) => b.rows - a.rows || (a.label < b.label ? -1 : 1))
    .slice(0, LISTED);
  const constant = column.categories.length === 1;
  return {
    ...common,
    kind: 'category',
    numbers: null,
    categories: { count: counts.length, most },
    constant,
    histogram: null,
  };
}

/** Tallies of several files as one; the first places are those of the first file that has any. */
export function joined(tallies: readonly (Tally | undefined)[]): Tally {
  const known = tallies.filter((tally) => tally !== undefined);
  return {
    count: known.reduce((sum, { count }) => sum + count, 0),
    first: known.flatMap(({ first }) => first).slice(0, 5),
  };
}

function distinctOf(values: Float32Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

function histogramOf(
  values: Float32Array,
  { smallest, largest }: { readonly smallest: number; readonly largest: number },
  target: RawColumn | null,
): ColumnHistogram {
  const byClass = target?.kind === 'category' && target.categories.length <= MOST_COLOURS ? target : null;
  const counts = Array.from({ length: byClass?.categories.length ?? 1 }, () => new Array<number>(STEPS).fill(0));
  const width = (largest - smallest) / STEPS;
  for (let row = 0; row < values.length; row++) {
    const list = byClass === null ? 0 : byClass.codes[row];
    if (Number.isNaN(values[row]) || list < 0) continue;
    const step = width === 0 ? 0 : Math.min(STEPS - 1, Math.floor((values[row] - smallest) / width));
    counts[list][step]++;
  }
  return { from: smallest, to: largest, counts };
}
