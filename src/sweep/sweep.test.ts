import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { gridSampler } from './samplers/grid.ts';
import { runSweep } from './sweep.ts';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const diverged = (): HeddleError =>
  new HeddleError('diverged', {
    where: 'epoch 1, step 3',
    expected: 'a finite loss',
    received: 'NaN',
    hint: 'lower the learning rate.',
  });

test('trials start in order, never more than `jobs` at a time, and never two on one slot', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 8 }),
      async (jobs, turns) => {
        const started: number[] = [];
        const ended: number[] = [];
        const busy = new Set<number>();
        await runSweep({
          sampler: gridSampler(turns.map((_, index) => index)),
          jobs,
          run: async (trial, job) => {
            expect(busy.has(job)).toBe(false);
            expect(job).toBeLessThan(jobs);
            busy.add(job);
            started.push(trial);
            for (let i = 0; i < turns[trial]; i++) await turn();
            busy.delete(job);
            return trial * 10;
          },
          onOutcome: (trial, outcome) => {
            expect(outcome).toEqual({ status: 'finished', result: trial * 10 });
            ended.push(trial);
          },
        });
        expect(started).toEqual(turns.map((_, index) => index));
        expect(ended.toSorted((a, b) => a - b)).toEqual(started);
      },
    ),
    { numRuns: 20 },
  );
});

test('two jobs do run side by side', async () => {
  let running = 0;
  let most = 0;
  const run = async (): Promise<void> => {
    running++;
    most = Math.max(most, running);
    await turn();
    running--;
  };
  await runSweep({ sampler: gridSampler([1, 2, 3, 4]), jobs: 2, run });
  expect(most).toBe(2);
});

test('a trial that fails fails alone', async () => {
  const outcomes: string[] = [];
  await runSweep({
    sampler: gridSampler(['a', 'b', 'c']),
    jobs: 1,
    run: async (trial) => {
      if (trial === 'b') throw diverged();
    },
    onOutcome: (trial, outcome) => {
      outcomes.push(`${trial} ${outcome.status === 'failed' ? outcome.error.received : outcome.status}`);
    },
  });
  expect(outcomes).toEqual(['a finished', 'b NaN', 'c finished']);
});

test('a trial that cannot even begin fails alone too', async () => {
  const outcomes: string[] = [];
  await runSweep<string, void>({
    sampler: gridSampler(['a', 'b']),
    jobs: 1,
    run: (trial) => {
      if (trial === 'a') throw diverged();
      return Promise.resolve();
    },
    onOutcome: (trial, { status }) => {
      outcomes.push(`${trial} ${status}`);
    },
  });
  expect(outcomes).toEqual(['a failed', 'b finished']);
});

test('a mistake in the program starts no further trial and is thrown when those that run have ended', async () => {
  const started: string[] = [];
  const ended: string[] = [];
  const sweep = runSweep({
    sampler: gridSampler(['a', 'b', 'c']),
    jobs: 2,
    run: async (trial) => {
      started.push(trial);
      if (trial === 'a') throw new TypeError('a is not a function');
      await turn();
    },
    onOutcome: (trial) => {
      ended.push(trial);
    },
  });
  await expect(sweep).rejects.toThrow(TypeError);
  expect(started).toEqual(['a', 'b']);
  expect(ended).toEqual(['b']);
});

test.each([
  ['a lost worker thread', 'worker'],
  ['a file that cannot be written', 'file'],
  ['a run that another process took over', 'lease'],
  ['a run of a newer version', 'usage'],
] as const)('%s ends the sweep instead of failing every trial after it', async (_, code) => {
  const started: string[] = [];
  const ended: string[] = [];
  const lost = new HeddleError(code, { where: 'here', expected: 'one', received: 'another', hint: 'run again.' });
  const sweep = runSweep({
    sampler: gridSampler(['a', 'b', 'c', 'd']),
    jobs: 1,
    run: async (trial) => {
      started.push(trial);
      if (trial === 'b') throw lost;
    },
    onOutcome: (trial) => {
      ended.push(trial);
    },
  });
  await expect(sweep).rejects.toBe(lost);
  expect(started).toEqual(['a', 'b']);
  expect(ended).toEqual(['a']);
});

test('an aborted sweep asks for no further trial', async () => {
  const controller = new AbortController();
  const started: number[] = [];
  await runSweep({
    sampler: gridSampler([0, 1, 2]),
    jobs: 1,
    signal: controller.signal,
    run: async (trial) => {
      started.push(trial);
      if (trial === 1) controller.abort();
    },
  });
  expect(started).toEqual([0, 1]);
});

test('a slot asks for its next trial only when the last outcome has been written down', async () => {
  const log: string[] = [];
  await runSweep({
    sampler: gridSampler([0, 1]),
    jobs: 1,
    run: async (trial) => {
      log.push(`run ${trial}`);
    },
    onOutcome: async (trial) => {
      await turn();
      log.push(`told ${trial}`);
    },
  });
  expect(log).toEqual(['run 0', 'told 0', 'run 1', 'told 1']);
});

test.each([
  ['of a long and a short trial the long one', 2, [5, 1], [0]],
  ['of three the longest, whatever slot it has', 3, [1, 5, 2], [1]],
  ['the last of many', 2, [1, 1, 1, 5, 1], [1]],
  ['a lone trial, from its beginning, once', 4, [1], [0]],
  ['nobody where one trial runs at a time', 1, [1, 2], []],
  ['nobody where there is no trial', 2, [], []],
])('who is told that its trial is the only one left: %s', async (_, jobs, turns, expected) => {
  const alone: number[] = [];
  let started = 0;
  await runSweep({
    sampler: gridSampler(turns),
    jobs,
    run: async (wait) => {
      started++;
      for (let i = 0; i < wait; i++) await turn();
    },
    onAlone: (job) => {
      expect(started).toBe(turns.length);
      alone.push(job);
    },
  });
  expect(alone).toEqual(expected);
});
