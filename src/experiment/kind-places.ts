// The four places of a sweep that name one kind of something: what may stand there, and what stands there by default.

import { customOption } from '../core/index.ts';
import type { KindTable } from './read-kind.ts';
import type { ExperimentKinds } from './spec.ts';

/** A place that names a kind. */
export type PlaceName = 'split' | 'optimizer' | 'loss' | 'schedule';

/** What each place holds, in words, and the kind where none is named. */
export const kindPlaces: { readonly [Place in PlaceName]: { readonly what: string; readonly absent: string } } = {
  // Where classes are asked for, or rows were given to validate, another one: `absentKind` knows.
  split: { what: 'a way to split', absent: 'random' },
  optimizer: { what: 'an optimizer', absent: 'adam' },
  loss: { what: 'a loss', absent: 'crossEntropy' },
  schedule: { what: 'a schedule', absent: 'constant' },
};

const validation = customOption<number>({
  doc: 'the rows kept for validation: how many, or which share of all rows.',
  default: 0.2,
  expected: 'a whole number of rows from 1 on, or a share above 0 and below 1',
  accepts: (value) =>
    typeof value === 'number' && ((value > 0 && value < 1) || (Number.isSafeInteger(value) && value >= 1)),
});

const by = customOption<string>({
  doc: 'the column of the table that says which group a row is of, or when it was.',
  expected: 'the name of a column',
  accepts: (value) => typeof value === 'string' && value !== '',
});

/** The ways to split training rows. */
export const splitKinds: KindTable = {
  random: { options: { validation }, mainOption: 'validation' },
  stratified: { options: { validation }, mainOption: 'validation' },
  group: { options: { by, validation }, mainOption: 'by' },
  time: { options: { by, validation }, mainOption: 'by' },
  given: { options: {} },
};

/** The kinds that may stand at a place. */
export function tableOf(kinds: ExperimentKinds, place: PlaceName): KindTable {
  return { split: splitKinds, optimizer: kinds.optimizers, loss: kinds.losses, schedule: kinds.schedules }[place];
}
