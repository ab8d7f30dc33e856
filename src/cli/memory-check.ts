// Whether a sweep fits into memory, asked before anything is trained: the rows once, and the largest trials that can run side by side.

import { type Dataset, type ExperimentPlan, HeddleError, type Table } from '../index.ts';
import type { Shares } from './commands/training-options.ts';
import { bytesText } from './format/number-text.ts';

/** The most a WebAssembly memory holds. */
const ADDRESSABLE = 2 ** 32;

/** Bytes of the largest trials that can run side by side. */
export function memoryTogether({ trials }: ExperimentPlan, { jobs }: Shares): number {
  const largest = trials.map((trial) => trial.memoryBytes).sort((a, b) => b - a);
  return largest.slice(0, jobs).reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * Refuses a sweep that cannot fit.
 *
 * @param available bytes that the machine has to give
 * @throws HeddleError `engine` with the bytes needed and available.
 */
export function checkMemory(plan: ExperimentPlan, { train }: Dataset, shares: Shares, available: number): void {
  const trials = memoryTogether(plan, shares);
  const rows = bytesOf(train);
  const most = Math.min(available, ADDRESSABLE);
  if (trials + rows <= most) return;
  const beside = shares.jobs === 1 ? 'the largest trial' : `the largest ${shares.jobs} trials, side by side`;
  const limit = most === ADDRESSABLE ? 'which a WebAssembly memory holds' : 'which this machine has free';
  throw new HeddleError('engine', {
    where: 'memory',
    expected: `a sweep of at most ${bytesText(most)} (${most} bytes), ${limit}`,
    received: `${bytesText(trials + rows)} (${trials + rows} bytes): ${bytesText(rows)} of rows and ${bytesText(trials)} for ${beside}`,
    hint: `take ${shares.jobs > 1 ? 'fewer --jobs, ' : ''}smaller batches or smaller layers.`,
  });
}

const bytesOf = ({ features, targets }: Table): number =>
  features.values.byteLength + (targets.kind === 'classes' ? targets.labels : targets.values).byteLength;
