// Which trial of a run is which of its sweep. Most are alone in being what they are; where a sweep has equal trials, as under
// two names, each has a folder of its own.

import { canonicalJson } from '../core/index.ts';
import type { RunTrial, TrialRecord } from '../record/index.ts';

/** What makes a trial itself, whatever stands beside it: everything resolved but the number of epochs, which may grow. */
function identityOf({ model, optimizer, loss, schedule, training, parameters, repeat, fold }: TrialRecord): string {
  const { epochs, ...rest } = training;
  const trained = Object.hasOwn(parameters, 'training.epochs') ? training : rest;
  return canonicalJson({ layers: model.layers, optimizer, loss, schedule, trained, repeat, fold });
}

/** What tells equal trials apart, closest first. A name or a place alone is not enough: both can change when a sweep grows. */
const CLOSENESS: readonly ((a: TrialRecord, b: TrialRecord) => boolean)[] = [
  (a, b) => a.name === b.name && a.index === b.index,
  (a, b) => a.name === b.name,
  (a, b) => a.modelName === b.modelName,
  () => true,
];

/**
 * The trial of a run that each planned trial is, by the planned one; a trial of the run is at most one of them. Planned trials that
 * the run does not have are absent.
 *
 * @param held the run's, in any order
 */
export function matchTrials<Planned extends { readonly record: TrialRecord }>(
  planned: readonly Planned[],
  held: readonly RunTrial[],
): ReadonlyMap<Planned, RunTrial> {
  const free = new Map<string, RunTrial[]>();
  for (const trial of held.toSorted((a, b) => a.record.index - b.record.index)) {
    const identity = identityOf(trial.record);
    free.set(identity, [...(free.get(identity) ?? []), trial]);
  }
  const matches = new Map<Planned, RunTrial>();
  const identities = planned.map(({ record }) => identityOf(record));
  for (const isClose of CLOSENESS) {
    for (const [i, trial] of planned.entries()) {
      const equal = free.get(identities[i]) ?? [];
      const place = matches.has(trial) ? -1 : equal.findIndex(({ record }) => isClose(trial.record, record));
      if (place !== -1) matches.set(trial, equal.splice(place, 1)[0]);
    }
  }
  return matches;
}
