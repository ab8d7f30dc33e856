// The last trial of a sweep goes on with all threads. What a training has recorded lies in the memory that all teams of an engine
// share, and any number of threads computes the same bits, so that the next run may simply be another team's.

import type { Backend } from '../kernels/kernels.ts';

/** A backend whose runs can be handed over. */
export interface Relay {
  readonly backend: Backend;
  /** Runs that are asked for from now on are made by `next`, which is over the same memory and of the same profile. */
  handTo(next: Backend): void;
}

/** A backend that computes on `own` until its runs are handed over. Closing it leaves every team as it is. */
export function relayBackend(own: Backend): Relay {
  let runner = own;
  // Two teams never run at once: programs of one training share its buffers.
  let lastRun: Promise<unknown> = Promise.resolve();
  return {
    backend: {
      ...own,
      run(program, times) {
        const team = runner;
        const run = lastRun.then(() => team.run(program, times));
        lastRun = run.catch(() => undefined);
        return run;
      },
      close: async () => undefined,
    },
    handTo(next) {
      runner = next;
    },
  };
}
