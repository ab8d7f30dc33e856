// A cell of a sweep is one model with one choice of values, over all its repeats and folds.
//
//   mean = sum of values / n        deviation = sqrt(sum of (value - mean)^2 / (n - 1)), over the n finished trials

import type { CellFigures, RunTrial, Selection } from '../record/index.ts';

/** The trials of one cell in the order of the sweep, and their figures. */
export interface Cell {
  readonly figures: CellFigures;
  readonly trials: readonly RunTrial[];
}

/** Whether a trial finished and has a value of the selection metric. */
export const isRanked = ({ record }: RunTrial): boolean => record.status === 'finished' && record.bestValue !== null;

/**
 * The cells of a sweep, best first by the mean of their trials; equal means keep the order of the sweep. Cells in which a
 * trial did not finish come after those in which all did, and cells in which none did last. A refit belongs to no cell.
 */
export function rankedCells(trials: readonly RunTrial[], { direction }: Selection): Cell[] {
  const byName = new Map<string, RunTrial[]>();
  for (const trial of trials.filter(({ record }) => record.refitOf === undefined)) {
    const name = trial.record.cell ?? trial.record.name;
    const members = byName.get(name);
    if (members === undefined) byName.set(name, [trial]);
    else members.push(trial);
  }
  const cells = [...byName].map(([name, members]) => {
    const values = members.filter(isRanked).map(({ record }) => record.bestValue!);
    const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
    return { name, members, values, mean, whole: values.length === members.length };
  });
  const sign = direction === 'max' ? -1 : 1;
  cells.sort((a, b) => {
    if (a.mean === null || b.mean === null) return Number(a.mean === null) - Number(b.mean === null);
    return Number(b.whole) - Number(a.whole) || sign * (a.mean - b.mean);
  });
  return cells.map(({ name, members, values, mean }, place) => ({
    trials: members,
    figures: {
      rank: place + 1,
      name,
      trials: members.length,
      finished: values.length,
      mean,
      deviation: mean === null || values.length < 2 ? null : deviationOf(values, mean),
    },
  }));
}

function deviationOf(values: readonly number[], mean: number): number {
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}
