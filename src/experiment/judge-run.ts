import { HeddleError } from '../core/index.ts';
import type { Dataset } from '../data/index.ts';
import type { RunRecord, SelectionRecord } from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import { splitsOf } from './folds.ts';
import { parseExperiment } from './parse-experiment.ts';
import { selectionOf } from './selection-facts.ts';
import type { ExperimentKinds } from './spec.ts';

/**
 * selection.json of a run that has chosen, worked out again from the predictions in its folder: for runs of before there was such
 * a file. Null where the run has not chosen, or where it cannot be told how sure the choice is.
 *
 * @param dataset the data that the run was trained on
 * @throws HeddleError `checksum` for other data, or data that are divided otherwise today than the run says; `file` or `format`
 *   when predictions cannot be read.
 */
export async function judgeRun(
  store: RunStore,
  run: RunRecord,
  dataset: Dataset,
  kinds: ExperimentKinds,
): Promise<SelectionRecord | null> {
  const { sweep, trials, leaderboard, test } = run;
  if (leaderboard === null) return null;
  const splits = splitsOf(parseExperiment(sweep.spec, kinds), dataset.train);
  const recorded = sweep.folds?.map(({ splitHash }) => splitHash) ?? [sweep.splitHash];
  const found = splits.map(({ hash }) => hash);
  if (dataset.sha256 !== sweep.dataset.sha256 || found.join() !== recorded.join()) {
    throw new HeddleError('checksum', {
      where: `${store.location}, selection`,
      expected: `the rows that the run validated on, split ${recorded.join(', ')}`,
      received: `split ${found.join(', ')} of data ${dataset.sha256}`,
      hint: 'give the data that the run was trained on.',
    });
  }
  return selectionOf({ store, dataset, splits, trials, selection: sweep.selection, seed: sweep.seed, test });
}
