import { expect, test } from 'vitest';
import { factorsOf } from './schedules.fixture.ts';
import { step } from './step.ts';

test('the factor falls after every `every` epochs', () => {
  const factors = factorsOf(step({ every: 2, factor: 0.5 }), { epochs: 5, stepsPerEpoch: 2 });
  expect(factors).toEqual([1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25]);
});

test.each([
  [{ every: 0 }, 'step.every: expected a whole number at least 1, received 0. every is the epochs between two drops.'],
  [
    { factor: 0 },
    'step.factor: expected a number above 0 and at most 1, received 0. factor is what each drop multiplies the learning rate by.',
  ],
])('%j is refused', (options, message) => {
  expect(() => step(options)).toThrow(message);
});
