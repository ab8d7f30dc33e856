// A sweep from split to test:
//
//   plan -> split -> begin or resume -> train every trial -> rank -> select the best -> test it, once -> judge how sure it is
//
// With folds the best cell is trained anew on all training rows before it is selected and tested.
//
// The labels of the test rows are read in the last step only; before it, their features are compared with the other rows
// to count duplicates.

import type { HeddleError } from '../core/index.ts';
import { type SweepEvent, selectedEntry, type TestRecord, type TrialRecord } from '../record/index.ts';
import { trialFolder } from '../store/index.ts';
import { gridSampler, leaderboard, runSweep } from '../sweep/index.ts';
import { beginRun, isEnded } from './begin-run.ts';
import { claimRefit } from './claim-refit.ts';
import { factsOf } from './dataset-facts.ts';
import type { ExperimentOptions, ExperimentResult } from './experiment-options.ts';
import { duplicatesOf, everyRow, splitsOf } from './folds.ts';
import { planExperiment } from './plan.ts';
import { preparedRows } from './prepared-rows.ts';
import { sweepRecord, waitingTrial } from './records.ts';
import { plannedRefit } from './refit.ts';
import { relayBackend } from './relay-backend.ts';
import { evaluateSaved } from './saved-trial.ts';
import { selectionOf } from './selection-facts.ts';
import { type RunningTrial, type TrialRows, trainTrial } from './train-trial.ts';

/**
 * Runs a sweep, writing everything into the store as it happens.
 *
 * @throws HeddleError `sweep` when the sweep does not fit the data, `file` when the store cannot be
 * written; `usage` for a run that cannot be resumed so. A trial that fails, as by diverging, is recorded as failed and the others go on.
 */
export async function runExperiment(options: ExperimentOptions): Promise<ExperimentResult> {
  const { spec, kinds, dataset, engine, store, signal, clock } = options;
  const emit = (event: SweepEvent): void => options.onEvent?.(event);
  const plan = planExperiment(spec, factsOf(dataset), kinds);
  const splits = splitsOf(spec, dataset.train);
  const waiting = plan.trials.map((planned): RunningTrial => {
    const folder = trialFolder(planned.index, planned.modelName);
    return { planned, folder, record: waitingTrial(planned), epochs: [], started: 0 };
  });
  const run = await beginRun(options, sweepRecord(options, splits, duplicatesOf(splits, dataset)), waiting);
  const { sweep } = run;
  const trials = [...run.trials];
  emit({ type: 'sweep-started', sweep, trials: trials.map(({ record }) => record) });
  for (const message of run.notices) emit({ type: 'notice', message });

  let again = false;
  const prepared = preparedRows(dataset, engine.memory);
  try {
    await runTrials(trials, ({ planned }) => prepared.on(splits[planned.fold ?? 0]), options, emit);
    if (spec.folds !== null && !isInterrupted(trials) && signal?.aborted !== true) {
      const { refit, aside } = await claimRefit(plannedRefit(plan, trials, spec.select), run, store);
      for (const place of aside) {
        again = true;
        emit({
          type: 'notice',
          message: `The refit of before is not that of the sweep as it is now: it is in ${place}.`,
        });
      }
      if (refit !== null) {
        trials.push(refit);
        await runTrials([refit], () => prepared.on(everyRow(dataset.train)), options, emit);
      }
    }
  } finally {
    prepared.release();
  }

  const entries = leaderboard(trials, spec.select);
  const failed = trials.filter(({ record }) => record.status === 'failed').length;
  const interrupted = isInterrupted(trials) || (spec.folds !== null && signal?.aborted === true);
  emit({ type: 'leaderboard', entries });
  const ended = { location: store.location, leaderboard: entries, failed, interrupted };
  if (interrupted) {
    emit({ type: 'sweep-ended', failed });
    return { ...ended, selected: null, test: null };
  }

  // leaderboard.json is what says that the selection has been made; the time of it is noted before any test row is read.
  await store.writeLeaderboard(entries);
  const chosen = { ...sweep, selected: (again ? undefined : sweep.selected) ?? clock() };
  await store.writeSweep(chosen);
  const selected = selectedEntry(entries);
  const winner = selected && trials.find(({ folder }) => folder === selected.trial)!;
  const test = winner && options.test !== false ? await testOnce(winner, options) : null;
  const judged = { store, dataset, splits, trials, selection: spec.select, seed: sweep.seed, test };
  const selection = await selectionOf(judged);
  if (selection !== null) await store.writeSelection(selection);
  await store.writeSweep({ ...chosen, finished: clock() });
  if (test !== null) emit({ type: 'tested', test });
  emit({ type: 'sweep-ended', failed });
  return { ...ended, selected, test };
}

/** Trains some trials on the rows that each has, and writes down how every one ended. */
async function runTrials(
  trials: readonly RunningTrial[],
  rowsOf: (trial: RunningTrial) => TrialRows,
  options: ExperimentOptions,
  emit: (event: SweepEvent) => void,
): Promise<void> {
  const { engine, store, signal, now } = options;
  const waiting = trials.filter((trial) => !isEnded(trial));
  const relays = engine.backends.map((backend) => relayBackend(backend, now));
  await runSweep<RunningTrial, TrialRecord>({
    sampler: gridSampler(engine.backends.length > 1 ? longestFirst(waiting) : waiting),
    jobs: engine.backends.length,
    signal,
    run: async (trial, job) => {
      trial.started = now();
      return await trainTrial(trial, relays[job].backend, rowsOf(trial), options, emit);
    },
    onAlone: (job) => {
      if (engine.whole === undefined) return;
      // Only time is lost where the whole team cannot start: the trial has threads of its own.
      relays[job].alone(engine.whole, ({ message }) =>
        emit({ type: 'notice', message: `The last trial goes on with its own threads: ${message}` }),
      );
    },
    onOutcome: async (trial, outcome) => {
      trial.record =
        outcome.status === 'finished'
          ? outcome.result
          : failedTrial(trial, outcome.error, (now() - trial.started) / 1000);
      await store.writeTrial(trial.folder, trial.record);
      emit({ type: 'trial-ended', trial: trial.folder, record: trial.record });
    },
  });
}

/** Trials side by side end closer together when the long ones begin first; what each computes does not depend on it. */
function longestFirst(trials: readonly RunningTrial[]): readonly RunningTrial[] {
  const work = ({ planned, record }: RunningTrial): number => record.parameterCount * planned.training.epochs;
  return trials.toSorted((a, b) => work(b) - work(a));
}

const isInterrupted = (trials: readonly RunningTrial[]): boolean => !trials.every(isEnded);

/** The independent test of the selected trial; null where the data set has no test rows. */
async function testOnce(trial: RunningTrial, options: ExperimentOptions): Promise<TestRecord | null> {
  const { store, kinds, engine, dataset, command, clock } = options;
  if (dataset.test === null) return null;
  if (options.resume !== undefined) {
    const { test } = await store.read();
    if (test?.trial === trial.folder) return test; // read once, and not again
  }
  await store.addTestRead({ time: clock(), trial: trial.folder, command });
  const [backend] = engine.backends;
  const { evaluation, figures } = await evaluateSaved({ store, kinds, backend, trial, dataset, part: 'test' });
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
