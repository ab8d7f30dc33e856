// The shape of a tile of out, and of what it is multiplied from: lists of entries of a, and panels of b.
//
// WIDE is a constant of the build: 1 where the engine makes one instruction on 256 bits of two on 128 (multiply-wide-tile.ts).

// @ts-ignore: WIDE comes from the compiler's command line
export const IS_WIDE: bool = WIDE != 0;

/** Columns of a tile and of a panel; a tile has two rows. */
export const COLUMNS: i32 = IS_WIDE ? 32 : 20;
/** Bytes of a panel's row. */
export const PANEL_ROW: usize = <usize>COLUMNS * 4;
/** Most entries of a list, and rows of a panel: 272 x 20 floats, 21 KiB, are most of a first-level cache of 32 KiB; 272 x 32 just not. */
export const ENTRIES: i32 = 272;
/**
 * A list of entries is three arrays: numbers of the tile's first row, of its second, and the byte offsets in the panel of the rows of b
 * that they meet. An entry is found by its first number: the others lie so many bytes behind it. Each array has room for the zeros
 * behind an odd list, and for four entries to be written where fewer are kept.
 */
export const SECONDS: usize = <usize>(ENTRIES + 8) * 4;
export const PLACES: usize = 2 * SECONDS;
/** Bytes of a list. */
export const LIST: usize = 3 * SECONDS;
