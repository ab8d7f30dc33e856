// A CSV file read to its end whatever stands in its cells, with notes of all that is wrong.

import type { ColumnNotes, RawTable, TableNotes, Tally } from '../data/index.ts';
import { type CsvSource, type ReadCsvOptions, readCsv } from './read-csv.ts';

/** Places that a tally names; it counts them all. */
const NAMED = 5;

/** Longer cells are cut where they are named. */
const LONGEST_CELL = 40;

/** A tally that grows. */
interface GrowingTally {
  count: number;
  readonly first: string[];
}

const empty = (): GrowingTally => ({ count: 0, first: [] });

function add(tally: GrowingTally, place: string, count: number = 1): void {
  if (tally.first.length < NAMED) tally.first.push(place);
  tally.count += count;
}

type GrowingNotes = {
  -readonly [Field in keyof ColumnNotes]: ColumnNotes[Field] extends Tally ? GrowingTally : ColumnNotes[Field];
};

/**
 * Reads a CSV file as {@link readCsv} does, but notes what is wrong in its cells and goes on. A wrong cell counts as one
 * without a value in the table, not in the notes; a line of another length is left out.
 *
 * @throws HeddleError `format` for what is no CSV text, `data` for names of columns that are not as they must be.
 * @example
 * const text = new TextEncoder().encode('size,price\n1,10\n2,\n3,12\n4,cheap\n');
 * const { notes } = await readNoting({ name: 'sales.csv', chunks: [text] }, { target: null });
 * notes.columns.get('price')?.words.first; // ['sales.csv:5: "cheap"']
 */
export async function readNoting(
  source: CsvSource,
  options: Omit<ReadCsvOptions, 'report' | 'missing' | 'equal'>,
): Promise<{ readonly table: RawTable; readonly notes: TableNotes }> {
  const columns = new Map<string, GrowingNotes>();
  const lines = empty();
  const notesOf = (name: string): GrowingNotes => {
    let notes = columns.get(name);
    if (notes === undefined) {
      notes = { missing: empty(), words: empty(), notFinite: empty(), text: null, equal: null };
      columns.set(name, notes);
    }
    return notes;
  };
  const table = await readCsv(source, {
    ...options,
    missing: (column, line) => add(notesOf(column).missing, `${source.name}:${line}`),
    equal(column, first, second) {
      notesOf(column).equal = [first, second];
    },
    report(problem, { kind, column, line, cell, count }) {
      const place = `${source.name}:${line}: ${JSON.stringify(cell.slice(0, LONGEST_CELL))}`;
      if (column === null) add(lines, `${source.name}:${line}: ${cell}`);
      else if (kind === 'word') add(notesOf(column).words, place, count);
      else if (kind === 'notFinite') add(notesOf(column).notFinite, place, count);
      else if (kind === 'tooMany') notesOf(column).text ??= cell.slice(0, LONGEST_CELL);
      else throw problem;
    },
  });
  return { table, notes: { columns, lines } };
}
