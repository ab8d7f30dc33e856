import type { LeaderboardEntry, RunTrial, Selection } from '../record/index.ts';
import { type Cell, isRanked, rankedCells } from './cells.ts';

/**
 * The trials of a sweep, best first: the cells by the mean of their trials, inside a cell by the selection metric; equal
 * values keep the order of the sweep. Trials that did not finish come last, whatever they had reached, in the order of the
 * sweep. A finished refit, the best cell trained on all rows, is the first of all.
 */
export function leaderboard(trials: readonly RunTrial[], selection: Selection): LeaderboardEntry[] {
  const cells = rankedCells(trials, selection);
  const single = cells.every((cell) => cell.trials.length === 1) && trials.every(({ record }) => !isRefit(record));
  const cellOf = new Map(cells.map((cell) => [cell.figures.name, cell]));
  const sign = selection.direction === 'max' ? -1 : 1;
  const ranked = cells.flatMap((cell) =>
    cell.trials.filter(isRanked).sort((a, b) => sign * (a.record.bestValue! - b.record.bestValue!)),
  );
  const refits = trials.filter(({ record }) => isRefit(record) && record.status === 'finished');
  const first = [...refits, ...ranked];
  const others = trials.filter((trial) => !first.includes(trial));
  return [...first, ...others].map((trial, place) => {
    const entry = entryOf(trial, place + 1);
    return single ? entry : { ...entry, ...placeOf(trial, cellOf) };
  });
}

const isRefit = (record: RunTrial['record']): boolean => record.refitOf !== undefined;

function entryOf({ folder, record, epochs }: RunTrial, rank: number): LeaderboardEntry {
  const best = epochs.find((epoch) => epoch.epoch === record.bestEpoch);
  return {
    rank,
    trial: folder,
    name: record.name,
    modelName: record.modelName,
    parameters: record.parameters,
    status: record.status,
    value: record.bestValue,
    bestEpoch: record.bestEpoch,
    epochsTrained: record.epochsTrained,
    validationLoss: best?.validationLoss ?? null,
    validationAccuracy: best !== undefined && 'validationAccuracy' in best ? (best.validationAccuracy ?? null) : null,
    seconds: record.seconds,
    message: record.message,
  };
}

/** Where a trial stands among cells, repeats and folds. */
function placeOf({ record }: RunTrial, cellOf: ReadonlyMap<string, Cell>): Partial<LeaderboardEntry> {
  const { repeat, fold } = record;
  const cell = cellOf.get(record.cell ?? record.name)?.figures;
  return { cell, repeat, fold, ...(isRefit(record) ? { refit: true } : {}) };
}
