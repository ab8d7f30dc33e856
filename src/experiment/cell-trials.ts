// A cell is one model with one choice of the grid's values. It is trained once for each repeat and fold, each time as a
// trial of its own; after a cross-validation the best cell is trained once more, on all training rows.

import type { PlannedCell, PlannedTrial } from './planned-trial.ts';
import type { ExperimentSpec } from './spec.ts';

/** The trials of a cell, repeat by repeat and fold by fold, from place `index` of the sweep on. */
export function cellTrials(
  { seedOf, ...shared }: PlannedCell,
  { repeats, folds }: Pick<ExperimentSpec, 'repeats' | 'folds'>,
  index: number,
): PlannedTrial[] {
  const parts = folds === null ? [null] : Array.from({ length: folds }, (_, fold) => fold);
  return Array.from({ length: repeats }, (_, repeat) => repeat)
    .flatMap((repeat) => parts.map((fold) => ({ repeat, fold })))
    .map(({ repeat, fold }, place) => {
      const suffix = `${repeats === 1 ? '' : ` repeat=${repeat}`}${fold === null ? '' : ` fold=${fold}`}`;
      return {
        ...shared,
        index: index + place,
        name: `${shared.cell}${suffix}`,
        seed: seedOf(repeat, fold),
        repeat,
        fold,
      };
    });
}

/** The trial that trains a cell on all training rows, at place `index` of the sweep. */
export function refitTrial({ seedOf, ...shared }: PlannedCell, index: number): PlannedTrial {
  return { ...shared, index, name: `${shared.cell} refit`, seed: seedOf(0, null), repeat: 0, fold: null };
}
