import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256, sha256Hex } from './sha256.ts';

const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 131 + (i >> 8) * 17 + 7) & 0xff);
const expectedOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the examples of FIPS 180-4 give the published hashes', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256Hex('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
});

test('every length around the block borders agrees with node:crypto', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = bytesOf(length);
    expect(sha256Hex(bytes), `length ${length}`).toBe(expectedOf(bytes));
  }
});

test('a long input agrees with node:crypto', () => {
  const bytes = bytesOf(1_000_003);
  expect(sha256Hex(bytes)).toBe(expectedOf(bytes));
});

test('pieces of any size give the hash of the whole', () => {
  const bytes = bytesOf(1000);
  for (const size of [1, 3, 55, 56, 63, 64, 65, 128, 999]) {
    const hash = sha256();
    for (let at = 0; at < bytes.length; at += size)
      hash.update(bytes.subarray(at, at + size)).update(new Uint8Array(0));
    expect(hash.hex(), `pieces of ${size}`).toBe(expectedOf(bytes));
  }
});

test('the input is left as it was', () => {
  const bytes = bytesOf(100);
  sha256Hex(bytes);
  expect(bytes).toEqual(bytesOf(100));
});

test('a text is hashed as its UTF-8 bytes', () => {
  expect(sha256Hex('Größe 👕')).toBe(createHash('sha256').update('Größe 👕', 'utf8').digest('hex'));
});

test('lengths above 2^32 bits are counted in 64 bits', () => {
  const piece = new Uint8Array(1 << 24);
  const own = sha256();
  const expected = createHash('sha256');
  for (let i = 0; i < 33; i++) {
    own.update(piece);
    expected.update(piece);
  }
  expect(own.hex()).toBe(expected.digest('hex'));
});
