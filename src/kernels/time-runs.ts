// How long programs take on the calling thread.

import type { Program } from './kernels.ts';

/** Runs programs once, one right after the other; gives the seconds that each took by a clock of milliseconds. */
export function timeRuns(programs: readonly Program[], now: () => number, run: (program: Program) => void): number[] {
  return programs.map((program) => {
    const started = now();
    run(program);
    return (now() - started) / 1000;
  });
}
