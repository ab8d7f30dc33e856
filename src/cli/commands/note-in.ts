import type { RunStore } from '../../index.ts';
import { holdRun } from '../../node/index.ts';
import type { Output } from '../output.ts';

/**
 * Does what writes to a run folder once it has been trained, while no other process does: waits for others that have something to note.
 *
 * @param work gets the run as this process alone writes to it
 * @throws HeddleError `lease` while the run is being trained.
 */
export async function noteIn<Result>(
  { location }: RunStore,
  output: Output,
  work: (store: RunStore) => Promise<Result>,
): Promise<Result> {
  const held = await holdRun(location, 'note');
  try {
    if (held.notice !== null && !output.quiet && !output.json) output.lines([held.notice]);
    return await work(held.store);
  } finally {
    await held.release();
  }
}
