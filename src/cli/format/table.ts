import { printable } from '../output.ts';
import { padEnd, padStart, widthOf, wrapWords } from './text-width.ts';

/** Columns that values get even where there are fewer. */
const MINIMUM_ROOM = 24;

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers stand on the right, words on the left. */
  readonly align: 'left' | 'right';
}

/** How a table's lines are dressed; plain where left out. */
export interface TableStyle {
  /** Spaces before every line. */
  readonly indent?: number;
  /** Columns that a last cell which runs on is wrapped to fit into, under its beginning; infinity where left out. */
  readonly columns?: number;
  readonly title?: (line: string) => string;
  /** Dresses the line of row i, counted from 0. */
  readonly row?: (line: string, i: number) => string;
}

/**
 * An aligned table: a line of titles, then a line for each row, columns two spaces apart.
 * A row may be shorter than the table; its last cell then runs on to the right. Cells are made safe to print, since names
 * may come from files.
 *
 * @example
 * table([{ title: 'name', align: 'left' }, { title: 'rows', align: 'right' }], [['xor', '4']]);
 * // ['name  rows', 'xor      4']
 */
export function table(
  columns: readonly Column[],
  values: readonly (readonly string[])[],
  style: TableStyle = {},
): string[] {
  const rows = values.map((cells) => cells.map(printable));
  const widths = columns.map((column, c) => {
    const cells = rows.filter((row) => c < row.length - 1 || row.length === columns.length).map((row) => row[c]);
    return cells.reduce((width, cell) => Math.max(width, widthOf(cell)), widthOf(column.title));
  });
  const lineOf = (cells: readonly string[]): string => {
    const padded = cells.map((cell, c) => {
      const runsOn = c === cells.length - 1 && cells.length < columns.length;
      if (runsOn) return cell;
      return columns[c].align === 'left' ? padEnd(cell, widths[c]) : padStart(cell, widths[c]);
    });
    return `${' '.repeat(style.indent ?? 0)}${padded.join('  ')}`.trimEnd();
  };
  const title = lineOf(columns.map((column) => column.title));
  const linesOf = (cells: readonly string[]): string[] => {
    if (cells.length === columns.length || style.columns === undefined) return [lineOf(cells)];
    const before = cells.slice(0, -1).reduce((sum, _, c) => sum + widths[c] + 2, style.indent ?? 0);
    const [first = '', ...more] = wrapWords(cells.at(-1) ?? '', Math.max(MINIMUM_ROOM, style.columns - before));
    return [lineOf([...cells.slice(0, -1), first]), ...more.map((line) => ' '.repeat(before) + line)];
  };
  const dressedRow = (cells: readonly string[], i: number): string[] =>
    linesOf(cells).map((line) => style.row?.(line, i) ?? line);
  return [style.title?.(title) ?? title, ...rows.flatMap(dressedRow)];
}

/** Names and their values, indented by two, the values under each other and wrapped to fit into the columns. */
export function pairs(
  entries: readonly (readonly [string, string])[],
  columns: number = Number.POSITIVE_INFINITY,
): string[] {
  const width = entries.reduce((widest, [name]) => Math.max(widest, widthOf(name)), 0);
  const room = Math.max(MINIMUM_ROOM, columns - width - 4);
  return entries.flatMap(([name, value]) =>
    wrapWords(value, room).map((line, i) => `  ${padEnd(i === 0 ? name : '', width)}  ${line}`),
  );
}
