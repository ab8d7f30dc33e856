import { nativeSha256 } from './native-sha256.ts';
import { readPieces } from './read-pieces.ts';

/** SHA-256 of a file's content, read piece by piece: 64 lower-case hexadecimal digits. */
export async function hashFile(path: string): Promise<string> {
  const hash = nativeSha256();
  for await (const piece of readPieces(path)) hash.update(piece);
  return hash.hex();
}
