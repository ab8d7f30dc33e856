import { expect, test } from 'vitest';
import { beyondNote, drawnValue, saneRange } from './sane-range.ts';

test('an axis ends where the sane lines do, and tells how many leave it', () => {
  const range = saneRange([[0.8, 0.31], [2.3, 0.4], [1e30], [2.1, 6e31, 2], []]);
  expect(range).toEqual({ low: 0, high: 2.5, beyond: 2 });
  expect(beyondNote(range, 4)).toBe('2 of 4 trials reach beyond this axis');
  expect([0.4, 1e30, -1e30].map((value) => drawnValue(value, range))).toEqual([0.4, 5, -2.5]);
});

test('R², which explodes downwards, has a sane range too', () => {
  expect(saneRange([[0.8], [0.5], [0.6], [-4e9]])).toEqual({ low: 0.5, high: 0.8, beyond: 1 });
});

test('lines of one size, of zeros alone and no lines at all leave the axis to fit them', () => {
  for (const lines of [[[1, 2], [99]], [[0], [0]], [], [[]]]) expect(saneRange(lines)).toBeNull();
  expect(drawnValue(1e30, null)).toBe(1e30);
  expect(beyondNote(null, 4)).toBe('');
});
