// selection.json from outcomes: every candidate on the same resamples of the validation rows.
//
//   winner's lead   value of the winner - value of the other, resample by resample (turned round where lower is better)
//   optimism        the winner's value - the mean, over resamples, of what the drawn rows choose on the rows left out

import type { Seed } from '../core/index.ts';
import { intervalOf, LEVEL, leftSeriesOf, RESAMPLES, type Resampled, resampled, seriesOf } from './bootstrap.ts';
import { intervalsOf } from './figure-intervals.ts';
import type { RowOutcomes } from './row-outcomes.ts';
import { type FigureName, figuresOf, rowsOf, scorerOf } from './scorer.ts';
import type {
  CellSelection,
  FigureIntervals,
  SelectionOptimism,
  SelectionRecord,
  TrialSelection,
} from './selection.ts';
import type { Selection } from './sweep.ts';

/** A ranked trial and how it did on its validation rows. */
export interface SelectionTrial {
  /** The trial's folder. */
  readonly trial: string;
  readonly outcome: RowOutcomes;
  /** Trials of the same part were validated on the same rows: the fold, or 0. */
  readonly part: number;
  /** The place of its cell among `cells`, where cells have several trials. */
  readonly cell?: number;
}

/** What a selection is judged from. */
export interface SelectionInput {
  readonly selection: Selection;
  /** The sweep's. */
  readonly seed: Seed;
  /** In the order of the leaderboard, without a refit. */
  readonly trials: readonly SelectionTrial[];
  /** Names of the ranked cells, best first, and whether all their trials finished; absent where each is one trial. */
  readonly cells?: readonly { readonly name: string; readonly whole: boolean }[];
  /** Whether a cell as a whole was chosen, to be trained anew; else its best trial. */
  readonly refit: boolean;
  readonly test: FigureIntervals | null;
}

const FIGURES: { readonly [metric: string]: FigureName } = {
  validationLoss: 'loss',
  validationAccuracy: 'accuracy',
  validationMacroF1: 'macroF1',
  validationRmse: 'rmse',
  validationMae: 'mae',
  validationR2: 'r2',
};

/** A number for the rows as they are, each resample, and the rows that each left out. */
interface Series {
  readonly value: number;
  readonly drawn: Float64Array;
  readonly left: Float64Array;
}

/** One thing that could have been chosen, with its trials best first. */
interface Candidate {
  readonly mean: Series;
  readonly members: readonly Series[];
  readonly whole: boolean;
}

/**
 * How sure a selection is. Null where it cannot be told: no trial is ranked, or the selection metric is the loss, and the
 * predictions of some trial do not tell it.
 */
export function selectionRecord(input: SelectionInput): SelectionRecord | null {
  const { selection, seed, trials, cells, test } = input;
  const figure = FIGURES[selection.metric];
  if (figure === undefined || trials.length === 0) return null;
  if (figure === 'loss' && trials.some(({ outcome }) => outcome.losses === null)) return null;
  const samples = sampledParts(trials, figure, seed);
  const series = trials.map(({ trial }): Series => seriesOfTrial(samples.get(trial)!, figure));
  const sign = selection.direction === 'max' ? 1 : -1;
  const shared = trials.every(({ part }) => part === trials[0].part);
  const judged = trials.map(({ trial, outcome }, i): TrialSelection => {
    const { resampled: of, network } = samples.get(trial)!;
    const lead = shared && i > 0 ? leadOf(series[0], series[i], sign) : NO_LEAD;
    return { trial, rows: rowsOf(outcome), selection: interval(series[i]), ...lead, ...intervalsOf(of, network) };
  });
  const candidates: Candidate[] =
    cells === undefined
      ? series.map((one) => ({ mean: one, members: [one], whole: true }))
      : cells.map(({ whole }, c) => {
          const members = series.filter((_, i) => trials[i].cell === c);
          return { mean: meanOf(members), members, whole };
        });
  const { metric, direction } = selection;
  return {
    formatVersion: 1,
    metric,
    direction,
    seed,
    resamples: RESAMPLES,
    level: LEVEL,
    trials: judged,
    ...(cells === undefined ? {} : { cells: cells.map(({ name }, c) => cellSelection(name, candidates, c, sign)) }),
    optimism: candidates.length < 2 ? null : optimismOf(candidates, input.refit, sign),
    test,
  };
}

