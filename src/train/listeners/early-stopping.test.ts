import { expect, test } from 'vitest';
import { epochOf } from '../small-training.fixture.ts';
import { type EarlyStoppingOptions, earlyStopping } from './early-stopping.ts';

/** The epoch after which training ends when the metric goes as given; null when it does not. */
function endsAfter(values: readonly number[], options: Partial<EarlyStoppingOptions>): number | null {
  const listener = earlyStopping(options);
  for (const [i, value] of values.entries()) {
    const request = listener.afterEpoch?.(epochOf(i + 1, value));
    if (request !== undefined) {
      expect(request.message).toBe(`Early stopping at epoch ${i + 1}`);
      return i + 1;
    }
  }
  return null;
}

test.each<[string, number[], Partial<EarlyStoppingOptions>, number | null]>([
  ['ends after `patience` epochs in a row without improvement', [3, 2, 2.5, 2.1, 1], { patience: 2 }, 4],
  ['an improvement starts the count again', [3, 2, 2.5, 1.9, 2, 1.8], { patience: 2 }, null],
  ['an equal value is no improvement', [2, 2], { patience: 1 }, 2],
  ['with direction max, higher is better', [1, 2, 3, 2.9], { patience: 1, direction: 'max' }, 4],
  ['with direction max, falling ends it', [3, 2, 1], { patience: 2, direction: 'max' }, 3],
  ['a change below minimumChange is none', [3, 2.95, 2.9], { patience: 2, minimumChange: 0.1 }, 3],
  ['small changes add up against the best', [3, 2.95, 2.85], { patience: 2, minimumChange: 0.1 }, null],
  ['a metric that is not a number does not improve', [2, Number.NaN, Number.NaN], { patience: 2 }, 3],
  ['not even at first, and what comes after it can', [Number.NaN, 2, 1, 1.5], { patience: 2 }, null],
])('%s', (_, values, options, end) => {
  expect(endsAfter(values, options)).toBe(end);
});

test('what it remembers goes through state and restore, as plain data', () => {
  const first = earlyStopping({ patience: 2 });
  first.afterEpoch?.(epochOf(1, 1));
  first.afterEpoch?.(epochOf(2, 2));
  const state = JSON.parse(JSON.stringify(first.state?.()));
  expect(state).toEqual({ best: 1, waited: 1 });
  const second = earlyStopping({ patience: 2 });
  second.restore?.(state);
  expect(second.afterEpoch?.(epochOf(3, 1.5))).toEqual({ message: 'Early stopping at epoch 3' });
});

test('a metric that the records do not have is refused with the nearest name', () => {
  const listener = earlyStopping({ metric: 'validationLos' });
  expect(() => listener.afterEpoch?.(epochOf(1, 1))).toThrow(
    'earlyStopping.metric: expected a metric of the epoch records, received "validationLos". did you mean validationLoss?',
  );
});

test.each([
  [
    { patience: 0 },
    'earlyStopping.patience: expected a whole number at least 1, received 0. patience is the epochs without improvement after which training ends.',
  ],
  [
    { minimumChange: -1 },
    'earlyStopping.minimumChange: expected a number at least 0, received -1. minimumChange is the least change that counts as improvement.',
  ],
  [
    { direction: 'up' as never },
    'earlyStopping.direction: expected one of min, max, received "up". direction is whether lower or higher is better.',
  ],
])('%j is refused', (options, message) => {
  expect(() => earlyStopping(options)).toThrow(message);
});

test('one listener watches two trainings, one after the other, each from its beginning; one that goes on keeps what was restored', () => {
  const listener = earlyStopping({ patience: 2 });
  const begin = (taken?: number): void =>
    listener.onEvent?.({
      type: 'train-started',
      epochs: 9,
      stepsPerEpoch: 4,
      ...(taken === undefined ? {} : { taken }),
    });
  begin();
  listener.afterEpoch?.(epochOf(1, 1));
  listener.afterEpoch?.(epochOf(2, 2));
  begin();
  expect(listener.state?.()).toEqual({ best: null, waited: 0 });
  listener.restore?.({ best: 1, waited: 1 });
  begin(8);
  expect(listener.afterEpoch?.(epochOf(3, 1.5))).toEqual({ message: 'Early stopping at epoch 3' });
});
