import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Of } from './base64.ts';

test('base64 is what other programs write', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }),
  );
});

test('all bytes are told apart', () => {
  const all = Uint8Array.from({ length: 65_536 * 2 }, (_, i) => (i % 2 === 0 ? i >> 9 : i >> 1));
  expect(base64Of(all)).toBe(Buffer.from(all).toString('base64'));
});
