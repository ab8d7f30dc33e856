import { expect, test } from 'vitest';
import { rowNumbers } from './row-numbers.ts';

test('rows are numbered from 0', () => {
  expect(rowNumbers(3)).toEqual(Uint32Array.of(0, 1, 2));
  expect(rowNumbers(0)).toEqual(new Uint32Array());
});
