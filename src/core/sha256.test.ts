import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { plainSha256 } from './plain-sha256.ts';
import { sha256, sha256Hex } from './sha256.ts';

test('it gives the digits of plain TypeScript, fed piece by piece, from shared memory too', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 5 }), (pieces) => {
      const [plain, own] = [plainSha256(), sha256()];
      for (const piece of pieces) {
        plain.update(piece);
        const shared = new Uint8Array(new SharedArrayBuffer(piece.length));
        shared.set(piece);
        own.update(shared);
      }
      expect(own.hex()).toBe(plain.hex());
    }),
  );
});

test('a text is hashed as its UTF-8 bytes', () => {
  expect(sha256Hex('Größe 👕')).toBe(plainSha256().update(new TextEncoder().encode('Größe 👕')).hex());
});

test('where there is no Node, plain TypeScript computes it', async () => {
  const plain = vi.fn(plainSha256);
  vi.resetModules();
  vi.doMock('./plain-sha256.ts', () => ({ plainSha256: plain }));
  vi.stubGlobal('process', undefined);
  const elsewhere = await import('./sha256.ts').finally(() => vi.unstubAllGlobals());
  expect(elsewhere.sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(plain).toHaveBeenCalledOnce();
});
