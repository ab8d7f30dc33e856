import { expect, test } from 'vitest';
import { assertClose, ROUNDING } from '../../testing/index.ts';
import { cosine } from './cosine.ts';
import { factorsOf } from './schedules.fixture.ts';

test('the factor falls along half a cosine from 1 to floor', () => {
  const factors = factorsOf(cosine({ floor: 0.2 }), { epochs: 3, stepsPerEpoch: 4 });
  const expected = factors.map((_, i) => 0.2 + (0.8 * (1 + Math.cos((Math.PI * i) / 12))) / 2);
  assertClose('factors', factors, expected, ROUNDING);
  expect(factors[0]).toBe(1);
  expect(factors[6]).toBeCloseTo(0.6, 14);
});

test('a floor above 1 is refused', () => {
  expect(() => cosine({ floor: 2 })).toThrow(
    'cosine.floor: expected a number at least 0 and at most 1, received 2. floor is the factor at the end.',
  );
});
