import { HeddleError } from '../core/index.ts';
import type { Dataset } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import {
  type LeaderboardEntry,
  type RunRecord,
  type RunTrial,
  type SweepRecord,
  selectedEntry,
  type TestRecord,
} from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import { splitsOf } from './folds.ts';
import { parseExperiment } from './parse-experiment.ts';
import { evaluateSaved } from './saved-trial.ts';
import type { ExperimentKinds } from './spec.ts';
import type { SplitRows } from './split.ts';

/** What evaluating a trial of a finished run takes. */
export interface EvaluateTrialOptions {
  readonly store: RunStore;
  readonly kinds: ExperimentKinds;
  readonly dataset: Dataset;
  readonly backend: Backend;
  readonly split: 'validation' | 'test';
  /** A trial's folder, its name, or its model's where that has one; the selected one where absent. */
  readonly trial?: string;
  /** Allows any trial on the test rows, now that the selection is made. */
  readonly afterSelection: boolean;
  /** For testReads. */
  readonly command: string;
  /** ISO 8601, UTC; for testReads. */
  readonly time: string;
}

/** A trained trial on the validation or the test rows. */
export interface TrialEvaluation {
  readonly split: 'validation' | 'test';
  /** The trial's folder. */
  readonly trial: string;
  /** The same figures as test.json has. */
  readonly figures: TestRecord;
}

/**
 * Evaluates a saved trial. Every reading of test rows is written into the run's record before it happens.
 *
 * @throws HeddleError `usage` for a name that not exactly one trial has, for test rows before the selection, or with a
 * trial that was not selected; `checksum` for other data or other weights than the run's; `data` without test rows.
 */
export async function evaluateTrial(options: EvaluateTrialOptions): Promise<TrialEvaluation> {
  const { store, kinds, dataset, backend, split } = options;
  const run = await store.read();
  checkDataset(run, dataset);
  const selected = selectedEntry(run.leaderboard);
  const trial = findTrial(run, options.trial, selected, store.location);
  if (split === 'validation') {
    const splits = splitsOf(parseExperiment(run.sweep.spec, kinds), dataset.train);
    const rows = validationOf(trial, splits, run.sweep);
    const saved = { store, kinds, backend, trial, dataset, part: 'train', rows } as const;
    return { split, trial: trial.folder, figures: (await evaluateSaved(saved)).figures };
  }
  checkTestAllowed(trial, selected, options.afterSelection);
  if (dataset.test === null) {
    throw new HeddleError('data', {
      where: `data set ${dataset.id}`,
      expected: 'test rows',
      received: 'none',
      hint: 'evaluate on the validation rows: --split validation.',
    });
  }
  await store.addTestRead({ time: options.time, trial: trial.folder, command: options.command });
  const { figures } = await evaluateSaved({ store, kinds, backend, trial, dataset, part: 'test' });
  return { split, trial: trial.folder, figures };
}

/** The rows that a trial was validated on: those of its fold, or of the one split. */
function validationOf({ record }: RunTrial, splits: readonly SplitRows[], sweep: SweepRecord): Uint32Array {
  if (record.refitOf !== undefined) {
    throw new HeddleError('usage', {
      where: '--split validation',
      expected: 'a trial that was validated',
      received: `${record.name}, which was trained on all training rows`,
      hint: 'evaluate it on the test rows: --split test; or name one of the folds with --trial.',
    });
  }
  const fold = record.fold ?? 0;
  const hash = sweep.folds?.[fold]?.splitHash ?? sweep.splitHash;
  if (splits[fold].hash !== hash) throw otherData('the split', hash, splits[fold].hash);
  return splits[fold].validation;
}

/**
 * The one trial that a folder, a name or a model's name means; the selected one where none is asked for.
 *
 * @throws HeddleError `usage` listing the trials, where it is not exactly one.
 */
export function findTrial(
  { trials }: RunRecord,
  asked: string | undefined,
  selected: LeaderboardEntry | null,
  location: string,
): RunTrial {
  const wanted = asked ?? selected?.trial;
  const named = trials.filter(({ folder, record }) => folder === wanted || record.name === wanted);
  const matching = named.length > 0 ? named : trials.filter(({ record }) => record.modelName === wanted);
  if (matching.length === 1) return matching[0];
  const listed = (matching.length > 0 ? matching : trials).map(({ folder, record }) => `${folder}: ${record.name}`);
  throw new HeddleError('usage', {
    where: wanted === undefined ? `run ${location}` : `--trial ${wanted}`,
    expected: wanted === undefined ? 'a run that has selected a trial' : 'exactly one trial of the run',
    received:
      wanted === undefined
        ? 'one that has not'
        : matching.length === 0
          ? 'a name that none has'
          : `a name that ${matching.length} have`,
    hint: `name one with --trial, by folder or by name:\n  ${listed.join('\n  ')}`,
  });
}

function checkTestAllowed(
  { folder, record }: RunTrial,
  selected: LeaderboardEntry | null,
  afterSelection: boolean,
): void {
  if (selected?.trial === folder || (selected !== null && afterSelection)) return;
  throw new HeddleError('usage', {
    where: '--split test',
    expected: selected === null ? 'a sweep that has selected a trial' : `the selected trial, ${selected.name}`,
    received: selected === null ? 'one that has not' : record.name,
    hint:
      selected === null
        ? 'a choice made with test figures at hand is no independent test: let the sweep finish first.'
        : 'whoever looks at the test rows of several trials chooses by them: add --after-selection if the choice is final.',
  });
}

/** @throws HeddleError `checksum` where a data set is not the run's. */
export function checkDataset({ sweep }: RunRecord, dataset: Dataset): void {
  if (dataset.sha256 !== sweep.dataset.sha256)
    throw otherData(`data set ${sweep.dataset.id}`, sweep.dataset.sha256, dataset.sha256);
}

function otherData(what: string, expected: string, received: string): HeddleError {
  return new HeddleError('checksum', {
    where: what,
    expected: `the one that the run was trained with, SHA-256 ${expected}`,
    received: `SHA-256 ${received}`,
    hint: 'find the same files, or train again.',
  });
}
