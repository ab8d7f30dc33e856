// A CSV file as a raw table: the header, then every record into its columns. The text is read in pieces and let go of.

import { describe, HeddleError, nearest, suggestion } from '../core/index.ts';
import { DEFAULT_MISSING_TEXTS, MOST_DECLARED, type RawTable } from '../data/index.ts';
import {
  autoBuilder,
  type CellContext,
  type ColumnBuilder,
  type ColumnKind,
  categoryBuilder,
  numberBuilder,
  type ReportProblem,
} from './column-builder.ts';
import { createGrowing } from './growing.ts';
import { type CsvRecord, recordReader } from './records.ts';
import { groupKeys, timeKeys } from './split-keys.ts';

/** A file in pieces, as it is read. */
export interface CsvSource {
  /** As errors name it: `sales.csv`. */
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** What to read out of a CSV file. */
export interface ReadCsvOptions {
  /** The column to be predicted; null for a file that is to be predicted. */
  readonly target: string | null;
  /** What the target is read as; `auto` unless given. */
  readonly targetKind?: ColumnKind;
  /** Kinds of columns by name, where they are not to be found out. */
  readonly kinds?: { readonly [name: string]: ColumnKind };
  /** The only columns to read, beside the target and those to split by; all unless given. */
  readonly only?: readonly string[];
  /** Columns to leave out. */
  readonly ignore?: readonly string[];
  /** Texts of a cell that mean that its value is missing, beside the empty one; `DEFAULT_MISSING_TEXTS` unless given. */
  readonly missingTexts?: readonly string[];
  /** The character between cells; found in the first line unless given. */
  readonly delimiter?: string | null;
  /** The column that says which rows belong together, or when a row was. It is no feature unless `kinds` names it. */
  readonly by?: { readonly column: string; readonly kind: 'group' | 'time' } | null;
  /** Takes note of a cell or a record that is wrong, which then counts as missing or is left out; they are thrown unless given. */
  readonly report?: ReportProblem;
  /** Is told of every cell without a value. */
  readonly missing?: (column: string, line: number) => void;
  /** Is told, for each column of numbers where it is so, of two different numbers that float32 takes for one. */
  readonly equal?: (column: string, first: number, second: number) => void;
}

/** Different classes at most; more are a sign that the target is no class. */
const MOST_CLASSES = 1000;

/**
 * Reads a CSV file: UTF-8, names in its first line, the same number of cells in every record.
 *
 * @throws HeddleError `format` for what is no CSV text, `data` for cells and columns that are not as they must be, each with
 *   file, line and column.
 * @example
 * const text = new TextEncoder().encode('size,colour,price\n1.5,red,10\n2,blue,12\n');
 * const table = await readCsv({ name: 'sales.csv', chunks: [text] }, { target: 'price' });
 * table.columns.map(({ name, kind }) => `${name}: ${kind}`); // ['size: number', 'colour: category']
 */
export async function readCsv(source: CsvSource, options: ReadCsvOptions): Promise<RawTable> {
  const { name: where } = source;
  const report =
    options.report ??
    ((problem: HeddleError): void => {
      throw problem;
    });
  const reader = recordReader(where, options.delimiter ?? null);
  let columns: TableBuilder | null = null;
  const take = (records: readonly CsvRecord[]): void => {
    for (const record of records) {
      if (columns === null) columns = tableBuilder(where, record, options, report);
      else columns.add(record);
    }
  };
  for await (const text of textsOf(source)) take(reader.push(text));
  take(reader.end());
  const built = columns as TableBuilder | null;
  if (built === null) throw emptyFile(where);
  return built.finish();
}

/** The texts of a file's pieces. */
export async function* textsOf({ name, chunks }: CsvSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let first = true;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (cause) {
      throw notText(name, 'bytes that are no UTF-8', cause);
    }
  };
  for await (const chunk of chunks) {
    const signature = first && SIGNATURES.find(({ bytes }) => bytes.every((byte, i) => chunk[i] === byte));
    if (signature) throw notText(name, signature.what);
    first = false;
    if (chunk.includes(0)) throw notText(name, 'a file with zero bytes');
    yield decode(chunk);
  }
  yield decode();
}

/** How files begin that are often taken for CSV files. */
const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a ZIP archive, as spreadsheets are' },
  { bytes: [0x50, 0x4b, 0x05, 0x06], what: 'a ZIP archive, as spreadsheets are' },
  { bytes: [0x50, 0x4b, 0x07, 0x08], what: 'a ZIP archive, as spreadsheets are' },
  { bytes: [0x1f, 0x8b], what: 'a gzip file' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG picture' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { bytes: [0xff, 0xfe], what: 'text in UTF-16' },
  { bytes: [0xfe, 0xff], what: 'text in UTF-16' },
];

/** Collects the records of one file. */
export interface TableBuilder {
  add(record: CsvRecord): void;
  finish(): RawTable;
}

