import { open } from 'node:fs/promises';

/** Bytes of a piece. */
const PIECE = 1 << 16;

/**
 * What a file holds, piece by piece. All pieces lie in one buffer, each in place of the one before: a file of any length takes the
 * memory of one piece.
 *
 * @throws what the system says, when the file cannot be opened or read.
 */
export async function* readPieces(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(PIECE);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
