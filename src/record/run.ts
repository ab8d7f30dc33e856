import type { AuditRecord } from './audit.ts';
import type { EpochRecord } from './epoch.ts';
import type { SelectionRecord } from './selection.ts';
import type { LeaderboardEntry, SweepRecord, TestRecord } from './sweep.ts';
import type { TrialRecord } from './trial.ts';

/** A trial as a reader of a run folder sees it. */
export interface RunTrial {
  /** The trial's folder name: `003-model_1`. */
  readonly folder: string;
  readonly record: TrialRecord;
  readonly epochs: readonly EpochRecord[];
}

/** Everything a report needs of a run folder, parsed and checked. */
export interface RunRecord {
  readonly sweep: SweepRecord;
  readonly trials: readonly RunTrial[];
  /** Null until the sweep has ended. */
  readonly leaderboard: readonly LeaderboardEntry[] | null;
  /** Null until the selected trial has been tested. */
  readonly test: TestRecord | null;
  /** How sure the choice is; absent where the folder does not say. */
  readonly selection?: SelectionRecord;
  /** What the last audit found; absent where there was none. */
  readonly audit?: AuditRecord;
}
