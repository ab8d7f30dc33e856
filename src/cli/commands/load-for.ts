import {
  type Dataset,
  type ExperimentSpec,
  parseExperiment,
  type SweepRecord,
  standardKinds,
  type WasmMemory,
} from '../../index.ts';
import { type FilesTask, loadDataset } from '../../node/index.ts';
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
  { builtIn, memory }: { readonly builtIn: boolean; readonly memory?: WasmMemory },
  output: Output,
): Promise<Dataset> {
  const asked =
    options.dataset !== undefined || (options.set ?? []).some((change) => /^dataset\s*=/.test(change.trim()));
  return shown(output, (onProgress) => {
    const { dataDir } = options;
    return loadDataset(spec.dataset, { dataDir, fallback: builtIn && !asked, task: taskFor(spec), memory, onProgress });
  });
}

/**
 * The data that a run was trained on.
 *
 * @throws HeddleError as `loadDataset`
 */
export function loadForRun(
  sweep: SweepRecord,
  options: { readonly dataDir?: string; readonly memory?: WasmMemory },
  output: Output,
): Promise<Dataset> {
  const spec = parseExperiment(sweep.spec, standardKinds);
  // A built-in data set by its own name, which may not be the one that was asked for.
  const dataset = typeof spec.dataset === 'string' ? sweep.dataset.id : spec.dataset;
  return shown(output, (onProgress) =>
    loadDataset(dataset, { dataDir: options.dataDir, task: taskFor(spec), memory: options.memory, onProgress }),
  );
}

/** What a sweep asks of its rows. */
export function taskFor({ loss, split }: ExperimentSpec): FilesTask {
  const { targets, activation } = standardKinds.losses[loss.kind];
  return { targets, shares: activation === 'sigmoid', split };
}

/** How long a person waits without a word: mirrors may take seconds to answer, or not to. */
const PATIENCE_MILLISECONDS = 1500;

type OnProgress = NonNullable<Parameters<typeof loadDataset>[1]>['onProgress'];

/** Loads something, and shows that it is looked for or downloaded where that takes a while. */
export async function shown<Loaded>(
  output: Output,
  load: (onProgress: OnProgress) => Promise<Loaded>,
): Promise<Loaded> {
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
