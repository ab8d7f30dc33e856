/** Batches of the same size, and how many there are. */
export interface Batches {
  readonly n: number;
  readonly times: number;
}

/** Full batches of `rows` rows and the smaller last one: each row exactly once. */
export function batchesOf(rows: number, batchSize: number): Batches[] {
  const full = Math.floor(rows / batchSize);
  const rest = rows % batchSize;
  return [...(full > 0 ? [{ n: batchSize, times: full }] : []), ...(rest > 0 ? [{ n: rest, times: 1 }] : [])];
}
