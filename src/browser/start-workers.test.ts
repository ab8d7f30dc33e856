import { expect, test } from 'vitest';
import { dataWorker } from './generated/data-worker.ts';
import { engineWorker } from './generated/engine-worker.ts';
import { sweepWorker } from './generated/sweep-worker.ts';

test.each([
  ['engine', engineWorker],
  ['sweep', sweepWorker],
  ['data', dataWorker],
])('the worker of %s starts no worker: in Firefox that may never return', (_, program) => {
  expect(program.includes('postMessage')).toBe(true);
  expect(/new Worker\b/.test(program)).toBe(false);
});
