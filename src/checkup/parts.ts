// Which rows train, validate and test: as given, or as a sweep would draw them, by the same code.

import { HeddleError, rowNumbers, seedFrom } from '../core/index.ts';
import {
  checkClassSizes,
  type HoldOut,
  holdOut,
  rowsOfShare,
  type SplitKind,
  splitTable,
  type Table,
} from '../data/index.ts';
import type { CheckupPart } from '../record/index.ts';

/** How a sweep divides its rows. */
export interface Division {
  /** How test rows are held back; null where they are given, or there is no test. */
  readonly test: HoldOut | null;
  readonly split: { readonly kind: SplitKind; readonly validation: number };
  readonly seed: number;
}

/** Row numbers of the table that was given to learn from. */
export interface Parts {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  /** Held back; null where test rows were given, or there are none. */
  readonly test: Uint32Array | null;
  /** Why the rows cannot be divided so; they are then all in `train`. */
  readonly problem: HeddleError | null;
}

/**
 * Divides rows as a sweep would; what a sweep would refuse is a problem of the parts.
 *
 * @param where the data set; begins a problem
 * @param unit what a row is: `row`, `picture`
 */
export function partsOf(
  where: string,
  table: Omit<Table, 'features'>,
  unit: string,
  { test, split, seed }: Division,
): Parts {
  const every = rowNumbers(table.rows);
  try {
    checkClassSizes(where, table, test === null ? 2 : 3, unit);
    const held = test === null ? null : holdOut(table, test);
    const rest = held?.train ?? every;
    const learning = held === null ? table : takeKeys(table, rest);
    const kept = split.kind === 'given' ? 0 : rowsOfShare(split.validation, learning.rows);
    const drawn = splitTable(learning, split.kind, kept, seedFrom(seed));
    const original = (rows: Uint32Array): Uint32Array => rows.map((row) => rest[row]);
    return {
      train: original(drawn.train),
      validation: original(drawn.validation),
      test: held?.validation ?? null,
      problem: null,
    };
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    return { train: every, validation: new Uint32Array(), test: null, problem: error };
  }
}

/** The parts in words, empty ones left out. */
export function partFacts({ train, validation, test }: Parts, division: Division, testRows: number): CheckupPart[] {
  const origin = division.split.kind === 'given' ? 'given' : 'drawn';
  const parts: CheckupPart[] = [
    { name: 'training', rows: train.length, origin: 'given' },
    { name: 'validation', rows: validation.length, origin },
    test === null
      ? { name: 'test', rows: testRows, origin: 'given' }
      : { name: 'test', rows: test.length, origin: 'drawn' },
  ];
  return parts.filter(({ rows }) => rows > 0);
}

function takeKeys(
  { targets, groups, times, validates }: Omit<Table, 'features'>,
  rows: Uint32Array,
): Omit<Table, 'features'> {
  return {
    rows: rows.length,
    targets:
      targets.kind === 'classes'
        ? { ...targets, labels: Int32Array.from(rows, (row) => targets.labels[row]) }
        : { ...targets, values: Float32Array.from(rows, (row) => targets.values[row]), size: 1 },
    ...(groups === undefined ? {} : { groups: Int32Array.from(rows, (row) => groups[row]) }),
    ...(times === undefined ? {} : { times: Float64Array.from(rows, (row) => times[row]) }),
    ...(validates === undefined ? {} : { validates: Uint8Array.from(rows, (row) => validates[row]) }),
  };
}
