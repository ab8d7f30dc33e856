// Where a run begins: with nothing, or with what an earlier process left in its folder.
//
//   finished, or diverged        kept: the same seed would give the same again
//   anything else                missing: it goes on from its newest checkpoint, or starts

import { canonicalJson, HeddleError, type Json, sizeOf } from '../core/index.ts';
import type { RunTrial, SweepRecord, TrialRecord } from '../record/index.ts';
import { trialFolder } from '../store/index.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { loadTrialModel } from './load-trial-model.ts';
import { matchTrials } from './match-trials.ts';
import { parseExperiment } from './parse-experiment.ts';
import { waitingTrial } from './records.ts';
import { checkSameSweep, differenceText } from './sweep-difference.ts';
import type { RunningTrial } from './train-trial.ts';

/** A run that is ready to train what it lacks. */
export interface BegunRun {
  readonly sweep: SweepRecord;
  readonly trials: readonly RunningTrial[];
  /** The refits that the run held, whatever they are of. */
  readonly heldRefits: readonly RunTrial[];
  /** A trial that is planned only now, at a place that no other has or had. */
  placed(trial: RunningTrial): RunningTrial;
  /** What a user should know. */
  readonly notices: readonly string[];
}

/** Whether a trial needs no more training. */
export const isEnded = ({ record: { status } }: { readonly record: TrialRecord }): boolean =>
  status === 'finished' || status === 'failed';

/**
 * Writes what is known of a run before its first step, or with `options.resume` reads back what it holds.
 *
 * @throws HeddleError `usage` for a run of another sweep, profile or data set, showing the difference; `format` for one of a newer
 * format version.
 */
export async function beginRun(
  options: ExperimentOptions,
  sweep: SweepRecord,
  planned: readonly RunningTrial[],
): Promise<BegunRun> {
  const { store, resume } = options;
  const begun = resume === undefined ? newRun(sweep, planned) : await heldRun(options, sweep, planned, resume.extend);
  await store.writeSweep(begun.sweep);
  for (const trial of begun.trials) if (!begun.written.has(trial)) await store.writeTrial(trial.folder, trial.record);
  return begun;
}

function newRun(sweep: SweepRecord, trials: readonly RunningTrial[]): HeldRun {
  return { sweep, trials, heldRefits: [], placed: (trial) => trial, notices: [], written: new Set() };
}

/** A run as it is before its first step, with the trials whose records stand in their folders as they are. */
interface HeldRun extends BegunRun {
  readonly written: ReadonlySet<RunningTrial>;
}

async function heldRun(
  options: ExperimentOptions,
  sweep: SweepRecord,
  planned: readonly RunningTrial[],
  extend: boolean,
): Promise<HeldRun> {
  const { store, kinds, command, clock } = options;
  const held = await store.readSweep();
  checkSameMachinery(store.location, held, sweep);
  const before = parseExperiment(held.spec, kinds) as unknown as Json;
  const extended = checkSameSweep(store.location, before, sweep.spec, extend).map(differenceText);
  if (held.splitHash !== sweep.splitHash) throw otherThan(store.location, 'split', held.splitHash, sweep.splitHash);

  const notices: string[] = [];
  const { kept, folders, damaged } = await heldTrials(options, held, notices);
  const heldRefits = kept.filter(({ record }) => record.refitOf !== undefined);
  const others = kept.filter(({ record }) => record.refitOf === undefined);
  const aside = (await store.foldersAside()).map((folder) => Number.parseInt(folder, 10)).filter(Number.isInteger);
  const taken = new Set([...kept.map(({ record }) => record.index), ...aside]);
  const placed = (trial: RunningTrial): RunningTrial => {
    const { modelName } = trial.planned;
    let { index } = trial.planned;
    // The trial may be one that cannot be read; in a sweep that grew its number need not be its place.
    const unread = [trialFolder(index, modelName), ...damaged].find(
      (folder) => damaged.has(folder) && folder === trialFolder(Number.parseInt(folder, 10), modelName),
    );
    if (unread !== undefined && damaged.delete(unread)) index = Number.parseInt(unread, 10);
    else if (taken.has(index)) index = Math.max(...taken) + 1;
    taken.add(index);
    const moved = { ...trial.planned, index };
    return {
      ...trial,
      planned: moved,
      folder: trialFolder(index, modelName),
      record: { ...trial.record, index },
    };
  };
  const matches = matchTrials(planned, others);
  const found = new Set(matches.values());
  const lost = others.filter((trial) => !found.has(trial));
  if (lost.length > 0) throw withoutTrials(store.location, lost);
  const written = new Set<RunningTrial>();
  const trials = planned.map((trial) => {
    const before = matches.get(trial);
    if (before === undefined) return placed(trial);
    const now = goingOn(trial, before);
    if (isEnded(now) && isEqual(now.record, before.record)) written.add(now);
    return now;
  });

  const done = trials.filter(isEnded).length;
  const added = trials.filter((trial) => !folders.has(trial.folder)).length;
  const parts = [`${done} of ${trials.length} trials are kept`, `${trials.length - done - added} go on`];
  const growth = extended.length === 0 ? [] : [`New in the sweep: ${extended.join('; ')}`];
  const tested = extended.length === 0 || held.testReads.length === 0 ? [] : [TESTED_BEFORE];
  if (extended.length > 0) await store.reopen();
  const { selected, ...rest } = held;
  const resumption = { time: clock(), command, extended };
  return {
    sweep: {
      ...rest,
      ...(selected === undefined || extended.length > 0 ? {} : { selected }),
      spec: sweep.spec,
      selection: sweep.selection,
      ...(sweep.repeats === undefined ? {} : { repeats: sweep.repeats }),
      finished: null,
      resumptions: [...(held.resumptions ?? []), resumption],
    },
    trials,
    written,
    heldRefits,
    placed,
    notices: [
      `Resuming ${store.location}: ${[...parts, `${added} start`].join(', ')}.`,
      ...growth,
      ...tested,
      ...notices,
    ],
  };
}

