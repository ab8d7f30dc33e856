import type { Dataset, ExperimentSpec, SweepRecord } from '../../index.ts';
import { loadDataset } from '../../node/index.ts';
import type { Output } from '../output.ts';
import { downloadView } from '../view/download-view.ts';
import type { TrainingOptions } from './training-options.ts';

/**
 * The data of a sweep. Only a built-in sweep whose data nobody asked for by name may fall back to synthetic data.
 *
 * @throws HeddleError as `loadDataset`
 */
export function loadFor(
  spec: ExperimentSpec,
  options: Pick<TrainingOptions, 'dataDir' | 'dataset' | 'set'>,
  builtIn: boolean,
  output: Output,
): Promise<Dataset> {
  const asked =
    options.dataset !== undefined || (options.set ?? []).some((change) => /^dataset\s*=/.test(change.trim()));
  return shown(output, (onProgress) => {
    return loadDataset(spec.dataset, { dataDir: options.dataDir, fallback: builtIn && !asked, onProgress });
  });
}

/**
 * The data that a run was trained on.
 *
 * @throws HeddleError as `loadDataset`
 */
export function loadForRun(
  sweep: SweepRecord,
  options: { readonly dataDir?: string },
  output: Output,
): Promise<Dataset> {
  return shown(output, (onProgress) => loadDataset(sweep.dataset.id, { dataDir: options.dataDir, onProgress }));
}

/** How long a person waits without a word: mirrors may take seconds to answer, or not to. */
const PATIENCE_MILLISECONDS = 1500;

type OnProgress = NonNullable<Parameters<typeof loadDataset>[1]>['onProgress'];

async function shown(output: Output, load: (onProgress: OnProgress) => Promise<Dataset>): Promise<Dataset> {
  const view = downloadView(output, () => performance.now());
  const patience = setTimeout(() => output.quiet || output.lines(['Looking for the data ...']), PATIENCE_MILLISECONDS);
  try {
    return await load((progress) => {
      clearTimeout(patience);
      view.onProgress(progress);
    });
  } finally {
    clearTimeout(patience);
    view.close();
  }
}
