import type { Json } from '../core/index.ts';

/** The values to try, by path: `{ 'optimizer.learningRate': [0.01, 0.001] }`. */
export type Grid = { readonly [path: string]: readonly Json[] };

/** One choice of a value for each path of a grid. */
export type GridCell = { readonly [path: string]: Json };

/**
 * Every cell of a grid, the last path changing fastest. A grid without paths has one empty cell.
 *
 * @example
 * gridCells({ a: [1, 2], b: [3, 4] }); // a1 b3, a1 b4, a2 b3, a2 b4
 */
export function gridCells(grid: Grid): GridCell[] {
  return Object.entries(grid).reduce<GridCell[]>(
    (cells, [path, values]) => cells.flatMap((cell) => values.map((value) => ({ ...cell, [path]: value }))),
    [{}],
  );
}
