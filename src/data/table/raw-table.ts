// Rows of named columns as they were read: nothing is scaled, filled in or encoded yet.

/** A column of numbers. */
export interface RawNumbers {
  readonly name: string;
  readonly kind: 'number';
  /** One a row; NaN where the value is missing. */
  readonly values: Float32Array;
}

/** A column of words. */
export interface RawCategories {
  readonly name: string;
  readonly kind: 'category';
  /** One a row: a place in `categories`; -1 where the value is missing. */
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

/** One column of a raw table. */
export type RawColumn = RawNumbers | RawCategories;

/** Rows of named columns. */
export interface RawTable {
  /** Where the rows came from; begins every error: `sales.csv`. */
  readonly where: string;
  readonly rows: number;
  /** The line of each row in its file, from 1; null for rows that came from no file. */
  readonly lines: Uint32Array | null;
  /** The features, in the order of the file. */
  readonly columns: readonly RawColumn[];
  /** What is to be predicted; null for rows that are to be predicted. */
  readonly target: RawColumn | null;
  /** Which rows belong together, one number for each group; null where nobody asked. */
  readonly groups: Int32Array | null;
  /** When each row was, in any unit that grows; null where nobody asked. */
  readonly times: Float64Array | null;
}

/** Where a cell stands, for errors: `sales.csv:12, column price`. */
export function cellPlace({ where, lines }: Pick<RawTable, 'where' | 'lines'>, row: number, column: string): string {
  return lines === null ? `${where}, row ${row}, column ${column}` : `${where}:${lines[row]}, column ${column}`;
}

/** Whether a row has no value in a column. */
export function isMissing(column: RawColumn, row: number): boolean {
  return column.kind === 'number' ? Number.isNaN(column.values[row]) : column.codes[row] < 0;
}

/** The columns of a table by their names; tables may have tens of thousands. */
export const columnsByName = ({ columns }: Pick<RawTable, 'columns'>): ReadonlyMap<string, RawColumn> =>
  new Map(columns.map((column) => [column.name, column]));

/** Some rows of a table, in the order given. */
export function takeRows(table: RawTable, rows: Uint32Array): RawTable {
  const column = (from: RawColumn): RawColumn =>
    from.kind === 'number'
      ? { ...from, values: Float32Array.from(rows, (row) => from.values[row]) }
      : { ...from, codes: Int32Array.from(rows, (row) => from.codes[row]) };
  const { lines, groups, times } = table;
  return {
    where: table.where,
    rows: rows.length,
    lines: lines && Uint32Array.from(rows, (row) => lines[row]),
    columns: table.columns.map(column),
    target: table.target && column(table.target),
    groups: groups && Int32Array.from(rows, (row) => groups[row]),
    times: times && Float64Array.from(rows, (row) => times[row]),
  };
}
