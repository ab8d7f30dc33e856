// SHA-256 by whatever is fastest here: Node's own code, some ten times as fast, or plain TypeScript.

import { plainSha256, type Sha256 } from './plain-sha256.ts';

/** What is used of node:crypto. */
interface NodeCrypto {
  createHash(algorithm: 'sha256'): { update(bytes: Uint8Array): unknown; digest(encoding: 'hex'): string };
}

/** Node's module, where this runs in Node; asked for by a function of Node's, since no import of it would do in browsers. */
const crypto = (
  globalThis as { readonly process?: { getBuiltinModule?(name: 'node:crypto'): NodeCrypto } }
).process?.getBuiltinModule?.('node:crypto');

/**
 * Begins a SHA-256 hash.
 *
 * @example
 * sha256().update(new TextEncoder().encode('abc')).hex(); // 'ba7816bf...'
 */
export function sha256(): Sha256 {
  return crypto === undefined ? plainSha256() : nodeSha256(crypto);
}

function nodeSha256({ createHash }: NodeCrypto): Sha256 {
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

/** The SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function sha256Hex(content: Uint8Array | string): string {
  return sha256()
    .update(typeof content === 'string' ? new TextEncoder().encode(content) : content)
    .hex();
}
