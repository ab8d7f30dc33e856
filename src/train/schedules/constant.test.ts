import { expect, test } from 'vitest';
import { constant } from './constant.ts';
import { factorsOf } from './schedules.fixture.ts';

test('the factor is always 1', () => {
  expect(factorsOf(constant(), { epochs: 2, stepsPerEpoch: 2 })).toEqual([1, 1, 1, 1]);
});
