import { expect, test } from 'vitest';
import type { SweepEvent } from '../../index.ts';
import { exampleRun, exampleRunWithFailures } from '../../report/example-run.fixture.ts';
import { startEvent, trialEvents } from './example-events.fixture.ts';
import { advance, remainingSeconds, type SweepProgress } from './sweep-progress.ts';

/** Events a second apart, the first at 0. */
function progressAfter(events: readonly SweepEvent[]): SweepProgress {
  return events.reduce<SweepProgress | null>((progress, event, i) => advance(progress, event, i * 1000), null)!;
}

test('nothing is known until the sweep has started', () => {
  const [first] = trialEvents(exampleRun().trials[0]);
  expect(advance(null, first, 0)).toBeNull();
});

test('a running trial counts its steps over all its epochs', () => {
  const run = exampleRun();
  const events = trialEvents(run.trials[0]).slice(0, 6);
  const progress = progressAfter([startEvent(run), ...events]);
  expect(progress.running.get(run.trials[0].folder)).toMatchObject({
    done: 46 + 20,
    total: 15 * 46,
    epoch: 2,
    epochs: 15,
    started: 1000,
  });
});

test('a trial that ended is no longer running, and its failure is counted', () => {
  const run = exampleRunWithFailures();
  const progress = progressAfter([startEvent(run), ...trialEvents(run.trials[0]), ...trialEvents(run.trials[1])]);
  expect(progress.running.size).toBe(0);
  expect(progress.ended.size).toBe(2);
  expect(progress.failed).toBe(1);
});

test('the best so far is the best epoch of any trial by the selection metric', () => {
  const run = exampleRun();
  const values = run.trials[0].epochs.map((epoch) => ('validationMacroF1' in epoch ? epoch.validationMacroF1! : 0));
  const progress = progressAfter([startEvent(run), ...trialEvents(run.trials[0])]);
  expect(progress.best?.value).toBe(Math.max(...values));
  expect(progress.best?.epoch).toBe(values.indexOf(Math.max(...values)) + 1);
});

test('a metric that is to be small is best when it is small', () => {
  const run = exampleRun();
  const losses = run.trials[0].epochs.map((epoch) => epoch.validationLoss!);
  const sweep = { ...run.sweep, selection: { metric: 'validationLoss', direction: 'min' } as const };
  const progress = progressAfter([startEvent({ ...run, sweep }), ...trialEvents(run.trials[0])]);
  expect(progress.best?.value).toBe(Math.min(...losses));
});

test('remaining time is what the rest of the work takes at the speed so far', () => {
  const run = exampleRun();
  const started = startEvent(run);
  expect(remainingSeconds(progressAfter([started]), 1000)).toBeNull();
  const equal = {
    ...run,
    trials: run.trials.map((trial) => ({ ...trial, record: { ...trial.record, parameterCount: 1000 } })),
  };
  const progress = progressAfter([startEvent(equal), ...trialEvents(equal.trials[0])]);
  expect(remainingSeconds(progress, 30_000)).toBeCloseTo(30 * 11, 6);
});

test('a trial with more parameters counts for more of the remaining time', () => {
  const run = exampleRun();
  const trials = run.trials
    .slice(0, 2)
    .map((trial, i) => ({ ...trial, record: { ...trial.record, parameterCount: [1000, 3000][i] } }));
  const progress = progressAfter([startEvent({ ...run, trials }), ...trialEvents(trials[0])]);
  expect(remainingSeconds(progress, 10_000)).toBeCloseTo(30, 6);
});

test('the sweep never ends before its slowest running trial', () => {
  const run = exampleRun();
  const trials = run.trials.slice(0, 2);
  const events = [startEvent({ ...run, trials }), ...trialEvents(trials[0]), ...trialEvents(trials[1]).slice(0, 4)];
  const progress = progressAfter(events);
  const { started, done, total } = progress.running.get(trials[1].folder)!;
  const now = started + 100_000;
  expect(done).toBe(46);
  expect(remainingSeconds(progress, now)).toBeCloseTo((100 * (total - done)) / done, 6);
});

test('steps that an earlier process took are no speed of this one: neither of the sweep nor of a trial’s bar', () => {
  const run = exampleRun();
  const trials = run.trials
    .slice(0, 2)
    .map((trial) => ({ ...trial, record: { ...trial.record, parameterCount: 1000 } }));
  const total = 15 * 46;
  const resumed = trialEvents(trials[0]).map((event): SweepEvent => {
    if (event.type !== 'trial-event' || event.event.type !== 'train-started') return event;
    return { ...event, event: { ...event.event, taken: total - 46 } };
  });
  const inLastEpoch = resumed.filter(
    (event) => event.type !== 'trial-event' || event.event.type !== 'progress' || event.event.epoch === 15,
  );
  const last = { type: 'progress', epoch: 15, step: 23, stepsPerEpoch: 46 } as const;
  const half: SweepEvent = { type: 'trial-event', trial: trials[0].folder, event: last };
  const started = [startEvent({ ...run, trials }), ...resumed.slice(0, 2)];
  expect(progressAfter(started).running.get(trials[0].folder)).toMatchObject({ done: 14 * 46, epoch: 15 });
  expect(remainingSeconds(progressAfter(started), 5000)).toBeNull();
  // 23 steps in 10 s; 23 of this trial and all 690 of the other are left.
  expect(remainingSeconds(progressAfter([...started, half]), 10_000)).toBeCloseTo((10 * (23 + total)) / 23, 6);
  // The whole epoch in 20 s; the other trial's 15 epochs are left.
  const whole = [startEvent({ ...run, trials }), ...inLastEpoch];
  expect(remainingSeconds(progressAfter(whole), 20_000)).toBeCloseTo(20 * 15, 6);
});

test('the best so far is known from before a sweep was resumed: of trials that ended, and of those that go on', () => {
  const run = exampleRun();
  const [ended, goesOn] = run.trials;
  const start = startEvent({ ...run, trials: [goesOn] });
  if (start.type !== 'sweep-started') throw new Error('the first event starts the sweep');
  const resumed: SweepEvent = { ...start, trials: [ended.record, ...start.trials] };
  const { bestEpoch, bestValue } = ended.record;
  expect(progressAfter([resumed]).best).toMatchObject({ epoch: bestEpoch, value: bestValue });
  const better = { ...goesOn.record, bestEpoch: 2, bestValue: 0.99 };
  const started: SweepEvent = { type: 'trial-started', trial: goesOn.folder, record: better };
  expect(progressAfter([resumed, started]).best).toMatchObject({ epoch: 2, value: 0.99 });
});
