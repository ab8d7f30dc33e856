// How sure the figures of a run are, and how much choosing flatters them. Made by selectionRecord from predictions and
// true answers; kept in selection.json.

/** A figure and the range that 95 % of the resamples fall into. */
export interface Interval {
  /** On the rows as they are. */
  readonly value: number;
  /** The 2.5 % and 97.5 % quantiles over the resamples. */
  readonly low: number;
  readonly high: number;
}

/** Intervals of the figures of one set of predictions; which ones are there depends on the task. */
export interface FigureIntervals {
  readonly accuracy?: Interval;
  readonly macroF1?: Interval;
  readonly rmse?: Interval;
  readonly mae?: Interval;
  readonly r2?: Interval;
}

/** How sure one trial's validation figures are. */
export interface TrialSelection extends FigureIntervals {
  /** The trial's folder. */
  readonly trial: string;
  /** Its validation rows. */
  readonly rows: number;
  /** Of the selection metric. */
  readonly selection: Interval;
  /**
   * By how much the winner is better in the selection metric, on the same resampled rows: positive where the winner is
   * better, whichever way the metric points. Null for the winner, and where the two were validated on different rows.
   */
  readonly behind: Interval | null;
  /** Whether 0 lies in `behind`, so that these rows do not tell the two apart. Null where `behind` is. */
  readonly withinNoise: boolean | null;
}

/** How sure the mean of one cell's trials is; rows are resampled, the trained networks stay. */
export interface CellSelection {
  /** The cell's name. */
  readonly cell: string;
  readonly selection: Interval;
  /** By how much the winning cell is better, as for trials; null for the winning cell. */
  readonly behind: Interval | null;
  readonly withinNoise: boolean | null;
}

/**
 * How much being the best of several flatters the winner: each resample chooses by the rows it drew, as the sweep did, and
 * is judged on the rows it left out (bootstrap bias corrected validation, Tsamardinos, Greasidou and Borboudakis, 2018).
 */
export interface SelectionOptimism {
  /** How many candidates there were to choose from. */
  readonly candidates: number;
  /** The winner's value of the selection metric, as ranked. */
  readonly value: number;
  /** The mean over the resamples of what was chosen, on the rows left out. */
  readonly expected: number;
  /** By how much `value` looks better than `expected`: positive where choosing flatters, whichever way the metric points. */
  readonly optimism: number;
}

/** selection.json: how sure the choice is. */
export interface SelectionRecord {
  readonly formatVersion: 1;
  readonly metric: string;
  readonly direction: 'max' | 'min';
  /** Seed of the bootstrap stream: the sweep's. */
  readonly seed: string;
  readonly resamples: number;
  /** The share of resamples inside an interval: 0.95. */
  readonly level: number;
  /** The ranked trials, in the order of leaderboard.json. */
  readonly trials: readonly TrialSelection[];
  /** The ranked cells, best first; absent where every cell is one trial. */
  readonly cells?: readonly CellSelection[];
  /** Null where there was only one candidate. */
  readonly optimism: SelectionOptimism | null;
  /** Of the test figures; null where nothing was tested. */
  readonly test: FigureIntervals | null;
}
