// The preprocessing of a table, fitted on some of its rows, and the features that it makes of them all.

import { HeddleError, rowNumbers } from '../../core/index.ts';
import type { RawRows, Table } from '../dataset.ts';
import type { ColumnPreprocessing, TablePreprocessing, TargetPreprocessing } from '../preprocessing.ts';
import { encodeTable } from './encode-table.ts';
import { type ColumnFit, fitColumn, fitScaling } from './fit-column.ts';
import type { RawColumn, RawTable } from './raw-table.ts';
import type { TableFit, TableRows } from './table-rows.ts';

/** What a data set does with the rows of its table. */
export function rawRowsOf(rows: TableRows): RawRows {
  const { target } = rows.train;
  const classNames = target?.kind === 'category' ? target.categories : null;
  const encode = (table: RawTable, preprocessing: TablePreprocessing): Table =>
    encodeTable(table, preprocessing, classNames);
  return {
    table: rows,
    fit: (trainRows) => fitTable(rows, trainRows),
    encode(preprocessing) {
      if (preprocessing.kind !== 'table') throw otherKind(rows.id, preprocessing.kind);
      const { train, validates, test } = rows;
      return {
        train: { ...encode(train, preprocessing), ...(validates === null ? {} : { validates }) },
        test: test && encode(test, preprocessing),
      };
    },
  };
}

/** The preprocessing of a table: fitted on some of its rows, or for `rows` null with nothing scaled and zeros in gaps. */
export function fitTable({ train: table, fit, missingTexts }: TableRows, rows: Uint32Array | null): TablePreprocessing {
  const every = rows ?? rowNumbers(table.rows);
  const target = table.target!;
  const columns = table.columns.map((column): ColumnPreprocessing => {
    const fitted = fitColumn(table, column, every, fitOf(column, fit));
    if (rows !== null || fitted.kind === 'category') return fitted;
    return { ...fitted, offset: 0, divisor: 1 };
  });
  const scaling = fit.targetScaling ?? 'standardize';
  // With rows null too, so that a target that cannot be scaled is told before anything trains.
  const fitted =
    target.kind === 'category'
      ? null
      : fitScaling(target.values, every, scaling, `${table.where}, column ${target.name}`);
  const scaled = fitted === null || rows === null ? plainTarget(target) : { ...plainTarget(target), ...fitted };
  return { kind: 'table', columns, target: scaled, missingTexts };
}

/** A target as it was given: not scaled. */
export const plainTarget = ({ name, kind }: RawColumn): TargetPreprocessing =>
  kind === 'category' ? { name, kind: 'class' } : { name, kind: 'number', offset: 0, divisor: 1 };

/** How a column becomes features: what was said of it, or of all. */
export function fitOf({ name, kind }: RawColumn, fit: TableFit): ColumnFit {
  const filled = kind === 'number' ? 'median' : 'own';
  return {
    scaling: fit.scaling ?? 'standardize',
    missing: fit.missing === 'fill' ? filled : 'refuse',
    unseen: fit.unseen ?? 'refuse',
    ...fit.columns?.[name],
  };
}

function otherKind(id: string, kind: string): HeddleError {
  return new HeddleError('data', {
    where: `data set ${id}`,
    expected: 'a network that was trained on a table',
    received: `one that takes ${kind}`,
    hint: 'give the data that the network was trained on.',
  });
}
