import { expect, test } from 'vitest';
import { type Dataset, factsOf, HeddleError, parseExperiment, planExperiment, standardKinds, xor } from '../index.ts';
import { checkMemory, memoryTogether } from './memory-check.ts';

const dataset: Dataset = { id: 'xor', train: xor(), test: null, sha256: 'ab'.repeat(32), source: 'made', notice: null };
const spec = parseExperiment(
  {
    name: 'memory',
    dataset: 'xor',
    split: { random: 1 },
    models: { small: [{ dense: 2 }, 'relu', { dense: 2 }], large: [{ dense: 20_000 }, 'relu', { dense: 2 }] },
    training: { batchSize: 2, epochs: 1 },
  },
  standardKinds,
);
const plan = planExperiment(spec, factsOf(dataset), standardKinds);
const [small, large] = plan.trials.map(({ memoryBytes }) => memoryBytes);
const rows = 4 * 2 * 4 + 4 * 4;

function refusal(jobs: number, available: number): string {
  try {
    checkMemory(plan, dataset, { jobs, threads: 1 }, available);
  } catch (error) {
    if (error instanceof HeddleError) return error.message;
    throw error;
  }
  return '';
}

test('the largest trials that run side by side count', () => {
  expect(memoryTogether(plan, { jobs: 1, threads: 1 })).toBe(large);
  expect(memoryTogether(plan, { jobs: 2, threads: 1 })).toBe(small + large);
});

test('a sweep that just fits is let through, and one byte less refuses it', () => {
  expect(refusal(1, large + rows)).toBe('');
  expect(refusal(1, large + rows - 1)).toContain(
    `received ${((large + rows) / 2 ** 20).toFixed(1)} MiB (${large + rows} bytes)`,
  );
  expect(refusal(2, small + large + rows)).toBe('');
  expect(refusal(2, large + rows)).toContain('for the largest 2 trials, side by side. take fewer --jobs, ');
});

test('a refusal says what is needed, what there is, and what to do', () => {
  expect(refusal(1, 1024)).toBe(
    `memory: expected a sweep of at most 1.0 KiB (1024 bytes), which this machine has free, received ${((large + rows) / 2 ** 20).toFixed(1)} MiB (${large + rows} bytes): ${rows} B of rows and ${(large / 2 ** 20).toFixed(1)} MiB for the largest trial. take smaller batches or smaller layers.`,
  );
});

test('what one WebAssembly memory holds is the limit on a machine with more', () => {
  const huge = { ...plan, trials: plan.trials.map((trial) => ({ ...trial, memoryBytes: 3 * 2 ** 30 })) };
  expect(() => checkMemory(huge, dataset, { jobs: 1, threads: 1 }, 2 ** 40)).not.toThrow();
  expect(() => checkMemory(huge, dataset, { jobs: 2, threads: 1 }, 2 ** 40)).toThrow(
    'memory: expected a sweep of at most 4.0 GiB (4294967296 bytes), which a WebAssembly memory holds, received 6.0 GiB',
  );
});
