// A sweep small enough for a test: two classes in the plane, two networks, the textbook backend.

import { randomSequence, seedFrom } from '../core/index.ts';
import { classTable, type Dataset, floatFeatures, type Table } from '../data/index.ts';
import { referenceBackend } from '../kernels/index.ts';
import type { SweepEvent } from '../record/index.ts';
import { memoryFiles, type RunFiles, type RunStore, runStoreOver } from '../store/index.ts';
import type { ExperimentEngine, ExperimentOptions, ExperimentResult } from './experiment-options.ts';
import { parseExperiment } from './parse-experiment.ts';
import { runExperiment } from './run-experiment.ts';
import { standardKinds } from './standard-kinds.ts';

export const TINY = {
  name: 'tiny',
  dataset: 'ring',
  split: { random: 20 },
  models: {
    plain: [{ dense: 6 }, 'relu', { dense: 2 }, 'softmax'],
    normed: [{ dense: 6 }, 'batchNorm', 'tanh', { dropout: 0.2 }, { dense: 2 }, 'softmax'],
  },
  training: { batchSize: 10, epochs: 3 },
  grid: { 'optimizer.learningRate': [0.03, 0.01] },
};

/** Points in a square, and whether they lie in the circle inside. */
function ring(rows: number, position: number): Table {
  const random = randomSequence(seedFrom(5), 'synthetic', position);
  const points = Array.from({ length: 2 * rows }, () => 2 * random.uniform() - 1);
  const labels = Int32Array.from({ length: rows }, (_, row) =>
    Number(points[2 * row] ** 2 + points[2 * row + 1] ** 2 < 0.6),
  );
  return classTable('ring', floatFeatures([2], points), labels, ['outside', 'inside']);
}

export const RING: Dataset = {
  id: 'ring',
  train: ring(80, 0),
  test: ring(30, 1),
  sha256: 'ab'.repeat(32),
  source: 'generated',
  notice: null,
};

/** One textbook backend serves any number of jobs: its runs never interleave within a call. */
export function tinyEngine(jobs: number): ExperimentEngine {
  const backend = referenceBackend({ floats: 32 });
  const backends = Array.from({ length: jobs }, () => backend);
  return { memory: backend.memory, backends, profile: { asked: 'strict', used: 'strict' } };
}

/** A sweep that has run, with everything it left behind. */
export interface TinyRun {
  readonly result: ExperimentResult;
  readonly store: RunStore;
  readonly files: RunFiles;
  readonly events: readonly SweepEvent[];
}

/** Runs the tiny sweep with changes to its value and to the options. */
export async function runTiny(
  changes: object = {},
  options: Partial<ExperimentOptions> & { readonly jobs?: number } = {},
): Promise<TinyRun> {
  const files = memoryFiles('tiny run');
  const store = options.store ?? runStoreOver(files);
  const events: SweepEvent[] = [];
  let milliseconds = 0;
  const result = await runExperiment({
    spec: parseExperiment({ ...TINY, ...changes }, standardKinds),
    kinds: standardKinds,
    dataset: RING,
    engine: tinyEngine(options.jobs ?? 1),
    environment: { heddle: '0.0.0', runtime: 'test', platform: 'test', cpu: 'test', cores: 1 },
    command: 'heddle sweep tiny.yaml',
    now: () => ++milliseconds,
    clock: () => '2026-01-02T03:04:05.000Z',
    ...options,
    store,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  return { result, store, files, events };
}
