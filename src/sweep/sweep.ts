import { type ErrorCode, HeddleError } from '../core/index.ts';
import type { Sampler } from './sampler.ts';

/** How one trial ended. */
export type Outcome<Result> =
  | { readonly status: 'finished'; readonly result: Result }
  | { readonly status: 'failed'; readonly error: HeddleError };

/** What running a sweep takes. */
export interface SweepOptions<Trial, Result> {
  readonly sampler: Sampler<Trial>;
  /** How many trials run at a time, at least 1. */
  readonly jobs: number;
  /** The objective: runs one trial on job slot `job`, 0 to jobs - 1, which no other trial uses meanwhile. */
  readonly run: (trial: Trial, job: number) => Promise<Result>;
  /** Told of each end, in the order of the ends; a slot asks for its next trial when this has resolved. */
  readonly onOutcome?: (trial: Trial, outcome: Outcome<Result>) => void | Promise<void>;
  /** Told once the job slot whose trial is the only one left: no other runs, and none will start. */
  readonly onAlone?: (job: number) => void;
  /** Once aborted, no further trial is asked for; those that run see the same signal and end by themselves. */
  readonly signal?: AbortSignal;
}

/**
 * Asks, runs and tells until the sampler has no more trials, `jobs` of them at a time.
 *
 * A HeddleError fails its own trial, and the others go on. Three things end the sweep: a lost worker thread; a run folder that cannot
 * be written or is another process's; and any other error, which is a mistake in the program. No further trial starts then, and the
 * error is thrown once the running trials have ended.
 */
export async function runSweep<Trial, Result>(options: SweepOptions<Trial, Result>): Promise<void> {
  const { sampler, jobs, run, onOutcome, onAlone, signal } = options;
  const running = new Set<number>();
  let told = false;
  let broken = false;

  async function slot(job: number): Promise<void> {
    while (!broken && !signal?.aborted) {
      const trial = sampler.ask();
      if (trial === undefined) {
        if (running.size === 1 && !told) {
          told = true;
          const [last] = running;
          onAlone?.(last);
        }
        return;
      }
      running.add(job);
      try {
        const outcome = await outcomeOf(() => run(trial, job));
        running.delete(job);
        await onOutcome?.(trial, outcome);
      } catch (error) {
        broken = true;
        throw error;
      }
    }
  }

  const ends = await Promise.allSettled(Array.from({ length: jobs }, (_, job) => slot(job)));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

/** Errors that no other trial would be spared. */
const ENDING: readonly ErrorCode[] = ['worker', 'file', 'lease', 'usage'];

async function outcomeOf<Result>(run: () => Promise<Result>): Promise<Outcome<Result>> {
  try {
    return { status: 'finished', result: await run() };
  } catch (error) {
    if (error instanceof HeddleError && !ENDING.includes(error.code)) return { status: 'failed', error };
    throw error;
  }
}
