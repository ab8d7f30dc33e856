// A fast check that bytes are those that were written. Each word w changes the hash h by h' = (h ^ w) * 0x01000193 rotated, which is
// one-to-one in w: a single wrong word is always found, and any other damage but once in 2^32. Not against people: that is SHA-256.

import { LITTLE_ENDIAN } from './little-endian.ts';

const PRIME = 0x01000193;
const BEGIN = 0x811c9dc5;

/** A running checksum over bytes. */
export interface Checksum {
  /** Takes the next bytes. Their boundaries count: two updates differ from one of both parts together. */
  update(bytes: Uint8Array): void;
  /** Eight hexadecimal digits. */
  hex(): string;
}

const mixed = (hash: number, word: number): number => {
  const product = Math.imul(hash ^ word, PRIME);
  return (product << 15) | (product >>> 17);
};

/**
 * A new checksum.
 *
 * @example
 * const sum = checksum();
 * sum.update(Uint8Array.of(1, 2, 3));
 * sum.hex();
 */
export function checksum(): Checksum {
  let hash = BEGIN;
  return {
    update(bytes) {
      const whole = bytes.byteLength & ~3;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      // A local variable stays in a register; one that a closure holds is stored at every word, ten times slower.
      let now = hash;
      if (bytes.byteOffset % 4 === 0 && LITTLE_ENDIAN) {
        const words = new Int32Array(bytes.buffer, bytes.byteOffset, whole / 4);
        for (let i = 0; i < words.length; i++) now = mixed(now, words[i]);
      } else for (let at = 0; at < whole; at += 4) now = mixed(now, view.getInt32(at, true));
      for (let at = whole; at < bytes.byteLength; at++) now = mixed(now, bytes[at]);
      hash = mixed(now, bytes.byteLength);
    },
    hex: () => (hash >>> 0).toString(16).padStart(8, '0'),
  };
}
