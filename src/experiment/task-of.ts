// What is asked of the rows, and what follows from it where a sweep does not say.

import { kindPlaces, type PlaceName, tableOf } from './kind-places.ts';
import type { Task } from './metrics.ts';
import { isFields } from './read.ts';
import { kindReader } from './read-kind.ts';
import type { ExperimentKinds } from './spec.ts';

/** What a sweep's loss measures; undefined where the loss cannot be read. */
export function taskOf(sweep: unknown, kinds: ExperimentKinds): Task | undefined {
  const given = isFields(sweep) ? sweep.loss : undefined;
  const read = kindReader(kindPlaces.loss.what, tableOf(kinds, 'loss'), kindPlaces.loss.absent);
  const loss = read(given, [], () => {});
  return loss && kinds.losses[loss.kind].task;
}

/**
 * The kind at a place of a sweep that names none. A split is the one that was given with the data, else it keeps the shares of
 * the classes where there are any.
 */
export function absentKind(place: PlaceName, sweep: unknown, kinds: ExperimentKinds): string {
  if (place !== 'split') return kindPlaces[place].absent;
  const dataset = isFields(sweep) ? sweep.dataset : undefined;
  if (isFields(dataset) && dataset.validation !== undefined && dataset.validation !== null) return 'given';
  return taskOf(sweep, kinds) === 'classification' ? 'stratified' : 'random';
}
