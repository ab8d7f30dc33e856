import { expect, test } from 'vitest';
import type { Selection } from '../record/index.ts';
import { keepBest } from './keep-best.ts';
import { epochOf } from './small-training.fixture.ts';

/** Offers epochs whose validation loss goes as given; gives the keeper, and which epochs were taken for the best. */
function offer(values: readonly number[], selection: Selection | null) {
  const keeper = keepBest(selection);
  const taken = values.map((value, i) =>
    keeper.offer(epochOf(i + 1, value), () => [{ name: 'epoch', shape: [1], values: Float32Array.of(i + 1) }]),
  );
  return { keeper, taken };
}

const lowest: Selection = { metric: 'validationLoss', direction: 'min' };

test('the weights of the best epoch are kept; of equal ones, the first', () => {
  const { keeper, taken } = offer([3, 1, 2, 1], lowest);
  expect(taken).toEqual([true, true, false, false]);
  expect([keeper.epoch, keeper.value, keeper.tensors?.[0].values[0]]).toEqual([2, 1, 2]);
});

test('with direction max the highest is the best', () => {
  expect(offer([3, 1, 4], { ...lowest, direction: 'max' }).taken).toEqual([true, false, true]);
});

test('without a metric the last epoch is kept', () => {
  const { keeper, taken } = offer([1, 2, 3], null);
  expect(taken).toEqual([true, true, true]);
  expect([keeper.epoch, keeper.value]).toEqual([3, null]);
});

test('a metric that is not a number is never better, and any number is better than it', () => {
  expect(offer([Number.NaN, Number.NaN, 5, Number.NaN, 4], lowest).taken).toEqual([true, false, true, false, true]);
});

test('before the first epoch there is nothing', () => {
  const keeper = keepBest(lowest);
  expect([keeper.epoch, keeper.value, keeper.tensors]).toEqual([0, null, null]);
});

test('a metric that the records do not have is refused with the nearest name', () => {
  expect(() => offer([1], { metric: 'validationLost', direction: 'min' })).toThrow(
    'keepBest.metric: expected a metric of the epoch records, received "validationLost". did you mean validationLoss?',
  );
});
