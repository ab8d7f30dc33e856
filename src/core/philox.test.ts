import { expect, test } from 'vitest';
import { philox } from './philox.ts';

type Words = [number, number, number, number];

function block(key: [number, number], counter: Words): string {
  const out = new Uint32Array(4);
  philox(out, key, ...counter);
  return Array.from(out, (word) => word.toString(16).padStart(8, '0')).join(' ');
}

// The three known answers that Random123 publishes for philox4x32 with ten rounds (kat_vectors).
test('zero key and zero counter give the published block', () => {
  expect(block([0, 0], [0, 0, 0, 0])).toBe('6627e8d5 e169c58d bc57ac4c 9b00dbd8');
});

test('all bits set give the published block', () => {
  const ones = 0xffffffff;
  expect(block([ones, ones], [ones, ones, ones, ones])).toBe('408f276d 41c83b0e a20bc7c6 6d5451fd');
});

test('the digits of pi give the published block', () => {
  const counter: Words = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];
  expect(block([0xa4093822, 0x299f31d0], counter)).toBe('d16cfe09 94fdcceb 5001e420 24126ea1');
});

test('words are taken modulo 2^32, so signed and unsigned callers agree', () => {
  expect(block([-1, -1], [-1, -1, -1, -1])).toBe(
    block([0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff]),
  );
});

test('every bit of the key and of the counter changes about half of the block', () => {
  const bits = (key: [number, number], counter: Words) => {
    const out = new Uint32Array(4);
    philox(out, key, ...counter);
    return out;
  };
  const base = bits([1, 2], [3, 4, 5, 6]);
  for (let bit = 0; bit < 192; bit++) {
    const words = [1, 2, 3, 4, 5, 6];
    words[bit >> 5] ^= 1 << (bit & 31);
    const [k0, k1, ...counter] = words;
    const other = bits([k0, k1], counter as Words);
    let changed = 0;
    for (let word = 0; word < 4; word++) {
      for (let x = base[word] ^ other[word]; x !== 0; x &= x - 1) changed++;
    }
    expect(changed, `bit ${bit}`).toBeGreaterThan(36);
    expect(changed, `bit ${bit}`).toBeLessThan(92);
  }
});
