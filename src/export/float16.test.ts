import { expect, test } from 'vitest';
import { fromBfloat16, fromFloat16, toFloat16 } from './float16.ts';

test('known bits, from the examples of IEEE 754', () => {
  const known: [number, number][] = [
    [0x0000, 0],
    [0x8000, -0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x3c00, 1],
    [0x3c01, 1.0009765625],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
  ];
  for (const [bits, value] of known) {
    expect(fromFloat16(bits)).toBe(value);
    expect(toFloat16(value)).toBe(bits);
  }
  expect(fromFloat16(0x7c01)).toBeNaN();
  expect(toFloat16(Number.NaN)).toBe(0x7e00);
});

test('every 16 bits that are a number come back', () => {
  for (let bits = 0; bits < 0x10000; bits++) {
    const value = fromFloat16(bits);
    if (!Number.isNaN(value) && toFloat16(value) !== bits) expect([bits, toFloat16(value)]).toEqual([bits, bits]);
  }
});

test('a number between two others goes to the nearer one, and half-way to the even one', () => {
  for (let bits = 0; bits < 0x7bff; bits++) {
    const [below, above] = [fromFloat16(bits), fromFloat16(bits + 1)];
    const middle = (below + above) / 2;
    const even = bits % 2 === 0 ? bits : bits + 1;
    const got = [toFloat16(middle), toFloat16(middle - (above - below) / 8), toFloat16(-middle - (above - below) / 8)];
    if (got[0] !== even || got[1] !== bits || got[2] !== (0x8000 | (bits + 1)))
      expect([bits, ...got]).toEqual([bits, even, bits, 0x8000 | (bits + 1)]);
  }
  expect(toFloat16(65519.99)).toBe(0x7bff);
  expect(toFloat16(65520)).toBe(0x7c00);
});

test('bfloat16 is the upper half of a float32', () => {
  expect(fromBfloat16(0x3f80)).toBe(1);
  expect(fromBfloat16(0xc049)).toBe(-3.140625);
  expect(fromBfloat16(0x7f80)).toBe(Number.POSITIVE_INFINITY);
});
