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
 * Runs a batch forward and looks at the output of one layer after the other.
 *
 * @returns the first that is not finite, as `model[1] dense`; `the data` for the rows themselves; null when all are finite
 */
export async function firstNotFinite(
  backend: Backend,
  objective: Objective,
  network: NetworkBuffers,
  { placed, order, n, training, key }: LookedAt,
): Promise<string | null> {
  const program = backend.record((kernels) => {
    recordGather(kernels, network, placed, order, n);
    recordForward(objective, network, { kernels, n, training, key });
  });
  try {
    await backend.run(program, 1);
  } finally {
    program.release();
  }
  const { model, depth } = objective;
  const allFinite = (span: Span, size: number): boolean =>
    (backend.memory.read({ ...span, length: n * size }) as Float32Array).every(Number.isFinite);
  if (!allFinite(network.x, sizeOf(model.input))) return 'the data';
  for (let index = 0; index < depth; index++) {
    const { y } = network.layers[index];
    if (y === null || allFinite(y, sizeOf(model.plans[index].output))) continue;
    return `model[${index}] ${model.layers[index].definition.kind}`;
  }
  return null;
}
