import { createHash } from 'node:crypto';
import { readPieces } from './read-pieces.ts';

/** SHA-256 of a file's content, read piece by piece by the platform's own code, which is faster than core's: 64 lower-case hexadecimal digits. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of readPieces(path)) hash.update(piece);
  return hash.digest('hex');
}
