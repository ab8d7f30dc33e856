// The check-up of a table: every part that was given, read to its end, with notes of what is wrong in it.

import { seedFrom } from '../core/index.ts';
import {
  columnsByName,
  type Features,
  type MissingPolicy,
  type RawColumn,
  type RawTable,
  type Table,
} from '../data/index.ts';
import type { CheckupRecord, ClassShare } from '../record/index.ts';
import { aloneTells, judgedRows } from './alone.ts';
import { columnFacts, joined, type NotedTable } from './column-facts.ts';
import { type CopySource, copiesIn } from './copies.ts';
import { findingsOf } from './findings.ts';
import { type Division, partFacts, partsOf } from './parts.ts';

/** A table to be checked. */
export interface CheckedTable {
  /** `sales.csv` */
  readonly id: string;
  readonly source: string;
  readonly train: NotedTable;
  readonly validation: NotedTable | null;
  readonly test: NotedTable | null;
  readonly division: Division;
  /** What a sweep would do with missing values. */
  readonly missing: 'refuse' | 'fill' | 'drop';
  /** What it would do with those of single columns; nothing else unless given. */
  readonly columns?: { readonly [name: string]: { readonly missing?: MissingPolicy } };
}

/** Checks a table; nothing in it is changed, and nothing is thrown for what it holds. */
export function checkTable(checked: CheckedTable): CheckupRecord {
  const { id, source, train, validation, test, division } = checked;
  const files = [train, validation, test].filter((file) => file !== null);
  const learning = [train.table, ...(validation === null ? [] : [validation.table])];
  const { target } = train.table;
  const isText = ({ name }: RawColumn): boolean => train.notes.columns.get(name)?.text != null;
  const judged =
    target === null || isText(target) ? null : judgedRows(target, train.table.rows, seedFrom(division.seed));
  const columns = train.table.columns.map((column) => {
    const alone = judged === null || isText(column) ? null : aloneTells(column, target!, judged);
    return columnFacts(column, 'feature', files, alone);
  });
  const targets = target === null ? [] : [columnFacts(target, 'target', files, null)];

  const rows = learning.reduce((sum, table) => sum + table.rows, 0);
  const codes = targetCodes(files.map(({ table }) => table));
  const keys: Omit<Table, 'features'> = { rows, ...targetsOf(learning, codes), ...keysOf(train.table, validation) };
  const hasGaps = target !== null && codes.some((values) => values.some(Number.isNaN));
  const kind = hasGaps && division.split.kind === 'stratified' ? 'random' : division.split.kind;
  const parts = partsOf(id, keys, 'row', { ...division, split: { ...division.split, kind } });
  const features = featuresOf(
    files.map(({ table }) => table),
    train.table.columns.filter((column) => !isText(column)),
  );
  const sources = files.map(
    ({ table }, i): CopySource => ({
      part: table === train.table ? 'training' : table === test?.table ? 'test' : 'validation',
      features: features[i],
      targetOf: (row) => codes[i][row] ?? Number.NaN,
      placeOf: (row) => placeIn(table, row),
    }),
  );
  const copies = copiesIn(
    parts,
    joinedSource(sources.slice(0, learning.length), learning),
    sources,
    test === null ? null : sources.at(-1)!,
  );
  const record = {
    dataset: id,
    source,
    kind: 'table',
    target: target?.name ?? null,
    parts: partFacts(parts, division, test?.table.rows ?? 0),
    classes:
      target?.kind === 'category' && !isText(target) ? classShares(files.map(({ table }) => table.target)) : null,
    columns: [...columns, ...targets],
    pictures: null,
    lines: joined(files.map(({ notes }) => notes.lines)),
    copies,
  } as const;
  const texts = new Map([...train.notes.columns].flatMap(([name, { text }]) => (text === null ? [] : [[name, text]])));
  const equal = new Map(
    [...train.notes.columns].flatMap(([name, { equal }]) => (equal === null ? [] : [[name, equal] as const])),
  );
  const ownMissing = new Map(
    Object.entries(checked.columns ?? {}).flatMap(([name, own]) =>
      own.missing === undefined ? [] : [[name, own.missing] as const],
    ),
  );
  return {
    ...record,
    findings: findingsOf(record, {
      ...{ rows: train.table.rows, missing: checked.missing, problem: parts.problem },
      ...{ ownMissing, texts, equal },
    }),
  };
}

const placeIn = ({ where, lines }: RawTable, row: number): string =>
  lines === null ? `${where}, row ${row}` : `${where}:${lines[row]}`;

