// A sweep from split to test:
//
//   plan -> split -> train every trial -> rank -> select the best -> test it, once
//
// The labels of the test rows are read in the last step only; before it, their features are compared with the other rows
// to count duplicates.

import type { HeddleError } from '../core/index.ts';
import { countDuplicates, preprocessingOf } from '../data/index.ts';
import type { SweepEvent, TestRecord, TrialRecord } from '../record/index.ts';
import { trialFolder } from '../store/index.ts';
import { gridSampler, leaderboard, runSweep } from '../sweep/index.ts';
import { placeTable } from '../train/index.ts';
import { factsOf } from './dataset-facts.ts';
import type { ExperimentOptions, ExperimentResult } from './experiment-options.ts';
import { planExperiment } from './plan.ts';
import { sweepRecord, waitingTrial } from './records.ts';
import { evaluateSaved } from './saved-trial.ts';
import { splitRows } from './split.ts';
import { type RunningTrial, trainTrial } from './train-trial.ts';

/**
 * Runs a sweep, writing everything into the store as it happens.
 *
 * @throws HeddleError `sweep` when the sweep does not fit the data, `file` when the store cannot be
 * written. A trial that fails, as by diverging, is recorded as failed and the others go on.
 */
export async function runExperiment(options: ExperimentOptions): Promise<ExperimentResult> {
  const { spec, kinds, dataset, engine, store, signal, clock, now } = options;
  const emit = (event: SweepEvent): void => options.onEvent?.(event);
  const plan = planExperiment(spec, factsOf(dataset), kinds);
  const split = splitRows(spec, dataset.train);
  const duplicates = countDuplicates(dataset.train.features, split, dataset.test?.features ?? null);
  const sweep = sweepRecord(options, split, duplicates);
  const trials = plan.trials.map((planned): RunningTrial => {
    const folder = trialFolder(planned.index, planned.modelName);
    return { planned, folder, record: waitingTrial(planned), epochs: [], started: 0 };
  });

  await store.writeSweep(sweep);
  for (const { folder, record } of trials) await store.writeTrial(folder, record);
  emit({ type: 'sweep-started', sweep, trials: trials.map(({ record }) => record) });

  const preprocessing = preprocessingOf(dataset);
  const placed = placeTable(engine.memory, dataset.train);
  try {
    await runSweep<RunningTrial, TrialRecord>({
      sampler: gridSampler(trials),
      jobs: engine.backends.length,
      signal,
      run: (trial, job) => trainTrial(trial, engine.backends[job], { placed, split, preprocessing }, options, emit),
      onOutcome: async (trial, outcome) => {
        trial.record =
          outcome.status === 'finished'
            ? outcome.result
            : failedTrial(trial, outcome.error, (now() - trial.started) / 1000);
        await store.writeTrial(trial.folder, trial.record);
        emit({ type: 'trial-ended', trial: trial.folder, record: trial.record });
      },
    });
  } finally {
    placed.release();
  }

  const entries = leaderboard(trials, spec.select);
  const failed = trials.filter(({ record }) => record.status === 'failed').length;
  const interrupted = trials.some(({ record }) => record.status !== 'finished' && record.status !== 'failed');
  emit({ type: 'leaderboard', entries });
  const ended = { location: store.location, leaderboard: entries, failed, interrupted };
  if (interrupted) {
    emit({ type: 'sweep-ended', failed });
    return { ...ended, selected: null, test: null };
  }

  // leaderboard.json is what says that the selection has been made.
  await store.writeLeaderboard(entries);
  const selected = entries[0].status === 'finished' ? entries[0] : null;
  const winner = selected && trials.find(({ folder }) => folder === selected.trial)!;
  const test = winner && options.test !== false ? await testOnce(winner, options) : null;
  await store.writeSweep({ ...sweep, finished: clock() });
  if (test !== null) emit({ type: 'tested', test });
  emit({ type: 'sweep-ended', failed });
  return { ...ended, selected, test };
}

/** The independent test of the selected trial; null where the data set has no test rows. */
async function testOnce(trial: RunningTrial, options: ExperimentOptions): Promise<TestRecord | null> {
  const { store, kinds, engine, dataset, command, clock } = options;
  if (dataset.test === null) return null;
  await store.addTestRead({ time: clock(), trial: trial.folder, command });
  const [backend] = engine.backends;
  const { evaluation, figures } = await evaluateSaved({ store, kinds, backend, trial, table: dataset.test });
  await store.writeTestPredictions(evaluation.predictions);
  await store.writeTest(figures);
  return figures;
}

function failedTrial({ record, epochs }: RunningTrial, error: HeddleError, seconds: number): TrialRecord {
  return {
    ...record,
    status: 'failed',
    epochsTrained: epochs.length,
    stopReason: error.code === 'diverged' ? 'diverged' : null,
    message: error.message,
    seconds,
  };
}
