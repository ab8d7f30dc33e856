// Where a forward pass leaves the finite numbers. Asked once, after a loss was not finite: it may be slow.

import { type PhiloxKey, sizeOf } from '../core/index.ts';
import type { Backend, Span } from '../kernels/kernels.ts';
import { type NetworkBuffers, type Objective, recordForward } from '../model/index.ts';
import { recordGather } from './pass.ts';
import type { PlacedTable } from './place-table.ts';

/** The batch to look at: the next n rows of `order`, where the clock stands. */
export interface LookedAt {
  readonly placed: PlacedTable;
  readonly order: Span;
  readonly n: number;
  readonly training: boolean;
  readonly key: PhiloxKey;
}

/**
 * Runs a batch forward to one layer after the other, since a later one may write over an earlier one's output, and looks at each.
 *
 * @returns the first that is not finite, as `model[1] dense`; `the data` for the rows themselves; null when all are finite
 */
export async function firstNotFinite(
  backend: Backend,
  objective: Objective,
  network: NetworkBuffers,
  { placed, order, n, training, key }: LookedAt,
): Promise<string | null> {
  const { model, depth } = objective;
  for (let last = -1; last < depth; last++) {
    let output = network.x;
    const program = backend.record((kernels) => {
      recordGather(kernels, network, placed, order, n);
      output = recordForward(objective, network, { kernels, n, training, key }, last);
    });
    try {
      await backend.run(program, 1);
    } finally {
      program.release();
    }
    const size = sizeOf(last < 0 ? model.input : model.plans[last].output);
    const numbers = backend.memory.read({ ...output, length: n * size }) as Float32Array;
    if (!numbers.every(Number.isFinite))
      return last < 0 ? 'the data' : `model[${last}] ${model.layers[last].definition.kind}`;
  }
  return null;
}
