// The last trial of a sweep goes on with all threads. What a training has recorded lies in the memory that all teams of an engine
// share, and any number of threads computes the same bits, so that the next run may simply be another team's.

import type { Backend } from '../kernels/kernels.ts';

/** Milliseconds that a trial has been alone for before others' threads come: starting them is not worth it for one that ends meanwhile. */
const ALONE = 1000;

/** A backend whose runs can be handed over. */
export interface Relay {
  readonly backend: Backend;
  /**
   * Its training is alone from now on. Once it has been for a second, `start` gives a team over the same memory and of the same
   * profile, which makes the runs asked for after that; `failed` is told why it could not, and nothing changes.
   */
  alone(start: () => Promise<Backend>, failed: (error: Error) => void): void;
}

/** A backend that computes on `own` until its runs are handed over. Closing it leaves every team as it is. */
export function relayBackend(own: Backend, now: () => number): Relay {
  let runner = own;
  let handOver = (): void => undefined;
  // Two teams never run at once: programs of one training share its buffers.
  let lastRun: Promise<unknown> = Promise.resolve();
  function inTurn<Result>(runOn: (team: Backend) => Promise<Result>): Promise<Result> {
    handOver();
    const team = runner;
    const run = lastRun.then(() => runOn(team));
    lastRun = run.catch(() => undefined);
    return run;
  }
  return {
    backend: {
      ...own,
      run: (program, times) => inTurn((team) => team.run(program, times)),
      time: (programs, clock) => inTurn((team) => team.time(programs, clock)),
      close: async () => undefined,
    },
    alone(start, failed) {
      const since = now();
      handOver = () => {
        if (now() - since < ALONE) return;
        handOver = () => undefined;
        start().then((team) => {
          runner = team;
        }, failed);
      };
    },
  };
}
