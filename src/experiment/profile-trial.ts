import type { Dataset } from '../data/index.ts';
import { type KernelProfile, placeTable, profileKernels } from '../train/index.ts';
import { factsOf } from './dataset-facts.ts';
import type { ExperimentEngine } from './experiment-options.ts';
import { splitsOf } from './folds.ts';
import { planExperiment } from './plan.ts';
import type { ExperimentKinds, ExperimentSpec } from './spec.ts';

/**
 * Times every kernel call in some steps of a sweep's first trial. Nothing is validated, tested or written.
 *
 * @param options.steps how many steps are timed
 * @throws HeddleError `sweep` when the sweep does not fit the data; `engine` when it does not fit into memory.
 */
export async function profileTrial(options: {
  readonly spec: ExperimentSpec;
  readonly kinds: ExperimentKinds;
  readonly dataset: Dataset;
  readonly engine: ExperimentEngine;
  readonly steps: number;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}): Promise<KernelProfile> {
  const { spec, kinds, dataset, engine, steps, now } = options;
  const { model, loss, optimizer, training, seed } = planExperiment(spec, factsOf(dataset), kinds).trials[0];
  const [split] = splitsOf(spec, dataset.train);
  const placed = placeTable(engine.memory, dataset.train);
  const { batchSize, epochs, dropLast } = training;
  try {
    const backend = engine.backends[0];
    const rows = { placed, rows: split.train };
    const clipNorm = training.clipNorm ?? undefined;
    return await profileKernels(
      { model, loss, optimizer, backend, train: rows, batchSize, epochs, dropLast, clipNorm, seed, now },
      steps,
    );
  } finally {
    placed.release();
  }
}
