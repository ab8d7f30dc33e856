import type { Json } from '../core/index.ts';
import type { ClassFigures, ConfusionMatrix } from './confusion.ts';

/** One reading of the test rows. */
export interface TestRead {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The trial's folder name: `003-model_1`. */
  readonly trial: string;
  /** The command line that read them. */
  readonly command: string;
}

/** One time that a run went on. */
export interface Resumption {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly command: string;
  /** What the sweep gained: `training.epochs: 15 -> 20`; empty where it stayed as it was. */
  readonly extended: readonly string[];
}

/** The metric that ranks trials, and which way. */
export interface Selection {
  /** A field of {@link EpochRecord}: `validationMacroF1`. */
  readonly metric: string;
  readonly direction: 'max' | 'min';
}

/** Which rows were used: a dataset by name and content. */
export interface DatasetRecord {
  readonly id: string;
  /** SHA-256 over all features and targets, training and test, as they are in memory. */
  readonly sha256: string;
  /** Where it came from: `files` or `generated`, and how. */
  readonly source: string;
  readonly featureShape: readonly number[];
  /** Null for a regression. */
  readonly classNames: readonly string[] | null;
  readonly trainRows: number;
  readonly validationRows: number;
  readonly testRows: number;
  /** What the user must know first (the synthetic fallback), or null. */
  readonly notice: string | null;
}

/** The machine and program that trained. */
export interface EnvironmentRecord {
  readonly heddle: string;
  readonly runtime: string;
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
}

/** sweep.json: what was asked, on which data, with what. */
export interface SweepRecord {
  readonly formatVersion: 1;
  readonly name: string;
  /** The sweep file's value with every default filled in. */
  readonly spec: Json;
  readonly seed: string;
  readonly dataset: DatasetRecord;
  /** SHA-256 over the row numbers of both parts of the split. */
  readonly splitHash: string;
  /** Rows whose features are equal, byte for byte, in two different parts. */
  readonly duplicates: {
    readonly trainValidation: number;
    readonly trainTest: number;
    readonly validationTest: number;
  };
  readonly selection: Selection;
  readonly backend: string;
  /** What was asked for, and what ran. */
  readonly profile: { readonly asked: string; readonly used: string };
  readonly threads: number;
  readonly jobs: number;
  readonly environment: EnvironmentRecord;
  /** The command that reproduces the run. */
  readonly command: string;
  /** Which of Heddle's commands began the run, and alone goes on with it; absent where a program did, and in runs of before. */
  readonly begunBy?: 'sweep' | 'train';
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string | null;
  readonly testReads: readonly TestRead[];
  /** Each time the run went on after it had been left, oldest first; absent where it never was. */
  readonly resumptions?: readonly Resumption[];
  /** When leaderboard.json was written, ISO 8601, UTC: no reading of the test rows is earlier. Absent until then. */
  readonly selected?: string;
  /** How often each cell was trained, each time from a seed of its own; absent for once. */
  readonly repeats?: number;
  /** The parts of a cross-validation, in order; absent where all trials share one split. */
  readonly folds?: readonly FoldRecord[];
}

/** One fold of a cross-validation: its rows validate, all others train. */
export interface FoldRecord {
  readonly trainRows: number;
  readonly validationRows: number;
  /** SHA-256 over the row numbers of both parts. */
  readonly splitHash: string;
}

/** A cell of a sweep, one model with one choice of values, over all its repeats and folds. */
export interface CellFigures {
  /** From 1; cells in which a trial did not finish come after those in which all did. */
  readonly rank: number;
  /** `model_3 learningRate=0.000625`: the trials' names without repeat and fold. */
  readonly name: string;
  /** How many trials it has, and how many of them finished. A refit is none of them. */
  readonly trials: number;
  readonly finished: number;
  /** Mean of the selection metric over the finished trials; null where none finished. */
  readonly mean: number | null;
  /** Sample standard deviation (n - 1) over the finished trials; null for fewer than two. */
  readonly deviation: number | null;
}

/**
 * One row of leaderboard.json. Cells come best first by their mean, inside a cell the best trial first; failed trials come last
 * and have no value. The refit of a cross-validation, which has no validation rows, is the first of all.
 */
export interface LeaderboardEntry {
  readonly rank: number;
  readonly trial: string;
  readonly name: string;
  readonly modelName: string;
  readonly parameters: { readonly [path: string]: Json };
  readonly status: string;
  readonly value: number | null;
  readonly bestEpoch: number | null;
  readonly epochsTrained: number;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  readonly seconds: number;
  readonly message: string | null;
  /** The cell that the trial belongs to; absent where every cell is one trial. */
  readonly cell?: CellFigures;
  /** As in trial.json; absent where `cell` is. */
  readonly repeat?: number;
  readonly fold?: number | null;
  /** True for the refit: the best cell, trained on all training rows. */
  readonly refit?: boolean;
}

/**
 * The trial that a leaderboard selects: its first, if that finished. The network of one fold is never selected; the refit
 * is.
 */
export function selectedEntry(entries: readonly LeaderboardEntry[] | null): LeaderboardEntry | null {
  const [first] = entries ?? [];
  return first?.status === 'finished' && (first.fold ?? null) === null ? first : null;
}

/** test.json: the selected trial on rows that nothing else has seen. */
export interface TestRecord extends Figures {
  readonly formatVersion: 1;
  readonly trial: string;
  readonly name: string;
}

/** How right a network is over some rows: the figures of its task. */
export interface Figures {
  readonly rows: number;
  readonly loss: number;
  readonly accuracy?: number;
  readonly macroF1?: number;
  readonly confusion?: ConfusionMatrix;
  readonly perClass?: readonly ClassFigures[];
  readonly rmse?: number;
  readonly mae?: number;
  readonly r2?: number;
}
