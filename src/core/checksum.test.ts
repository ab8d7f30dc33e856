import { expect, test } from 'vitest';
import { checksum } from './checksum.ts';

const sumOf = (...parts: readonly Uint8Array[]): string => {
  const sum = checksum();
  for (const part of parts) sum.update(part);
  return sum.hex();
};

test('known answers, worked out by hand from the formula', () => {
  // 0x811c9dc5 ^ 0 (the length), times 0x01000193, rotated left by 15
  const product = (0x811c9dc5n * 0x01000193n) & 0xffffffffn;
  const rotated = ((product << 15n) | (product >> 17n)) & 0xffffffffn;
  expect(sumOf(new Uint8Array())).toBe(rotated.toString(16).padStart(8, '0'));
});

test('every single bit counts, wherever it is, and so does the length', () => {
  const bytes = Uint8Array.from({ length: 67 }, (_, i) => (i * 37) % 251);
  const sum = sumOf(bytes);
  expect(sumOf(bytes.subarray(0, 66))).not.toBe(sum);
  expect(sumOf(bytes.subarray(1))).not.toBe(sum);
  expect(sumOf(bytes.subarray(0, 32), bytes.subarray(32))).not.toBe(sum);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const changed = bytes.slice();
    changed[bit >> 3] ^= 1 << (bit & 7);
    expect(sumOf(changed), `bit ${bit}`).not.toBe(sum);
  }
});

test('bytes that do not begin at a word have the same sum', () => {
  const bytes = Uint8Array.from({ length: 41 }, (_, i) => i);
  const shifted = new Uint8Array(bytes.length + 1);
  shifted.set(bytes, 1);
  expect(sumOf(shifted.subarray(1))).toBe(sumOf(bytes));
});
