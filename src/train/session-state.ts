// Reading and writing where a session stands.

import type { Memory, Span } from '../kernels/kernels.ts';
import { matchTensors, type NamedTensor, type NetworkBuffers } from '../model/index.ts';
import type { CounterBuffers } from './pass.ts';

/** A tensor and where it lies. */
export interface TensorPlace {
  readonly name: string;
  readonly shape: readonly number[];
  readonly span: Span;
}

/** The places of a network's parameters and running statistics, in model order. */
export function placesOf({ tensors }: NetworkBuffers): TensorPlace[] {
  return tensors.map(({ name, plan: { shape }, span }) => ({ name, shape, span }));
}

/** A copy of tensors as they are now, in the arrays of an older copy where it is given. */
export function readTensors(
  memory: Memory,
  places: readonly TensorPlace[],
  into?: readonly NamedTensor[],
): NamedTensor[] {
  return places.map(({ name, shape, span }, i) => ({
    name,
    shape,
    values: memory.read(span, into?.[i].values) as Float32Array | Float64Array,
  }));
}

/** A copy of tensors, in the arrays of an older copy where it is given. */
export function copyTensors(tensors: readonly NamedTensor[], into?: readonly NamedTensor[]): NamedTensor[] {
  return tensors.map((tensor, i) => {
    if (into === undefined) return { ...tensor, values: tensor.values.slice() };
    into[i].values.set(tensor.values);
    return into[i];
  });
}

/**
 * Writes tensors to their places.
 *
 * @throws HeddleError `model` naming every tensor that is missing, not expected, or of another shape.
 */
export function writeTensors(
  memory: Memory,
  where: string,
  places: readonly TensorPlace[],
  tensors: readonly NamedTensor[],
): void {
  for (const [i, { values }] of matchTensors(where, places, tensors).entries()) memory.write(places[i].span, values);
}

/** The places of a pass's counters that outlive a step. Whole numbers are read as doubles, which hold them exactly. */
function counterPlaces({ totals, confusion, ranks, sums }: CounterBuffers): TensorPlace[] {
  return Object.entries({ totals, confusion, ranks, sums }).flatMap(([name, span]) =>
    span === null ? [] : [{ name: `counters.${name}`, shape: [span.length], span }],
  );
}

/** A copy of what a pass has counted so far, as float64. */
export function readCounters(memory: Memory, counters: CounterBuffers): NamedTensor[] {
  return counterPlaces(counters).map(({ name, shape, span }) => ({
    name,
    shape,
    values: Float64Array.from(memory.read(span)),
  }));
}

/**
 * Writes back what {@link readCounters} read.
 *
 * @throws HeddleError `model` when they are not those of this pass.
 */
export function writeCounters(memory: Memory, counters: CounterBuffers, given: readonly NamedTensor[]): void {
  writeTensors(memory, 'resumeFrom', counterPlaces(counters), given);
}
