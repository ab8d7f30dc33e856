import { createHash } from 'node:crypto';
import type { Sha256 } from '../core/index.ts';

/** Begins a SHA-256 hash by the platform's own code, some ten times as fast as core's. */
export function nativeSha256(): Sha256 {
  const hash = createHash('sha256');
  const own: Sha256 = {
    update(bytes) {
      hash.update(bytes);
      return own;
    },
    hex: () => hash.digest('hex'),
  };
  return own;
}
