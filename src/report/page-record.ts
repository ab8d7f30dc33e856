import type { RunRecord, RunTrial } from '../record/index.ts';

/** Epochs in all, over every trial, above which a page leaves out what it does not show. */
export const LONG_RUN = 2000;

/** How many epochs a run has, over all its trials. */
export function epochsOf({ trials }: RunRecord): number {
  return trials.reduce((sum, { epochs }) => sum + epochs.length, 0);
}

/**
 * The record that a page holds: all of it; of a long run without the confusion matrices of epochs whose weights were not
 * kept, which are most of its bytes and nowhere shown. metrics.jsonl has them.
 */
export function pageRecord(run: RunRecord): RunRecord {
  return epochsOf(run) > LONG_RUN ? { ...run, trials: run.trials.map(withKeptConfusion) } : run;
}

function withKeptConfusion(trial: RunTrial): RunTrial {
  const epochs = trial.epochs.map((epoch) => {
    if (epoch.epoch === trial.record.bestEpoch || !('validationConfusion' in epoch)) return epoch;
    const { validationConfusion: _, ...rest } = epoch;
    return rest;
  });
  return { ...trial, epochs };
}
