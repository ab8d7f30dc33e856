// The one order in which columns are summed: rows in tiles of 64. Within a tile rows are added one after the
// other; tile sums are added one after the other. The order depends on the number of rows alone.

import type { Arithmetic } from './arithmetic.ts';

/** Rows of a tile. */
export const ROW_TILE = 64;

/** Sum over rows of `term(row)`, in the fixed order. */
export function sumRows({ round }: Arithmetic, rows: number, term: (row: number) => number): number {
  let total = 0;
  for (let tile = 0; tile < rows; tile += ROW_TILE) {
    let sum = 0;
    const end = Math.min(rows, tile + ROW_TILE);
    for (let row = tile; row < end; row++) sum = round(sum + term(row));
    total = round(total + sum);
  }
  return total;
}
