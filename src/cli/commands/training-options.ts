// The options of sweep and train, as changes to the sweep and as what they ask of the machine.

import { availableParallelism } from 'node:os';
import type { Override, Profile } from '../../index.ts';
import { parseOverride } from '../../sweep-file/index.ts';
import type { OutputOptions } from '../output.ts';
import type { Embed } from './write-report.ts';

/** The options of every command that trains, as commander reads them. */
export interface TrainingOptions extends OutputOptions {
  readonly out: string;
  readonly dataDir?: string;
  readonly dataset?: string;
  readonly seed?: number;
  readonly threads?: number;
  readonly jobs?: number;
  readonly profile?: Profile;
  readonly epochs?: number;
  readonly models?: readonly string[];
  readonly set?: readonly string[];
  readonly embed: Embed;
  readonly tensorboard?: string | true;
  readonly dryRun?: boolean;
  /** Of `train` alone. */
  readonly profileKernels?: boolean;
  /** A run folder, or its name. */
  readonly resume?: string;
  readonly extend?: boolean;
  /** Seconds. */
  readonly checkpointEvery?: number;
}

/** The changes to the sweep that options ask for; `--set` comes last, so that it wins. */
export function overridesOf(options: Omit<TrainingOptions, 'embed'>): Override[] {
  const named: [string, unknown][] = [
    ['dataset', options.dataset],
    ['seed', options.seed],
    ['training.epochs', options.epochs],
    ['models', options.models],
  ];
  const given = named.filter(([, value]) => value !== undefined).map(([path, value]): Override => ({ path, value }));
  return [...given, ...(options.set ?? []).map(parseOverride)];
}

/** How a sweep shares the machine. */
export interface Shares {
  readonly jobs: number;
  readonly threads: number;
}

/**
 * Trials side by side, and threads for each. One trial a core has the best throughput, since nothing waits for anything;
 * cores that are left over become threads of the trials.
 */
export function sharesOf(
  options: Pick<TrainingOptions, 'jobs' | 'threads'>,
  trials: number,
  cores: number = availableParallelism(),
): Shares {
  const together = options.jobs ?? Math.max(1, Math.floor(cores / (options.threads ?? 1)));
  const jobs = Math.min(together, trials);
  return { jobs, threads: options.threads ?? Math.max(1, Math.floor(cores / jobs)) };
}
