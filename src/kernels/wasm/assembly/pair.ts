// A pair of rows of a block of a, and the list of what they multiply (pack-pairs.ts): four words.

/** The rows, counted from the block's first; the second is NONE for an odd row alone. */
export const FIRST: usize = 0;
export const SECOND: usize = 4;
/** Where the list of entries begins and ends. */
export const BEGIN: usize = 8;
export const END: usize = 12;
/** Bytes of a pair. */
export const PAIR: usize = 16;

export const NONE: i32 = -1;
