import { expect, test } from 'vitest';
import type { TrainEvent } from '../../record/index.ts';
import { progress } from './progress.ts';
import { recorder } from './recorder.ts';

const events: readonly TrainEvent[] = [
  { type: 'train-started', epochs: 1, stepsPerEpoch: 2 },
  { type: 'progress', epoch: 1, step: 2, stepsPerEpoch: 2 },
];

test('a recorder keeps every event in order', () => {
  const log = recorder();
  for (const event of events) log.onEvent?.(event);
  expect(log.events).toEqual(events);
});

test('progress hands every event on', () => {
  const told: TrainEvent[] = [];
  const listener = progress((event) => told.push(event));
  for (const event of events) listener.onEvent?.(event);
  expect(told).toEqual(events);
});
