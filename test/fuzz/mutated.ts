// Inputs for a parser: its own samples with a few mutations each, inputs it builds, and plain noise. fast-check draws them
// from a seed, and shrinks one that fails to the fewest mutations that still do.

import fc from 'fast-check';
import { bytesOf, type ParserCase } from './parser-case.ts';

/** Numbers at the edges of what fields of 1 to 8 bytes can say. */
const EDGES: readonly bigint[] = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
  0xffff_ffff_ffff_ffffn,
];

/** Names that mean something to JavaScript, a shell, a page or a file system, and pieces of text formats. */
const HOSTILE_TOKENS: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '../',
  '/etc/passwd',
  '..\\',
  '\u0000',
  '\u001b[31m',
  '\u202e',
  '<script>',
  '"',
  "'",
  '\\u0000',
  '\n',
  '\r\n',
  '\t',
  ',',
  ':',
  '[[[[',
  '{"a":',
  '1e999',
  '-0',
  'NaN',
  '99999999999999999999',
  'null',
  'true',
];

/** One change of an input; `place` falls anywhere in it, whatever its length. */
type Mutation = (input: Uint8Array) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const placeIn = (input: Uint8Array, place: number): number => place % (input.length + 1);

function put(input: Uint8Array, place: number, piece: Uint8Array): Uint8Array {
  const at = placeIn(input, place);
  return joined(input.subarray(0, at), piece, input.subarray(at));
}

function overwrite(input: Uint8Array, place: number, piece: Uint8Array): Uint8Array {
  const at = placeIn(input, place);
  return joined(input.subarray(0, at), piece, input.subarray(at + piece.length));
}

function numberBytes(value: bigint, size: number, littleEndian: boolean): Uint8Array {
  const bytes = Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
  return littleEndian ? bytes : bytes.reverse();
}

function mutations(tokens: readonly string[], samples: readonly Uint8Array[]): fc.Arbitrary<Mutation> {
  const place = fc.oneof(fc.nat(64), fc.nat(1 << 20));
  const token = fc.constantFrom(...tokens, ...HOSTILE_TOKENS).map(bytesOf);
  const number = fc
    .tuple(fc.constantFrom(...EDGES), fc.constantFrom(1, 2, 4, 8), fc.boolean())
    .map(([value, size, littleEndian]) => numberBytes(value, size, littleEndian));
  return fc.oneof(
    fc.tuple(place, fc.nat(7)).map(
      ([at, bit]): Mutation =>
        (input) => {
          const changed = input.slice();
          if (changed.length > 0) changed[at % changed.length] ^= 1 << bit;
          return changed;
        },
    ),
    fc.tuple(place, number).map(
      ([at, piece]): Mutation =>
        (input) =>
          overwrite(input, at, piece),
    ),
    fc.tuple(place, token).map(
      ([at, piece]): Mutation =>
        (input) =>
          put(input, at, piece),
    ),
    fc.tuple(place, token).map(
      ([at, piece]): Mutation =>
        (input) =>
          overwrite(input, at, piece),
    ),
    fc.tuple(place, fc.uint8Array({ maxLength: 12 })).map(
      ([at, piece]): Mutation =>
        (input) =>
          put(input, at, piece),
    ),
    place.map(
      (at): Mutation =>
        (input) =>
          input.slice(0, placeIn(input, at)),
    ),
    fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(
      ([at, length]): Mutation =>
        (input) => {
          const from = placeIn(input, at);
          return joined(input.subarray(0, from), input.subarray(from + length));
        },
    ),
    fc.tuple(place, fc.integer({ min: 1, max: 64 }), fc.integer({ min: 2, max: 40 })).map(
      ([at, length, times]): Mutation =>
        (input) => {
          const from = placeIn(input, at);
          const piece = input.subarray(from, from + length);
          return joined(input.subarray(0, from), ...Array.from({ length: times }, () => piece), input.subarray(from));
        },
    ),
    fc.tuple(place, place, fc.constantFrom(...samples)).map(
      ([at, from, other]): Mutation =>
        (input) =>
          joined(input.subarray(0, placeIn(input, at)), other.subarray(placeIn(other, from))),
    ),
  );
}

/** The inputs on which a parser is tried. */
export function inputsOf({ samples, tokens = [], built }: ParserCase): fc.Arbitrary<Uint8Array> {
  const mutated = fc
    .tuple(fc.constantFrom(...samples), fc.array(mutations(tokens, samples), { maxLength: 5 }))
    .map(([sample, changes]) => changes.reduce((input, change) => change(input), sample));
  return fc.oneof(
    { arbitrary: mutated, weight: 16 },
    { arbitrary: fc.uint8Array({ maxLength: 200 }), weight: 1 },
    ...(built === undefined ? [] : [{ arbitrary: built, weight: 4 }]),
  );
}