/** Groups and times are of the training file; rows that were given to validate are behind it. */
function keysOf(
  { rows, groups, times }: RawTable,
  validation: NotedTable | null,
): Pick<Table, 'groups' | 'times' | 'validates'> {
  if (validation !== null) return { validates: new Uint8Array(rows + validation.table.rows).fill(1, rows) };
  return { ...(groups === null ? {} : { groups }), ...(times === null ? {} : { times }) };
}

/** The target of each row of each table as a number that is the same in all tables for the same target; NaN for none. */
function targetCodes(tables: readonly RawTable[]): Float64Array[] {
  const places = new Map<string, number>();
  return tables.map(({ target, rows }) => {
    if (target === null) return new Float64Array(rows).fill(Number.NaN);
    if (target.kind === 'number') return Float64Array.from(target.values);
    const codes = target.categories.map((name) => placeOf(places, name));
    return Float64Array.from(target.codes, (code) => (code < 0 ? Number.NaN : codes[code]));
  });
}

function placeOf(places: Map<string, number>, name: string): number {
  const known = places.get(name);
  if (known !== undefined) return known;
  places.set(name, places.size);
  return places.size - 1;
}

function targetsOf(learning: readonly RawTable[], codes: readonly Float64Array[]): Pick<Table, 'targets'> {
  const all = new Float64Array(learning.reduce((sum, { rows }) => sum + rows, 0));
  let from = 0;
  for (const [i, { rows }] of learning.entries()) {
    all.set(codes[i], from);
    from += rows;
  }
  if (learning[0].target?.kind !== 'category')
    return { targets: { kind: 'values', values: Float32Array.from(all), size: 1 } };
  const classNames = [
    ...new Set(learning.flatMap(({ target }) => (target?.kind === 'category' ? target.categories : []))),
  ];
  return {
    targets: { kind: 'classes', labels: Int32Array.from(all, (code) => (Number.isNaN(code) ? -1 : code)), classNames },
  };
}

/** Every table as numbers: values as they are, categories by their place in a list that all tables share. */
function featuresOf(tables: readonly RawTable[], columns: readonly RawColumn[]): Features[] {
  const width = Math.max(1, columns.length);
  const values = tables.map(({ rows }) => new Float32Array(rows * width));
  const byName = tables.map(columnsByName);
  for (const [place, { name }] of columns.entries()) {
    const places = new Map<string, number>();
    for (const [i, table] of tables.entries()) {
      const column = byName[i].get(name);
      if (column === undefined) continue;
      const codes = column.kind === 'category' ? column.categories.map((category) => placeOf(places, category)) : [];
      for (let row = 0; row < table.rows; row++) {
        const value =
          column.kind === 'number' ? column.values[row] : column.codes[row] < 0 ? Number.NaN : codes[column.codes[row]];
        values[i][row * width + place] = value;
      }
    }
  }
  return values.map((of) => ({ kind: 'floats', shape: [width], values: of }));
}

/** Training and validation rows as one source, as they are divided. */
function joinedSource(sources: readonly CopySource[], tables: readonly RawTable[]): CopySource {
  if (sources.length === 1) return sources[0];
  const [train, validation] = sources;
  const values = new Float32Array(train.features.values.length + validation.features.values.length);
  values.set(train.features.values);
  values.set(validation.features.values, train.features.values.length);
  const { rows } = tables[0];
  return {
    part: 'training',
    features: { kind: 'floats', shape: train.features.shape, values },
    targetOf: (row) => (row < rows ? train.targetOf(row) : validation.targetOf(row - rows)),
    placeOf: (row) => (row < rows ? train.placeOf(row) : validation.placeOf(row - rows)),
  };
}

function classShares(targets: readonly (RawColumn | null)[]): ClassShare[] {
  const rows = new Map<string, number>();
  for (const target of targets) {
    if (target?.kind !== 'category') continue;
    for (const name of target.categories) rows.set(name, rows.get(name) ?? 0);
    for (const code of target.codes) {
      if (code >= 0) rows.set(target.categories[code], rows.get(target.categories[code])! + 1);
    }
  }
  return sharesOf(rows);
}

/** Shares of all rows that have a class. */
export function sharesOf(rows: ReadonlyMap<string, number>): ClassShare[] {
  const all = [...rows.values()].reduce((sum, count) => sum + count, 0);
  return [...rows].map(([label, count]) => ({ label, rows: count, share: all === 0 ? 0 : count / all }));
}
