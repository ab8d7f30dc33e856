// One seed, named streams. Every random number in Heddle is a pure function of
// (seed, stream, where it is used), so results do not depend on threads or on what was drawn before,
// and resuming needs no generator state.
//
// Key: the 64-bit seed. Counter: (index low, index high or lane, position, stream id).

import { describe, HeddleError } from './errors.ts';
import { type PhiloxKey, philox } from './philox.ts';
import { sha256Hex } from './sha256.ts';

/** The streams in use; the number is the fourth counter word and must never change. */
export const STREAMS = {
  split: 1,
  initialize: 2,
  shuffle: 3,
  dropout: 4,
  synthetic: 5,
  bootstrap: 6,
  sample: 7,
} as const;

/** The name of a stream. */
export type StreamName = keyof typeof STREAMS;

/** A 64-bit seed as 16 hexadecimal digits; texts survive JSON, bigints do not. */
export type Seed = string;

/**
 * The seed of a whole number, 0 to 2^53 - 1, or the seed itself if it already is 16 hexadecimal digits.
 *
 * @throws HeddleError `option` for anything else.
 * @example
 * seedFrom(1); // '0000000000000001'
 */
export function seedFrom(value: number | Seed): Seed {
  if (typeof value === 'string' ? /^[0-9a-f]{16}$/.test(value) : Number.isSafeInteger(value) && value >= 0) {
    return typeof value === 'string' ? value : value.toString(16).padStart(16, '0');
  }
  throw new HeddleError('option', {
    where: 'seed',
    expected: 'a whole number from 0 to 9007199254740991, or 16 hexadecimal digits',
    received: describe(value),
    hint: 'choose any such number; the same one gives the same results.',
  });
}

/** A new seed made from a seed and a text: the first 64 bits of the SHA-256 of both. */
export function deriveSeed(seed: Seed, text: string): Seed {
  return sha256Hex(`${seed}\n${text}`).slice(0, 16);
}

/** The Philox key of a seed: its low and its high 32 bits. */
export function keyOf(seed: Seed): PhiloxKey {
  return [Number.parseInt(seed.slice(8), 16), Number.parseInt(seed.slice(0, 8), 16)];
}

/** A sequence of random numbers out of one stream, for work outside the kernels (splits, drawings, samplers). */
export interface RandomSequence {
  /** The next 32 random bits, 0 to 2^32 - 1. */
  word(): number;
  /** The next number in [0, 1), with 32 random bits. */
  uniform(): number;
  /** The next whole number in [0, bound), without bias, for bound up to 2^32. */
  below(bound: number): number;
}

/**
 * The numbers of stream `stream` at `position` (a layer, an epoch, a row: whatever the caller counts).
 *
 * @example
 * const random = randomSequence(seedFrom(1), 'split', 0);
 * random.below(10);
 */
export function randomSequence(seed: Seed, stream: StreamName, position: number): RandomSequence {
  const key = keyOf(seed);
  const words = new Uint32Array(4);
  let index = 0;
  const word = (): number => {
    const lane = index % 4;
    if (lane === 0) philox(words, key, index / 4, 0, position, STREAMS[stream]);
    index++;
    return words[lane];
  };
  return {
    word,
    uniform: () => word() / 0x100000000,
    below(bound) {
      const limit = 0x100000000 - (0x100000000 % bound);
      let drawn = word();
      while (drawn >= limit) drawn = word();
      return drawn % bound;
    },
  };
}

/** Shuffles `items` in place by Fisher and Yates with the given sequence, and returns it. */
export function shuffleInPlace<Items extends { length: number; [index: number]: number }>(
  items: Items,
  random: RandomSequence,
): Items {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = items[i];
    items[i] = items[j];
    items[j] = held;
  }
  return items;
}
