// A pair of rows of a block of a, and the list of what they multiply: see pack-pairs.ts.

/** Rows are counted from the block's first; the second is NONE for an odd row alone. */
// @ts-ignore: decorator
@unmanaged
export class Pair {
  static readonly NONE: i32 = -1;
  first: i32 = 0;
  second: i32 = 0;
  /** Where the list of entries begins and ends, in bytes. */
  begin: usize = 0;
  end: usize = 0;
}

/** The i-th pair of those that begin at `pairs`. */
// @ts-ignore: decorator
@inline
export function pairAt(pairs: usize, i: i32): Pair {
  return changetype<Pair>(pairs + <usize>i * offsetof<Pair>());
}
