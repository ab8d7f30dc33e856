import { sizeOf } from '../core/index.ts';
import type { Features, Table, Targets } from './dataset.ts';

/**
 * Some rows of a table, as a table of their own: copied, in the order in which they are named.
 *
 * @param chosen row numbers; one may stand there twice
 * @example
 * const table = valueTable('squares', floatFeatures([1], [1, 2, 3, 4]), Float32Array.of(1, 4, 9, 16), 1);
 * const { train, validation } = randomSplit(table.rows, 1, seedFrom(1));
 * const [most, one] = [pickRows(table, train), pickRows(table, validation)];
 */
export function pickRows(table: Table, chosen: Uint32Array): Table {
  const { features, targets, groups, times, validates } = table;
  return {
    rows: chosen.length,
    features: featuresOf(features, chosen),
    targets: targetsOf(targets, chosen),
    ...(groups === undefined ? {} : { groups: picked(groups, chosen, 1) }),
    ...(times === undefined ? {} : { times: picked(times, chosen, 1) }),
    ...(validates === undefined ? {} : { validates: picked(validates, chosen, 1) }),
  };
}

function featuresOf(features: Features, chosen: Uint32Array): Features {
  const width = sizeOf(features.shape);
  return features.kind === 'bytes'
    ? { ...features, values: picked(features.values, chosen, width) }
    : { ...features, values: picked(features.values, chosen, width) };
}

function targetsOf(targets: Targets, chosen: Uint32Array): Targets {
  return targets.kind === 'classes'
    ? { ...targets, labels: picked(targets.labels, chosen, 1) }
    : { ...targets, values: picked(targets.values, chosen, targets.size) };
}

/** Copies `width` numbers of each chosen row. */
function picked<Numbers extends Uint8Array | Float32Array | Float64Array | Int32Array>(
  from: Numbers,
  chosen: Uint32Array,
  width: number,
): Numbers {
  const make = from.constructor as new (length: number) => Numbers;
  const to = new make(chosen.length * width);
  for (const [i, row] of chosen.entries()) to.set(from.subarray(row * width, (row + 1) * width), i * width);
  return to;
}
