// The events of an example sweep, as a run would tell them.

import type { RunRecord, RunTrial, SweepEvent, TrainEvent, TrialRecord } from '../../index.ts';
import { exampleRun } from '../../report/example-run.fixture.ts';

/** What one trial of an example run tells, from its start to its end. */
export function trialEvents({ folder, record, epochs }: RunTrial, stepsPerEpoch = 46): SweepEvent[] {
  const inTrial = (event: TrainEvent): SweepEvent => ({ type: 'trial-event', trial: folder, event });
  return [
    {
      type: 'trial-started',
      trial: folder,
      record: { ...record, status: 'running', bestEpoch: null, bestValue: null },
    },
    inTrial({ type: 'train-started', epochs: 15, stepsPerEpoch }),
    ...epochs.flatMap((epoch) => [
      inTrial({ type: 'progress', epoch: epoch.epoch, step: 20, stepsPerEpoch }),
      inTrial({ type: 'progress', epoch: epoch.epoch, step: stepsPerEpoch, stepsPerEpoch }),
      inTrial({ type: 'epoch', record: epoch, best: epoch.epoch === record.bestEpoch }),
    ]),
    { type: 'trial-ended', trial: folder, record },
  ];
}

/** The event that begins an example run: all trials wait. */
export function startEvent(run: RunRecord = exampleRun()): SweepEvent {
  const trials = run.trials.map(({ record }): TrialRecord => ({ ...record, status: 'waiting', bestValue: null }));
  return { type: 'sweep-started', sweep: run.sweep, trials };
}
