// A data set out of tables that need no fit, such as pictures: given rows are joined, test rows given or held back.

import { HeddleError, sameShape, shapeText, sizeOf } from '../core/index.ts';
import type { Dataset, Features, Table } from './dataset.ts';
import { datasetHash } from './dataset-hash.ts';
import { checkClassSizes, type HoldOut, holdOut } from './hold-out.ts';
import type { Preprocessing } from './preprocessing.ts';

/** The tables of a data set. */
export interface DatasetTables {
  readonly id: string;
  readonly source: string;
  readonly train: Table;
  /** Rows given to validate, or null. */
  readonly validation: Table | null;
  /** Rows given for the test, how to hold them back, or null for none. */
  readonly test: Table | HoldOut | null;
  /** What a row is, for errors: `picture`. */
  readonly unit: string;
  readonly preprocessing: Preprocessing;
}

/**
 * A data set out of tables of classes.
 *
 * @throws HeddleError `data` for parts whose rows differ in shape and for classes that are too small, `split` for a test that
 *   cannot be held back.
 */
export function tablesDataset(tables: DatasetTables): Dataset {
  const { id, source, unit, preprocessing } = tables;
  const learning = tables.validation === null ? tables.train : joined(tables.train, tables.validation);
  const isGiven = tables.test === null || 'features' in tables.test;
  checkClassSizes(id, learning, isGiven ? 2 : 3, unit);
  let train = learning;
  let test: Table | null = null;
  if (tables.test !== null && 'features' in tables.test) {
    checkShapes(train, tables.test);
    test = tables.test;
  } else if (tables.test !== null) {
    const held = holdOut(learning, tables.test);
    train = rowsOf(learning, held.train);
    test = rowsOf(learning, held.validation);
  }
  return { id, train, test, sha256: datasetHash(train, test), source, notice: null, preprocessing };
}

/** Some rows of a table of classes, in the order given. */
function rowsOf(table: Table, rows: Uint32Array): Table {
  const { features, targets, validates } = table;
  const size = sizeOf(features.shape);
  const take = <Numbers extends Uint8Array | Float32Array>(from: Numbers, to: Numbers): Numbers => {
    for (const [i, row] of rows.entries()) to.set(from.subarray(row * size, (row + 1) * size), i * size);
    return to;
  };
  const taken: Features =
    features.kind === 'bytes'
      ? { ...features, values: take(features.values, new Uint8Array(rows.length * size)) }
      : { ...features, values: take(features.values, new Float32Array(rows.length * size)) };
  if (targets.kind !== 'classes') throw new TypeError('a table of classes');
  return {
    rows: rows.length,
    features: taken,
    targets: { ...targets, labels: Int32Array.from(rows, (row) => targets.labels[row]) },
    ...(validates === undefined ? {} : { validates: Uint8Array.from(rows, (row) => validates[row]) }),
  };
}

function joined(train: Table, validation: Table): Table {
  checkShapes(train, validation);
  const first = train.features;
  const second = validation.features;
  if (first.kind !== 'bytes' || second.kind !== 'bytes') throw new TypeError('tables of bytes');
  if (train.targets.kind !== 'classes' || validation.targets.kind !== 'classes')
    throw new TypeError('tables of classes');
  const values = new Uint8Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  const rows = train.rows + validation.rows;
  const labels = Int32Array.from([...train.targets.labels, ...validation.targets.labels]);
  return {
    rows,
    features: { ...first, values },
    targets: { ...train.targets, labels },
    validates: new Uint8Array(rows).fill(1, train.rows),
  };
}

function checkShapes(train: Table, other: Table): void {
  if (sameShape(train.features.shape, other.features.shape)) return;
  throw new HeddleError('data', {
    where: 'dataset',
    expected: `rows of shape ${shapeText(train.features.shape)} in every part, as the training rows have`,
    received: shapeText(other.features.shape),
    hint: 'give parts of one kind.',
  });
}
