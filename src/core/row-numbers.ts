/**
 * The numbers of the first rows, in order.
 *
 * @example
 * rowNumbers(3); // 0, 1, 2
 */
export function rowNumbers(rows: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}