/** Collects the records below a header. */
export function tableBuilder(
  where: string,
  header: CsvRecord,
  options: ReadCsvOptions,
  report: ReportProblem,
): TableBuilder {
  const { target, by = null } = options;
  const kinds = new Map(Object.entries(options.kinds ?? {}));
  const names = checkedNames(where, header);
  checkAsked(where, names, options);
  const only = options.only && new Set(options.only);
  const ignore = new Set(options.ignore);
  const missing = new Set(options.missingTexts ?? DEFAULT_MISSING_TEXTS);
  const context = (name: string): CellContext => ({
    where,
    name,
    report,
    equal: (first, second) => options.equal?.(name, first, second),
  });
  const builders = new Map<number, ColumnBuilder>();
  for (const [place, name] of names.entries()) {
    const kind = kinds.get(name);
    const split = name === by?.column && kind === undefined;
    const wanted = only === undefined || only.has(name);
    if (name === target) builders.set(place, targetBuilder(context(name), options.targetKind ?? 'auto'));
    else if (wanted && !split && !ignore.has(name)) builders.set(place, builderFor(context(name), kind));
  }
  const lines = createGrowing(Uint32Array);
  const keyPlace = by === null ? -1 : names.indexOf(by.column);
  const keys = by === null ? null : by.kind === 'group' ? groupKeys(context(by.column)) : timeKeys(context(by.column));
  const cellOf = (text: string): string | null => {
    const cell = text.trim();
    return cell === '' || missing.has(cell) ? null : cell;
  };
  let rows = 0;
  let ragged: HeddleError | null = null;
  return {
    add({ cells, line }) {
      if (cells.length !== names.length) {
        const problem = new HeddleError('data', {
          where: `${where}:${line}`,
          expected: `${names.length} cells, as in the first line`,
          received: String(cells.length),
          hint: 'mend the line; a cell that holds the delimiter needs quotes around it.',
        });
        ragged ??= problem;
        report(problem, { kind: 'cells', column: null, line, cell: `${cells.length} cells`, count: 1 });
        return;
      }
      for (const [place, builder] of builders) {
        const cell = cellOf(cells[place]);
        if (cell === null) options.missing?.(names[place], line);
        builder.add(cell, line);
      }
      keys?.add(cellOf(cells[keyPlace]), line);
      lines.push(line);
      rows++;
    },
    finish() {
      if (rows === 0 && ragged !== null) throw ragged;
      if (rows === 0) throw empty(where, 'at least one row below the names', 'none');
      const built = [...builders].map(([place, builder]) => ({ place, column: builder.finish() }));
      return {
        where,
        rows,
        lines: lines.finish(),
        columns: built.filter(({ place }) => names[place] !== target).map(({ column }) => column),
        target: built.find(({ place }) => names[place] === target)?.column ?? null,
        groups: by?.kind === 'group' ? (keys!.finish() as Int32Array) : null,
        times: by?.kind === 'time' ? (keys!.finish() as Float64Array) : null,
      };
    },
  };
}

function builderFor(context: CellContext, kind: ColumnKind = 'auto'): ColumnBuilder {
  if (kind === 'number') return numberBuilder(context);
  if (kind === 'category') return categoryBuilder(context, MOST_DECLARED, `ignore: [${context.name}].`);
  return autoBuilder(context);
}

function targetBuilder(context: CellContext, kind: ColumnKind): ColumnBuilder {
  const hint = 'for a target of numbers choose a loss for numbers: loss: meanSquaredError.';
  return kind === 'category' ? categoryBuilder(context, MOST_CLASSES, hint) : builderFor(context, kind);
}

function checkedNames(where: string, { cells, line }: CsvRecord): string[] {
  const names = cells.map((cell) => cell.trim());
  const wrong = (place: number, expected: string, hint: string): HeddleError =>
    new HeddleError('data', {
      where: `${where}:${line}, column ${place + 1}`,
      expected,
      received: describe(names[place]),
      hint,
    });
  if (/^sep=.?$/i.test(names[0]) && names.length <= 2)
    throw wrong(0, 'the name of a column', 'take this line out: it is for one spreadsheet program alone.');
  if (/\r/.test(cells.join('')))
    throw wrong(
      0,
      'lines that end in a line feed',
      'they end in a carriage return alone: export the file again as CSV (UTF-8).',
    );
  const before = new Set<string>();
  for (const [place, name] of names.entries()) {
    if (name === '') throw wrong(place, 'a name', 'the first line names the columns: name this one too.');
    if (before.size === before.add(name).size)
      throw wrong(place, 'a name that no other column has', 'rename one of them.');
  }
  if (names.every((name) => Number.isFinite(Number(name))))
    throw wrong(0, 'the name of a column', 'add a first line with a name for each column.');
  return names;
}

/** What options name must be there. */
function checkAsked(where: string, names: readonly string[], options: ReadCsvOptions): void {
  const asked: [string, string | null | undefined][] = [
    ['the target', options.target],
    ['the column to split by', options.by?.column],
    ...(options.only ?? []).map((name): [string, string] => ['a column that the network takes', name]),
    ...Object.keys(options.kinds ?? {}).map((name): [string, string] => ['a declared column', name]),
    ...(options.ignore ?? []).map((name): [string, string] => ['a column to leave out', name]),
  ];
  const there = new Set(names);
  for (const [what, name] of asked) {
    if (name === null || name === undefined || there.has(name)) continue;
    throw new HeddleError('data', {
      where: `${where}:1`,
      expected: `${what}, ${name}`,
      received: `the columns ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}`,
      hint: options.only === undefined ? suggestion(name, names) : neededHint(name, names),
    });
  }
}

/** What to do where a file is to have the columns of another: nothing else can be chosen. */
function neededHint(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  if (near === undefined) return `the file needs a column ${name}: add it, or give another file.`;
  return `the file needs a column ${name}: if ${near} is meant, rename it.`;
}

function notText(where: string, received: string, cause?: unknown): HeddleError {
  return new HeddleError('format', {
    where,
    expected: 'a CSV file: text in UTF-8',
    received,
    hint: 'unpack it, or export it again as CSV (UTF-8).',
    cause,
  });
}

/** The error of a file that holds nothing. */
export const emptyFile = (where: string): HeddleError => empty(where, 'a first line of column names', 'an empty file');

function empty(where: string, expected: string, received: string): HeddleError {
  return new HeddleError('data', { where, expected, received, hint: 'check that it is the file meant.' });
}
