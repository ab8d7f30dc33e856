// A data set of named columns: raw rows, a fit on those that train, and the encoding that comes of it.

import { HeddleError, littleEndianBytes, rowNumbers, sha256, suggestion } from '../../core/index.ts';
import type { Dataset } from '../dataset.ts';
import { checkClassSizes, type HoldOut, holdOut } from '../hold-out.ts';
import { encodeTargets, keysOf } from './encode-table.ts';
import { refuseMissing } from './fit-column.ts';
import { fitOf, fitTable, plainTarget, rawRowsOf } from './fit-table.ts';
import { columnsByName, isMissing, type RawColumn, type RawTable, takeRows } from './raw-table.ts';
import type { TableFit, TableRows } from './table-rows.ts';

/** The parts of a table that were given. */
export interface TableParts {
  readonly id: string;
  readonly source: string;
  readonly train: RawTable;
  /** Rows given to validate, or null. */
  readonly validation: RawTable | null;
  /** Rows given for the test, how to hold them back, or null for none. */
  readonly test: RawTable | HoldOut | null;
  /** Texts that count as missing, for the preprocessing. */
  readonly missingTexts: readonly string[];
  /** What a person must know of the rows; nothing unless given. */
  readonly notices?: readonly string[];
}

/**
 * A data set from raw rows. Which categories a column has is read from all rows that were given to train and validate; numbers
 * (means, deviations, medians) are fitted on the training rows alone.
 *
 * @throws HeddleError `data` for columns that do not fit each other, missing values that nothing stands for and classes that
 *   are too small; `split` for a test that cannot be held back.
 */
export function tableDataset(parts: TableParts, fit: TableFit = {}): Dataset {
  const notices = [...(parts.notices ?? [])];
  const kept = (given: RawTable): RawTable => {
    const table = fit.missing === 'drop' ? withoutGaps(given, fit, notices) : given;
    for (const column of table.columns) if (fitOf(column, fit).missing === 'refuse') refuseMissing(table, column);
    return table;
  };
  const learning = joined(kept(parts.train), parts.validation && kept(parts.validation));
  const { target } = learning.table;
  if (target === null) throw new TypeError('a table to train on has a target');
  const classNames = target.kind === 'category' ? target.categories : null;
  checkNames(learning.table, fit);

  const whole = { ...keysOf(learning.table), targets: encodeTargets(learning.table, plainTarget(target), classNames) };
  const held = isHoldOut(parts.test) ? holdOut(whole, parts.test) : null;
  checkClassSizes(parts.id, whole, held === null ? 2 : 3, 'row');
  const train = held === null ? learning : taken(learning, held.train);
  const testRows =
    held !== null
      ? takeRows(learning.table, held.validation)
      : isHoldOut(parts.test)
        ? null
        : parts.test && kept(parts.test);

  const { id, missingTexts } = parts;
  const rows: TableRows = { id, train: train.table, validates: train.validates, test: testRows, fit, missingTexts };
  const raw = rawRowsOf(rows);
  const plain = fitTable(rows, null);
  return {
    id: parts.id,
    ...raw.encode(plain),
    sha256: rawHash([train.table, ...(testRows === null ? [] : [testRows])]),
    source: parts.source,
    notice: notices.length === 0 ? null : notices.join(' '),
    preprocessing: plain,
    raw,
  };
}

/** Rows to train and validate on, and how many of them, at the end, were given to validate. */
interface Learning {
  readonly table: RawTable;
  readonly validates: Uint8Array | null;
}

function taken({ table, validates }: Learning, rows: Uint32Array): Learning {
  return { table: takeRows(table, rows), validates: validates && Uint8Array.from(rows, (row) => validates[row]) };
}

const isHoldOut = (test: TableParts['test']): test is HoldOut => test !== null && 'test' in test;

/** A column that options name and the table does not have is a misspelt one. */
function checkNames({ where, columns }: RawTable, fit: TableFit): void {
  const names = columns.map(({ name }) => name);
  const known = new Set(names);
  const unknown = Object.keys(fit.columns ?? {}).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new HeddleError('data', {
    where: `${where}, columns`,
    expected: 'names of its columns',
    received: JSON.stringify(unknown),
    hint: suggestion(unknown, names),
  });
}

/** Without the rows that lack a target, or a value of a column that nothing of its own was said of. */
function withoutGaps(table: RawTable, fit: TableFit, notices: string[]): RawTable {
  const features = table.columns.filter(({ name }) => fit.columns?.[name]?.missing === undefined);
  const columns = [...features, ...(table.target === null ? [] : [table.target])];
  const every = rowNumbers(table.rows);
  const whole = every.filter((row) => !columns.some((column) => isMissing(column, row)));
  if (whole.length === table.rows) return table;
  notices.push(
    `${table.rows - whole.length} of ${table.rows} rows of ${table.where} lack a value and are left out (missing: drop).`,
  );
  return takeRows(table, whole);
}

/** Training rows, and behind them the rows given to validate. */
function joined(train: RawTable, validation: RawTable | null): Learning {
  if (validation === null) return { table: train, validates: null };
  const rows = train.rows + validation.rows;
  const join = (first: RawColumn, second: RawColumn | undefined | null): RawColumn => {
    if (second === undefined || second === null || second.kind !== first.kind) {
      throw new HeddleError('data', {
        where: validation.where,
        expected: `a column ${first.name} of ${first.kind === 'number' ? 'numbers' : 'categories'}, as in ${train.where}`,
        received: second === undefined || second === null ? 'none of that name' : 'another kind',
        hint: 'give files with the same columns.',
      });
    }
    return joinColumns(first, second);
  };
  const others = columnsByName(validation);
  const columns = train.columns.map((column) => join(column, others.get(column.name)));
  const validates = new Uint8Array(rows).fill(1, train.rows);
  return {
    table: {
      where: `${train.where} and ${validation.where}`,
      rows,
      lines: null,
      columns,
      target: train.target && join(train.target, validation.target),
      groups: null,
      times: null,
    },
    validates,
  };
}

function joinColumns(first: RawColumn, second: RawColumn): RawColumn {
  if (first.kind === 'number')
    return { ...first, values: concatenated(Float32Array, first.values, (second as typeof first).values) };
  const other = second as typeof first;
  const categories = [...new Set([...first.categories, ...other.categories])];
  const places = new Map(categories.map((name, place) => [name, place]));
  const codes = other.codes.map((code) => (code < 0 ? -1 : places.get(other.categories[code])!));
  return { ...first, categories, codes: concatenated(Int32Array, first.codes, codes) };
}

function concatenated<Numbers extends Float32Array | Int32Array>(
  kind: new (length: number) => Numbers,
  first: Numbers,
  second: Numbers,
): Numbers {
  const both = new kind(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** SHA-256 over the raw cells, column by column: names and categories as UTF-8 JSON, numbers as little-endian float32, codes as int32. */
function rawHash(tables: readonly RawTable[]): string {
  const hash = sha256();
  const text = (value: unknown): void => {
    hash.update(new TextEncoder().encode(JSON.stringify(value)));
  };
  for (const table of tables) {
    for (const column of [...table.columns, ...(table.target === null ? [] : [table.target])]) {
      text([column.name, column.kind, column.kind === 'category' ? column.categories : null]);
      hash.update(littleEndianBytes(column.kind === 'number' ? column.values : column.codes));
    }
  }
  return hash.hex();
}
