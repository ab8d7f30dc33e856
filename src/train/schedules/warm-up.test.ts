import { expect, test } from 'vitest';
import { assertClose, ROUNDING } from '../../testing/index.ts';
import { factorsOf } from './schedules.fixture.ts';
import { warmUp } from './warm-up.ts';

test('the factor rises in a straight line over the first epochs, to 1 at the last step of the rise, and stays', () => {
  expect(factorsOf(warmUp({ epochs: 1 }), { epochs: 2, stepsPerEpoch: 4 })).toEqual([0.25, 0.5, 0.75, 1, 1, 1, 1, 1]);
});

test('the rise may take part of an epoch', () => {
  expect(factorsOf(warmUp({ epochs: 0.5 }), { epochs: 1, stepsPerEpoch: 4 })).toEqual([0.5, 1, 1, 1]);
});

test('a rise of whole steps takes no step more where its product is rounded up', () => {
  for (const [epochs, stepsPerEpoch, rise] of [
    [0.07, 100, 7],
    [0.28, 100, 28],
    [0.14, 50, 7],
    [0.071, 100, 8],
  ] as const) {
    const factors = factorsOf(warmUp({ epochs }), { epochs: 1, stepsPerEpoch });
    expect(factors.indexOf(1)).toBe(rise - 1);
  }
});

test('a cosine may follow, over what is left', () => {
  const factors = factorsOf(warmUp({ epochs: 1, after: 'cosine' }), { epochs: 3, stepsPerEpoch: 2 });
  const falling = [0, 1, 2, 3].map((i) => (1 + Math.cos((Math.PI * i) / 4)) / 2);
  assertClose('factors', factors, [0.5, 1, ...falling], ROUNDING);
});

test.each([
  [
    { epochs: 0 },
    'warmUp.epochs: expected a number above 0, received 0. epochs is the epochs the rise takes; may be a fraction.',
  ],
  [
    { after: 'linear' as never },
    'warmUp.after: expected one of constant, cosine, received "linear". after is what follows the rise.',
  ],
])('%j is refused', (options, message) => {
  expect(() => warmUp(options)).toThrow(message);
});
