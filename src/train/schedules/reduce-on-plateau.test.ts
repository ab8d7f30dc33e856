import { expect, test } from 'vitest';
import { type ReduceOnPlateauScheduleOptions, reduceOnPlateau } from './reduce-on-plateau.ts';
import { factorsOf } from './schedules.fixture.ts';

const factors = (losses: readonly number[], options: Partial<ReduceOnPlateauScheduleOptions>): number[] =>
  factorsOf(reduceOnPlateau(options), { epochs: losses.length + 1, stepsPerEpoch: 1, losses });

test('the factor falls when the metric has not improved for more than `patience` epochs, and the count starts again', () => {
  expect(factors([3, 2, 2, 2, 2, 2, 1], { patience: 1, factor: 0.5 })).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25]);
});

test('with patience 0 every epoch without improvement counts, and with direction max higher is better', () => {
  expect(factors([1, 2, 3, 1], { patience: 0, factor: 0.1, direction: 'max' })).toEqual([1, 1, 1, 1, 0.1]);
});

test('a metric that is not a number does not improve, not even at first', () => {
  expect(factors([Number.NaN, Number.NaN, 2, 1], { patience: 0, factor: 0.5 })).toEqual([1, 0.5, 0.25, 0.25, 0.25]);
});

test('a metric that the records do not have is refused with the nearest name', () => {
  expect(() => factors([1], { metric: 'validationLos' })).toThrow(
    'reduceOnPlateau.metric: expected a metric of the epoch records, received "validationLos". did you mean validationLoss?',
  );
});

test.each([
  [
    { patience: -1 },
    'reduceOnPlateau.patience: expected a whole number at least 0, received -1. patience is the epochs without improvement before a drop.',
  ],
  [
    { factor: 1 },
    'reduceOnPlateau.factor: expected a number above 0 and below 1, received 1. factor is what each drop multiplies the learning rate by.',
  ],
])('%j is refused', (options, message) => {
  expect(() => reduceOnPlateau(options)).toThrow(message);
});
