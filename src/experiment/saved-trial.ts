import { rowNumbers } from '../core/index.ts';
import { type Dataset, preparedWith } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { RunTrial, TestRecord } from '../record/index.ts';
import type { RunStore } from '../store/index.ts';
import { type Evaluation, evaluate, placeTable } from '../train/index.ts';
import { buildLoss } from './build.ts';
import { loadTrialModel } from './load-trial-model.ts';
import { evaluationRecord } from './records.ts';
import type { ExperimentKinds } from './spec.ts';

/** A saved trial and the rows to try it on. */
export interface SavedTrialOptions {
  readonly store: RunStore;
  readonly kinds: ExperimentKinds;
  readonly backend: Backend;
  readonly trial: Pick<RunTrial, 'folder' | 'record'>;
  readonly dataset: Dataset;
  /** Which of its tables. */
  readonly part: 'train' | 'test';
  /** Row numbers in that table; all of them where absent. */
  readonly rows?: Uint32Array;
}

/**
 * Loads a trial's model from its file, so that what is evaluated is what was saved, and tries it on rows.
 *
 * @throws HeddleError `checksum` when the weights are not those that training kept.
 */
export async function evaluateSaved(
  options: SavedTrialOptions,
): Promise<{ readonly evaluation: Evaluation; readonly figures: TestRecord }> {
  const { kinds, backend, trial, dataset, part } = options;
  const { folder, record } = trial;
  const saved = await loadTrialModel(options, trial);
  const { model, tensors, classNames } = saved;
  const loss = buildLoss(saved.loss, kinds);
  // The rows as that model takes them: by its own preprocessing, which was fitted on the rows that trained it.
  const table = preparedWith(dataset, saved.preprocessing)[part];
  if (table === null) throw new TypeError(`data set ${dataset.id} has no test rows`);
  const placed = placeTable(backend.memory, table);
  try {
    const rows = options.rows ?? rowNumbers(table.rows);
    // In batches as in training, so that sums have the same order and the figures the same bits.
    const batchSize = Number(record.training.batchSize);
    const evaluation = await evaluate({ model, loss, tensors, backend, rows: { placed, rows }, batchSize });
    return { evaluation, figures: evaluationRecord(folder, record.name, evaluation, classNames) };
  } finally {
    placed.release();
  }
}
