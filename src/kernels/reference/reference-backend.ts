// The textbook backend: complete, plain TypeScript, on float32 or float64. It is the oracle of every test.
// A program is the recorded list of calls; running it calls them again, on one thread, in order.

import type { Backend, Kernels, Program } from '../kernels.ts';
import { timeRuns } from '../time-runs.ts';
import { activationKernels } from './activation-kernels.ts';
import { type Arithmetic, float32, float64 } from './arithmetic.ts';
import { batchKernels } from './batch-kernels.ts';
import { batchNormKernels } from './batch-norm-kernels.ts';
import { denseKernels } from './dense-kernels.ts';
import { initializeKernels } from './initialize-kernels.ts';
import { lossKernels } from './loss-kernels.ts';
import { metricKernels } from './metric-kernels.ts';
import { optimizerKernels } from './optimizer-kernels.ts';
import { createReferenceMemory, type ReferenceMemory } from './reference-memory.ts';

/** All kernels in plain TypeScript, over a memory. */
export function referenceKernels(arithmetic: Arithmetic, memory: ReferenceMemory): Kernels {
  return {
    ...batchKernels(arithmetic, memory),
    ...initializeKernels(arithmetic, memory),
    ...denseKernels(arithmetic, memory),
    ...activationKernels(arithmetic, memory),
    ...batchNormKernels(arithmetic, memory),
    ...lossKernels(arithmetic, memory),
    ...metricKernels(memory),
    ...optimizerKernels(arithmetic, memory),
  };
}

interface ReferenceProgram extends Program {
  readonly list: readonly (() => void)[];
}

/**
 * A reference backend with a memory of its own.
 *
 * @param options.floats 32 to mimic the strict profile bit for bit, 64 for the oracle
 * @example
 * const oracle = referenceBackend({ floats: 64 });
 */
export function referenceBackend(options: { readonly floats: 32 | 64 }): Backend {
  const arithmetic = options.floats === 32 ? float32 : float64;
  const memory = createReferenceMemory(arithmetic.bytes);
  const kernels = referenceKernels(arithmetic, memory);
  const runOnce = (program: Program): void => {
    for (const call of (program as ReferenceProgram).list) call();
  };
  return {
    name: 'reference',
    profile: 'strict',
    threads: 1,
    memory,
    record(body): Program {
      const list: (() => void)[] = [];
      const recorder = Object.fromEntries(
        Object.entries(kernels).map(([name, kernel]) => [name, (call: never) => list.push(() => kernel(call))]),
      ) as unknown as Kernels;
      body(recorder);
      const program: ReferenceProgram = { calls: list.length, list, release: () => undefined };
      return program;
    },
    async run(program, times) {
      for (let time = 0; time < times; time++) runOnce(program);
    },
    time: async (programs, now) => timeRuns(programs, now, runOnce),
    close: async () => undefined,
  };
}
