import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { gunzip, isGzip } from './gzip.ts';

const content: Uint8Array = new Uint8Array(1000).map((_, i) => i * i);
const packed: Uint8Array = new Uint8Array(gzipSync(content));

const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => Array.from(part)));

test('gunzip gives back what gzip packed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
      expect(await gunzip(new Uint8Array(gzipSync(bytes)), { where: 'file' })).toEqual(bytes);
    }),
    { numRuns: 50 },
  );
});

test('a file of several chunks, in and out, is unpacked whole', async () => {
  const noise = new Uint8Array(1_000_000);
  for (let i = 1; i < noise.length; i++) noise[i] = (Math.imul(noise[i - 1] + i, 2654435761) >>> 13) & 0xff;
  expect(Buffer.compare(await gunzip(new Uint8Array(gzipSync(noise)), { where: 'file' }), noise)).toBe(0);
});

test('isGzip looks at the first two bytes', () => {
  expect(isGzip(packed)).toBe(true);
  expect(isGzip(Uint8Array.of(0x1f))).toBe(false);
  expect(isGzip(content)).toBe(false);
});

test('a gzip file cut short, at any length, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length - 1), async (length) => {
      await expect(gunzip(packed.subarray(0, length), { where: 'file' })).rejects.toBeInstanceOf(HeddleError);
    }),
  );
});

// A few bits carry nothing, such as those that fill up the last byte of the packed data: changing them is harmless.
test('no changed bit in the packed data or its trailer ever gives other content', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 10, max: packed.length - 1 }), fc.nat(7), async (at, bit) => {
      const mutated = packed.slice();
      mutated[at] ^= 1 << bit;
      const result = await gunzip(mutated, { where: 'file' }).catch((error: unknown) => error);
      if (!(result instanceof HeddleError)) expect(result).toEqual(content);
    }),
  );
});

const damages: [name: string, bytes: Uint8Array, message: string | RegExp][] = [
  ['another format', content, 'expected a gzip file, which begins with the bytes 1f 8b, received other bytes.'],
  ['a header cut short', packed.subarray(0, 7), 'expected a gzip file of at least 20 bytes, received 7 bytes.'],
  [
    'a wrong checksum',
    withByte(packed.length - 6),
    'expected a whole, undamaged gzip file, received "incorrect data check"',
  ],
  [
    'an impossible length',
    withByte(packed.length - 1),
    new RegExp(
      `expected a whole gzip file, which ends with the length of what it holds, received ${packed.length} bytes, of which the last four say \\d+, more than these can unpack to\\. the file is damaged, cut short, or has other bytes behind its end: get it again\\.`,
    ),
  ],
  [
    'a length too small',
    withByte(packed.length - 4),
    'expected a whole, undamaged gzip file, received "incorrect length check"',
  ],
  [
    'zeros after the end',
    joined(packed, new Uint8Array(4)),
    'expected 0 bytes when unpacked, as its last four bytes say, received more than that.',
  ],
  [
    'a second file after the end',
    joined(packed, packed),
    // Node 24 sees what is behind the end before it unpacks it.
    new RegExp(
      [
        'expected 1000 bytes when unpacked, as its last four bytes say, received more than that',
        'expected a whole, undamaged gzip file, received "Trailing junk found after the end of the compressed stream" after 1000',
      ].join('|'),
    ),
  ],
  ['its trailer twice', joined(packed, packed.subarray(-8)), 'expected a whole, undamaged gzip file, received "'],
];

test.each(damages)('%s is a format error', async (_, bytes, message) => {
  const error = await gunzip(bytes, { where: 'images.gz' }).catch((thrown: unknown) => thrown);
  if (!(error instanceof HeddleError)) throw new Error('expected a HeddleError');
  expect(error.code).toBe('format');
  expect(error.message).toContain(`images.gz: expected `);
  expect(error.message).toMatch(message);
});

test('without a name the error is of a gzip file', async () => {
  await expect(gunzip(Uint8Array.of(1, 2))).rejects.toThrow(
    'gzip file: expected a gzip file, which begins with the bytes 1f 8b, received other bytes.',
  );
});

test('a bomb is refused by the length it states', async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(1_000_000)));
  await expect(gunzip(bomb, { where: 'bomb.gz', limit: 999_999 })).rejects.toThrow(
    'bomb.gz: expected at most 999999 bytes when unpacked, received 1000000 bytes, as its last four bytes say. ' +
      'the file is damaged, or too large to be read whole into memory: check that it is the file meant.',
  );
  expect((await gunzip(bomb, { where: 'bomb.gz', limit: 1_000_000 })).length).toBe(1_000_000);
});

test('a bomb that lies about its length is refused as soon as it passes it', async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(1_000_000)));
  new DataView(bomb.buffer).setUint32(bomb.length - 4, 100, true);
  await expect(gunzip(bomb, { where: 'bomb.gz' })).rejects.toThrow(
    'expected 100 bytes when unpacked, as its last four bytes say, received more than that',
  );
});

function withByte(at: number): Uint8Array {
  const bytes = packed.slice();
  bytes[at] ^= 0x41;
  return bytes;
}
