// Rows of named columns, as people have them, and the numbers that an exported network takes for them.

import {
  answeredNumber,
  type CategoryColumn,
  type ColumnPreprocessing,
  columnWidth,
  inUnit,
  type Preprocessing,
  scaledNumber,
  targetUnitOf,
} from '../data/index.ts';

/** A row by the names of its columns; null where a value is missing. */
export type NamedRow = { readonly [column: string]: number | string | null };

/** A text that is none of a column's categories. */
const otherThan = ({ categories }: CategoryColumn): string => {
  let text = 'other';
  while (categories.includes(text)) text += '?';
  return text;
};

/** Features as named rows again; a number comes back to within a rounding of float32. */
export function rowsFromFeatures(columns: readonly ColumnPreprocessing[], x: ArrayLike<number>): NamedRow[] {
  const width = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  return Array.from({ length: x.length / width }, (_, row) => {
    let at = row * width;
    return Object.fromEntries(
      columns.map((column) => {
        const first = at;
        at += columnWidth(column);
        if (column.kind === 'number') return [column.name, answeredNumber(x[first], column)];
        const place = column.categories.findIndex((_, i) => x[first + i] === 1);
        return [column.name, place < 0 ? otherThan(column) : column.categories[place]];
      }),
    );
  });
}

/** Named rows as features, for rows without missing values or unknown categories that are refused. */
export function featuresFromRows(columns: readonly ColumnPreprocessing[], rows: readonly NamedRow[]): Float32Array {
  const encoded = (column: ColumnPreprocessing, row: NamedRow): number[] => {
    const value = row[column.name] ?? column.missing;
    if (column.kind === 'number') return [scaledNumber(value as number, column)];
    return column.categories.map((category) => Number(category === value));
  };
  return Float32Array.from(rows.flatMap((row) => columns.flatMap((column) => encoded(column, row))));
}

/** Named rows as numbers alone, rows x columns: a category by its place, -1 for an unknown one, NaN for what is missing. */
export function codedRows(columns: readonly ColumnPreprocessing[], rows: readonly NamedRow[]): Float32Array {
  const coded = (column: ColumnPreprocessing, value: NamedRow[string]): number => {
    if (value === null) return Number.NaN;
    return column.kind === 'number' ? (value as number) : column.categories.indexOf(value as string);
  };
  return Float32Array.from(rows.flatMap((row) => columns.map((column) => coded(column, row[column.name]))));
}

/** A network's outputs in the unit of its target. */
export function inTargetUnit(preprocessing: Preprocessing, outputs: Float32Array): Float32Array {
  return inUnit(outputs, targetUnitOf(preprocessing));
}
