import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridCells } from './space.ts';

test('the last path of a grid changes fastest', () => {
  expect(gridCells({ a: [1, 2], b: ['x', 'y'] })).toEqual([
    { a: 1, b: 'x' },
    { a: 1, b: 'y' },
    { a: 2, b: 'x' },
    { a: 2, b: 'y' },
  ]);
});

test('a grid without paths has one empty cell', () => {
  expect(gridCells({})).toEqual([{}]);
});

test('a grid has as many different cells as the product of its dimensions', () => {
  const dimension = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), dimension, { maxKeys: 4 }), (grid) => {
      const cells = gridCells(grid);
      const texts = new Set(cells.map((cell) => JSON.stringify(cell)));
      expect(texts.size).toBe(Object.values(grid).reduce((product, values) => product * values.length, 1));
      expect(cells).toHaveLength(texts.size);
    }),
  );
});