/** Said before anything trains, while it can still be left. */
const TESTED_BEFORE =
  'The test rows of this run have been read: what it chooses once extended may depend on their figures, and its audit fails test-after-selection. A new run keeps that check.';

/** Data and arithmetic are part of the promise of equal bits. */
function checkSameMachinery(location: string, held: SweepRecord, now: SweepRecord): void {
  if (held.profile.used !== now.profile.used) {
    throw new HeddleError('usage', {
      where: `run ${location}`,
      expected: `profile ${held.profile.used}, which it was begun with`,
      received: `profile ${now.profile.used}`,
      hint: `other arithmetic gives other numbers: resume with --profile ${held.profile.used} on a machine that has it.`,
    });
  }
  if (held.dataset.sha256 !== now.dataset.sha256)
    throw otherThan(location, 'data', held.dataset.sha256, now.dataset.sha256);
}

function otherThan(location: string, what: string, expected: string, received: string): HeddleError {
  return new HeddleError('usage', {
    where: `run ${location}`,
    expected: `the ${what} that it was begun with, SHA-256 ${expected}`,
    received: `SHA-256 ${received}`,
    hint: 'find the same files, or start a new run.',
  });
}

function withoutTrials(location: string, lost: readonly RunTrial[]): HeddleError {
  return new HeddleError('usage', {
    where: `run ${location}`,
    expected: 'a sweep that has every trial of the run',
    received: `one without ${lost.map(({ record }) => record.name).join(', ')}`,
    hint: 'an extended sweep adds to the grid and takes nothing away.',
  });
}

/** The trials that can be read, and the names of all folders there are, and of those that hold a trial that cannot be read. */
async function heldTrials(
  options: ExperimentOptions,
  sweep: SweepRecord,
  notices: string[],
): Promise<{
  readonly kept: readonly RunTrial[];
  readonly folders: ReadonlySet<string>;
  readonly damaged: Set<string>;
}> {
  const { store } = options;
  const kept: RunTrial[] = [];
  const damaged = new Set<string>();
  const folders = await store.trialFolders();
  for (const folder of [...folders].sort()) {
    try {
      const trial = await store.readTrial(folder);
      if (trial !== null) kept.push(await wholeOrMissing(trial, options, sweep, notices));
    } catch (error) {
      if (!(error instanceof HeddleError) || isNewer(error)) throw error;
      damaged.add(folder);
      notices.push(
        `${error.where}: expected ${error.expected}, received ${error.received}: the trial is trained again.`,
      );
    }
  }
  return { kept, folders: new Set(folders), damaged };
}

/** A file of a newer format version is whole: it is not for this version to write over. */
const isNewer = ({ code, expected }: HeddleError): boolean =>
  code !== 'format' || expected.startsWith('format version');

/** A finished trial whose files are not all there counts as running: its checkpoint has what they held. */
async function wholeOrMissing(
  trial: RunTrial,
  options: ExperimentOptions,
  sweep: SweepRecord,
  notices: string[],
): Promise<RunTrial> {
  const { folder, record, epochs } = trial;
  if (record.status !== 'finished' || epochs.length === 0) return trial;
  try {
    await checkFiles(trial, options, sweep);
    return trial;
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    notices.push(
      `${folder}: ${error.where}: expected ${error.expected}, received ${error.received}: it is written again.`,
    );
    return { ...trial, record: { ...record, status: 'running' } };
  }
}

async function checkFiles(trial: RunTrial, options: ExperimentOptions, { dataset, folds }: SweepRecord): Promise<void> {
  const { folder, record } = trial;
  const told = { file: `${folder}/model.safetensors`, trial: 'the trial' };
  const { model } = await loadTrialModel(options, trial, told);
  if (record.refitOf !== undefined) return;
  const rows = folds?.[record.fold ?? 0].validationRows ?? dataset.validationRows;
  await options.store.readValidationPredictions(folder, rows * sizeOf(model.output));
}

/** Whether two records say the same. */
export const isEqual = (a: TrialRecord, b: TrialRecord): boolean => canonicalJson(a) === canonicalJson(b);

/** A planned trial with the place and the seed that it has in the run, and its record where it has ended. */
export function goingOn(trial: RunningTrial, { folder, record, epochs }: RunTrial): RunningTrial {
  const { index, seed } = record;
  const planned = { ...trial.planned, index, seed };
  const fresh: TrialRecord = { ...trial.record, ...waitingTrial(planned), index, seed };
  const more = Number(fresh.training['epochs']) > Number(record.training['epochs']) && record.stopReason === 'epochs';
  const kept =
    (record.status === 'finished' && !more) || (record.status === 'failed' && record.stopReason === 'diverged');
  if (!kept) return { ...trial, planned, folder, record: fresh };
  const { name, modelName, parameters, cell } = fresh;
  const named = { ...fresh, ...record, name, modelName, parameters, ...(cell === undefined ? {} : { cell }) };
  return { ...trial, planned, folder, record: named, epochs: [...epochs] };
}