/** Where to find each trial among the resamples of its part. */
function sampledParts(
  trials: readonly SelectionTrial[],
  figure: FigureName,
  seed: Seed,
): Map<string, { readonly resampled: Resampled; readonly network: number }> {
  const parts = 1 + Math.max(...trials.map(({ part }) => part));
  const found = new Map<string, { resampled: Resampled; network: number }>();
  for (let part = 0; part < parts; part++) {
    const members = trials.filter((trial) => trial.part === part);
    if (members.length === 0) continue;
    const outcomes = members.map(({ outcome }) => outcome);
    const names = figure === 'loss' ? ([figure, ...figuresOf(outcomes[0])] as const) : figuresOf(outcomes[0]);
    const samples = resampled(scorerOf(outcomes, names), scorerOf(outcomes, [figure]), seed, part, parts);
    for (const [network, { trial }] of members.entries()) found.set(trial, { resampled: samples, network });
  }
  return found;
}

function seriesOfTrial(
  { resampled: samples, network }: { readonly resampled: Resampled; readonly network: number },
  figure: FigureName,
): Series {
  const { names, whole } = samples;
  return {
    value: whole[network * names.length + names.indexOf(figure)],
    drawn: seriesOf(samples, network, figure),
    left: leftSeriesOf(samples, network),
  };
}

function meanOf(members: readonly Series[]): Series {
  const mean = (of: (series: Series) => number): number =>
    members.reduce((sum, series) => sum + of(series), 0) / members.length;
  const over = (of: (series: Series) => Float64Array): Float64Array =>
    Float64Array.from({ length: RESAMPLES }, (_, i) => mean((series) => of(series)[i]));
  return { value: mean(({ value }) => value), drawn: over(({ drawn }) => drawn), left: over(({ left }) => left) };
}

const interval = ({ value, drawn }: Series) => intervalOf(value, drawn);

const NO_LEAD = { behind: null, withinNoise: null } as const;

function leadOf(winner: Series, other: Series, sign: number): Pick<TrialSelection, 'behind' | 'withinNoise'> {
  const behind = intervalOf(
    sign * (winner.value - other.value),
    winner.drawn.map((value, i) => sign * (value - other.drawn[i])),
  );
  return { behind, withinNoise: behind.low <= 0 && behind.high >= 0 };
}

function cellSelection(cell: string, candidates: readonly Candidate[], c: number, sign: number): CellSelection {
  const { mean } = candidates[c];
  const lead = c === 0 ? NO_LEAD : leadOf(candidates[0].mean, mean, sign);
  return { cell, selection: interval(mean), ...lead };
}

/** Bootstrap bias corrected validation; the drawn rows choose as the sweep chose. */
function optimismOf(candidates: readonly Candidate[], refit: boolean, sign: number): SelectionOptimism {
  const eligible = candidates.some(({ whole }) => whole) ? candidates.filter(({ whole }) => whole) : candidates;
  const best = <Item>(items: readonly Item[], of: (item: Item) => number): Item =>
    items.reduce((first, other) => (sign * (of(other) - of(first)) > 0 ? other : first));
  /** What is kept when `of` says how good everything is. */
  const kept = (of: (series: Series) => number): Series => {
    const chosen = best(eligible, ({ mean }) => of(mean));
    return refit ? chosen.mean : best(chosen.members, of);
  };
  const { value } = kept((series) => series.value);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < RESAMPLES; i++) {
    const left = kept((series) => series.drawn[i]).left[i];
    if (Number.isNaN(left)) continue;
    sum += left;
    count++;
  }
  const expected = count === 0 ? value : sum / count;
  return { candidates: candidates.length, value, expected, optimism: sign * (value - expected) };
}
