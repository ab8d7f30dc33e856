import type { TextTable } from './measurement.ts';

/** A table for the terminal: columns padded to their widest cell. */
export function terminalTable({ title, columns, rows }: TextTable): string {
  const widths = columns.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i].length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (/^[\d.,-]+$/.test(cell) ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  return [title, line(columns), ...rows.map(line)].join('\n');
}

/** The same table in Markdown. */
export function markdownTable({ title, columns, rows }: TextTable): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [`### ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
