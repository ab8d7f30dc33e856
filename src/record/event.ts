import type { EpochRecord } from './epoch.ts';
import type { LeaderboardEntry, SweepRecord, TestRecord } from './sweep.ts';
import type { StopReason, TrialRecord } from './trial.ts';

/** What one training run tells while it runs, in order: started, (progress*, epoch)*, stopped. */
export type TrainEvent =
  | {
      readonly type: 'train-started';
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      /** Steps over all epochs that were taken before the training was resumed; absent from one that begins. */
      readonly taken?: number;
    }
  | { readonly type: 'progress'; readonly epoch: number; readonly step: number; readonly stepsPerEpoch: number }
  | { readonly type: 'epoch'; readonly record: EpochRecord; readonly best: boolean }
  | {
      readonly type: 'train-stopped';
      readonly reason: StopReason;
      readonly message: string;
      readonly bestEpoch: number;
    };

/**
 * What a sweep tells while it runs. `trial` is the trial's folder name. Train events of its trials are
 * wrapped. A trial that goes on starts with the best of its epochs so far in its record.
 */
export type SweepEvent =
  | { readonly type: 'sweep-started'; readonly sweep: SweepRecord; readonly trials: readonly TrialRecord[] }
  | { readonly type: 'trial-started'; readonly trial: string; readonly record: TrialRecord }
  | { readonly type: 'trial-event'; readonly trial: string; readonly event: TrainEvent }
  | { readonly type: 'trial-ended'; readonly trial: string; readonly record: TrialRecord }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'leaderboard'; readonly entries: readonly LeaderboardEntry[] }
  | { readonly type: 'tested'; readonly test: TestRecord }
  | { readonly type: 'sweep-ended'; readonly failed: number };
