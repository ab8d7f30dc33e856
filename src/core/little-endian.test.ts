import { expect, test } from 'vitest';
import { littleEndianBytes, littleEndianFloats } from './little-endian.ts';

test('numbers are bytes, the low one first, and come back with the same bits', () => {
  expect([...littleEndianBytes(Float32Array.of(1, -0))]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0x80]);
  expect([...littleEndianBytes(Uint32Array.of(0x01020304).subarray(0, 1))]).toEqual([4, 3, 2, 1]);
  expect([...littleEndianBytes(Uint8Array.of(9, 8, 7).subarray(1))]).toEqual([8, 7]);
  const numbers = Float32Array.of(1.5, -0, 1e-45, Number.POSITIVE_INFINITY, 3.4e38);
  expect(littleEndianFloats(littleEndianBytes(numbers.subarray(1)))).toEqual(numbers.subarray(1));
});

test.each([0, 1])('bytes may begin anywhere, and are not shared with the numbers read from them: at %i', (begin) => {
  const bytes = new Uint8Array(8).fill(7);
  bytes.set([0, 0, 0x80, 0x3f], begin);
  const numbers = littleEndianFloats(bytes.subarray(begin, begin + 6));
  expect([...numbers]).toEqual([1]);
  numbers[0] = 2;
  expect(bytes[begin + 3]).toBe(0x3f);
});
