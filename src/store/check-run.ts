// What the files of one run must say of each other; what each says by itself is checked where it is parsed.

import { HeddleError } from '../core/index.ts';
import type { RunRecord, RunTrial } from '../record/index.ts';
import { NAMES } from './run-names.ts';

/**
 * Checks that a finished trial has all its epochs.
 *
 * @param location the run folder, for errors
 * @throws HeddleError `format` naming metrics.jsonl.
 */
export function checkEpochs(location: string, { folder, record, epochs }: RunTrial): void {
  if (record.status !== 'finished' || epochs.length >= record.epochsTrained) return;
  throw new HeddleError('format', {
    where: `${location}/${NAMES.trials}/${folder}/${NAMES.metrics}`,
    expected: `the ${record.epochsTrained} epochs that ${NAMES.trial} beside it says were trained`,
    received: epochs.length === 0 ? 'no epochs, or no such file' : `${epochs.length} epochs`,
    hint: 'lines are lost: restore the file, or train again.',
  });
}

/**
 * Checks that a finished run has its leaderboard, and that leaderboard.json and test.json name trials of the run.
 *
 * @param location the run folder, for errors
 * @throws HeddleError `format` naming the file.
 */
export function checkRun(location: string, { sweep, trials, leaderboard, test }: RunRecord): void {
  if (sweep.finished !== null && leaderboard === null) {
    throw new HeddleError('format', {
      where: `${location}/${NAMES.leaderboard}`,
      expected: `the ranking of the trials, since ${NAMES.sweep} says that the sweep finished`,
      received: `a run in which ${NAMES.leaderboard} is missing`,
      hint: 'restore the file, or train again.',
    });
  }
  const folders = new Set(trials.map(({ folder }) => folder));
  const checkNamed = (file: string, trial: string): void => {
    if (folders.has(trial)) return;
    throw new HeddleError('format', {
      where: `${location}/${file}`,
      expected: `trials that are in the folder ${NAMES.trials}`,
      received: `the trial ${JSON.stringify(trial)}, which is not there`,
      hint: 'restore the trial, or train again.',
    });
  };
  for (const { trial } of leaderboard ?? []) checkNamed(NAMES.leaderboard, trial);
  if (test !== null) checkNamed(NAMES.test, test.trial);
}
