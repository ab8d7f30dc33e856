import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../core/index.ts';
import { nativeSha256 } from './native-sha256.ts';

test('it gives the digits of the hash of core, fed piece by piece, from shared memory too', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 5 }), (pieces) => {
      const [own, native] = [sha256(), nativeSha256()];
      for (const piece of pieces) {
        own.update(piece);
        const shared = new Uint8Array(new SharedArrayBuffer(piece.length));
        shared.set(piece);
        native.update(shared);
      }
      expect(native.hex()).toBe(own.hex());
    }),
  );
});
