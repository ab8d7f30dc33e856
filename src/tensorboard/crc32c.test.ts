import { expect, test } from 'vitest';
import { crc32c, maskedCrc32c } from './crc32c.ts';

test('the known answers of RFC 3720, and of the digits', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
  expect(crc32c(new Uint8Array(0))).toBe(0);
});

test('a mask turns 0 into the constant alone', () => {
  expect(maskedCrc32c(new Uint8Array(0))).toBe(0xa282ead8);
});
