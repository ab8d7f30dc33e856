// A trained trial with rows of its run, to compare an exported file on.

import { type Dataset, type Features, pickRows, preparedWith } from '../data/index.ts';
import type { SavedModel } from '../export/index.ts';
import { type RunTrial, selectedEntry } from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import { checkDataset, findTrial } from './evaluate-trial.ts';
import { splitsOf } from './folds.ts';
import { loadTrialModel } from './load-trial-model.ts';
import { parseExperiment } from './parse-experiment.ts';
import type { ExperimentKinds } from './spec.ts';

/** A trial's model and rows of its run. */
export interface TrialSample {
  readonly trial: Pick<RunTrial, 'folder' | 'record'>;
  readonly saved: SavedModel & { readonly fingerprint: string };
  /** As the network takes them, but bytes not yet scaled. */
  readonly features: Features;
  readonly rows: number;
  /** Labels, or values as the network was trained on. */
  readonly targets: Float32Array | Int32Array;
}

/** What taking a sample takes. */
export interface TrialSampleOptions {
  readonly store: RunStore;
  readonly kinds: ExperimentKinds;
  readonly dataset: Dataset;
  /** A trial's folder, its name, or its model's; the selected one where absent. */
  readonly trial?: string;
  /** Rows at most; validation rows first, then training rows where these are fewer. The test rows stay unread. */
  readonly rows: number;
}

/**
 * Loads a trial's model and takes rows of its run.
 *
 * @throws HeddleError `usage` for a name that not exactly one trial has, `checksum` for other data or other weights than the run's.
 */
export async function sampleTrial(options: TrialSampleOptions): Promise<TrialSample> {
  const { store, kinds, dataset } = options;
  const run = await store.read();
  checkDataset(run, dataset);
  const trial = findTrial(run, options.trial, selectedEntry(run.leaderboard), store.location);
  const saved = await loadTrialModel(options, trial);
  const split = splitsOf(parseExperiment(run.sweep.spec, kinds), dataset.train)[trial.record.fold ?? 0];
  const chosen = Uint32Array.from([...split.validation, ...split.train].slice(0, options.rows));
  // The rows as that model takes them: by its own preprocessing, which was fitted on the rows that trained it.
  const sample = pickRows(preparedWith(dataset, saved.preprocessing).train, chosen);
  const { features, targets } = sample;
  const truth = targets.kind === 'classes' ? targets.labels : targets.values;
  return { trial, saved, features, rows: chosen.length, targets: truth };
}
