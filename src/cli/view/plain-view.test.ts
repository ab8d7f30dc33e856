import { expect, test } from 'vitest';
import type { SweepEvent } from '../../index.ts';
import { exampleRun, exampleRunWithFailures } from '../../report/example-run.fixture.ts';
import { createColours } from '../format/colours.ts';
import { startEvent, trialEvents } from './example-events.fixture.ts';
import { plainView } from './plain-view.ts';

/** The log of some events, as a pipe of unlimited width gets it. */
function logOf(events: readonly SweepEvent[], columns = Number.POSITIVE_INFINITY): string[] {
  const log: string[] = [];
  const view = plainView({
    write: (lines) => log.push(...lines),
    style: { colours: createColours(false), columns },
    now: () => 0,
  });
  for (const event of events) view.onEvent(event);
  view.close();
  return log;
}

test('a log begins with what is about to run', () => {
  expect(logOf([startEvent()])).toEqual([
    'Sweep fashion-mnist: 12 trials, seed 1',
    '  data      fashion-mnist: 48,000 training, 12,000 validation, 10,000 test rows',
    '  source    files in /data/fashion-mnist',
    '  numerics  fused',
    '  compute   wasm, 2 trials at a time, 1 thread each',
    '',
  ]);
});

test('another profile than the one asked for is named', () => {
  const run = exampleRun();
  const sweep = { ...run.sweep, profile: { asked: 'fused', used: 'strict' } };
  expect(logOf([startEvent({ ...run, sweep })])).toContain('  numerics  strict (fused was asked for)');
});

test('a trial has a line when it starts, one for each epoch, and one when it ends', () => {
  const run = exampleRun();
  const [trial] = run.trials;
  const log = logOf([startEvent(run), ...trialEvents(trial)]).slice(6);
  expect(log).toHaveLength(trial.epochs.length + 2);
  expect(log[0]).toBe('model_1 learningRate=0.005: trial 1 of 12, 408,074 parameters, 20.8 MiB');
  expect(log[1]).toMatch(
    /^model_1 learningRate=0\.005 {5}epoch {2}1\/15 {2}train loss 0\.\d{4} accuracy 0\.\d{4} {2}validation loss/,
  );
  expect(log.at(-1)).toBe(`model_1 learningRate=0.005: ${trial.record.message} (15.8 s)`);
});

test('the epoch whose weights are kept is marked', () => {
  const run = exampleRun();
  const { epochs, record } = run.trials[0];
  const log = logOf([startEvent(run), ...trialEvents(run.trials[0])]).slice(7, 7 + epochs.length);
  expect(log.map((line) => line.endsWith('best'))).toEqual(epochs.map((epoch) => epoch.epoch === record.bestEpoch));
});

test('a failed trial says why', () => {
  const run = exampleRunWithFailures();
  expect(logOf([startEvent(run), ...trialEvents(run.trials[1])]).at(-1)).toBe(
    'model_1 learningRate=0.0025: failed: epoch 1, step 17: expected a finite loss, received NaN. Lower the learning rate.',
  );
});

test('on a narrow terminal that cannot be drawn over, epochs are columns under titles', () => {
  const run = exampleRun();
  const log = logOf([startEvent(run), ...trialEvents(run.trials[0]).slice(0, 5)], 80);
  expect(log.at(-2)).toBe('trial             epoch  train loss     acc  val loss     acc  macro-F1      s *');
  expect(log.at(-1)).toMatch(/^model_1 0\.005 {6}1\/15 {6}0\.\d{4} {2}0\.\d{4}/);
});
