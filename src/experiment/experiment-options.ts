import type { Dataset } from '../data/index.ts';
import type { Backend, Memory } from '../kernels/kernels.ts';
import type { EnvironmentRecord, LeaderboardEntry, SweepEvent, SweepRecord, TestRecord } from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import type { ExperimentKinds, ExperimentSpec } from './spec.ts';

/** What computes: one backend for each trial that runs at a time, all over one memory. */
export interface ExperimentEngine {
  readonly memory: Memory;
  readonly backends: readonly Backend[];
  /** All threads as one team over the same memory, which a trial that is left alone goes on with; absent where there is one backend. */
  readonly whole?: () => Promise<Backend>;
  readonly profile: { readonly asked: string; readonly used: string };
}

/** What running a sweep takes. */
export interface ExperimentOptions {
  readonly spec: ExperimentSpec;
  readonly kinds: ExperimentKinds;
  readonly dataset: Dataset;
  readonly engine: ExperimentEngine;
  readonly store: RunStore;
  readonly environment: EnvironmentRecord;
  /** The command that reproduces the run. */
  readonly command: string;
  /** Which of Heddle's commands begins the run, for the record; a program leaves it out. */
  readonly begunBy?: SweepRecord['begunBy'];
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** The time of day, ISO 8601 in UTC. */
  readonly clock: () => string;
  readonly onEvent?: (event: SweepEvent) => void;
  readonly signal?: AbortSignal;
  /** Goes on with the run that is in the store, with `extend` also when the sweep has grown since. */
  readonly resume?: { readonly extend: boolean };
  /** Milliseconds between two checkpoints inside an epoch; default 30,000. One is written at the end of each epoch as well. */
  readonly checkpointEvery?: number;
  /** Whether the selected trial is tested at the end; true unless said otherwise. */
  readonly test?: boolean;
}

/** How a sweep ended. */
export interface ExperimentResult {
  /** Where the run was written, as the store names it. */
  readonly location: string;
  readonly leaderboard: readonly LeaderboardEntry[];
  /** The first of the leaderboard; null when no trial finished, or the sweep was interrupted. */
  readonly selected: LeaderboardEntry | null;
  /** Null when nothing was selected, there are no test rows, or testing was not asked for. */
  readonly test: TestRecord | null;
  /** How many trials failed. */
  readonly failed: number;
  /** Whether the signal ended it before all trials were done; nothing is selected then. */
  readonly interrupted: boolean;
}
