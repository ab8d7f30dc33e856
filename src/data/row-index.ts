// Rows found by what they hold: an open hash table over row numbers. Hashes only narrow the search; rows are then compared
// value by value, so what is found is exact. It takes 8 bytes a row or more, whatever the rows are.

import { sizeOf } from '../core/index.ts';
import type { Features } from './dataset.ts';

/** All rows of one table as words, with a hash of each. */
export interface HashedRows {
  /** rows x width */
  readonly words: Int32Array | Uint8Array;
  readonly width: number;
  readonly hashes: Int32Array;
}

const rowBytesOf = (features: Features): number => sizeOf(features.shape) * features.values.BYTES_PER_ELEMENT;

/** Whether every row begins at a multiple of four bytes, so that it can be read four bytes at a time. */
export function alignedToWords(features: Features): boolean {
  return rowBytesOf(features) % 4 === 0 && features.values.byteOffset % 4 === 0;
}

/**
 * Hashes every row.
 *
 * @param wordwise reads four bytes at a time, which is for rows that are {@link alignedToWords}
 */
export function hashedRows(features: Features, wordwise: boolean = alignedToWords(features)): HashedRows {
  const { buffer, byteOffset, byteLength } = features.values;
  const words = wordwise
    ? new Int32Array(buffer, byteOffset, byteLength / 4)
    : new Uint8Array(buffer, byteOffset, byteLength);
  const width = rowBytesOf(features) / words.BYTES_PER_ELEMENT;
  const hashes = new Int32Array(words.length / width);
  for (let row = 0; row < hashes.length; row++) hashes[row] = hashRow(words, row * width, width);
  return { words, width, hashes };
}

/** FNV-1a over words, with a shift after each product that carries the high bits down again. */
function hashRow(words: Int32Array | Uint8Array, start: number, width: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < start + width; i++) {
    hash = Math.imul(hash ^ words[i], 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** Rows that are found by their content. */
export interface RowIndex {
  /** The first row added that equals a row of these rows or others; -1 where there is none. */
  find(rows: HashedRows, row: number): number;
  /** Adds a row, unless one is equal, which is then given; -1 for a row that is the first of its kind. */
  add(row: number): number;
}

/**
 * An index of some rows.
 *
 * @param most rows that will be added
 */
export function createRowIndex(rows: HashedRows, most: number): RowIndex {
  let size = 4;
  while (size < 2 * most) size *= 2;
  // A row number and one more, so that 0 is an empty place.
  const places = new Int32Array(size);
  const placeOf = (of: HashedRows, row: number): number => {
    const hash = of.hashes[row];
    let place = hash & (size - 1);
    for (;;) {
      const there = places[place] - 1;
      if (there < 0 || (rows.hashes[there] === hash && equalRows(rows, there, of, row))) return place;
      place = (place + 1) & (size - 1);
    }
  };
  return {
    find: (of, row) => places[placeOf(of, row)] - 1,
    add(row) {
      const place = placeOf(rows, row);
      const there = places[place] - 1;
      if (there < 0) places[place] = row + 1;
      return there;
    },
  };
}

function equalRows(a: HashedRows, aRow: number, b: HashedRows, bRow: number): boolean {
  const aStart = aRow * a.width;
  const bStart = bRow * b.width;
  for (let i = 0; i < a.width; i++) if (a.words[aStart + i] !== b.words[bStart + i]) return false;
  return true;
}
