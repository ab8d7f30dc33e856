import { rowNumbers } from '../core/index.ts';
import type { Table } from '../data/index.ts';
import type { Memory, Span } from '../kernels/kernels.ts';

/** A table's rows in a backend's memory, where any number of trainings read them. */
export interface PlacedTable {
  readonly table: Table;
  readonly features: Span;
  readonly targets: Span;
  release(): void;
}

/** Some rows of a placed table. */
export interface Rows {
  readonly placed: PlacedTable;
  /** Row numbers in the table. */
  readonly rows: Uint32Array;
}

/**
 * Copies a table's features and targets into memory, where they do not lie there already; bytes stay bytes.
 *
 * @throws HeddleError `engine` when they do not fit.
 */
export function placeTable(memory: Memory, table: Table): PlacedTable {
  const place = (type: Span['type'], values: ArrayLike<number>): Span => {
    const bytes = { float: memory.floatBytes, double: 8, int32: 4, uint8: 1 }[type];
    const span: Span = { type, offset: memory.allocate(values.length * bytes), length: values.length };
    memory.write(span, values);
    return span;
  };
  const { values } = table.features;
  const type = table.features.kind === 'bytes' ? 'uint8' : 'float';
  const offset = memory.offsetOf(values);
  const features: Span = offset === null ? place(type, values) : { type, offset, length: values.length };
  const releaseFeatures = (): void => {
    if (offset === null) memory.release(features.offset);
  };
  let targets: Span;
  try {
    targets =
      table.targets.kind === 'classes' ? place('int32', table.targets.labels) : place('float', table.targets.values);
  } catch (error) {
    releaseFeatures();
    throw error;
  }
  return {
    table,
    features,
    targets,
    release() {
      releaseFeatures();
      memory.release(targets.offset);
    },
  };
}

/** All rows of a placed table, in order. */
export function allRows(placed: PlacedTable): Rows {
  return { placed, rows: rowNumbers(placed.table.rows) };
}
