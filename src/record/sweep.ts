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
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly finished: string | null;
  readonly testReads: readonly TestRead[];
}

/** One row of leaderboard.json; failed trials come last and have no rank value. */
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
}

/** test.json: the selected trial on rows that nothing else has seen. */
export interface TestRecord {
  readonly formatVersion: 1;
  readonly trial: string;
  readonly name: string;
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
