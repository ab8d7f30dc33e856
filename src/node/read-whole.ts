// A file whose length is known, read piece by piece into an array that is there already: neither its packed bytes nor a second copy of
// what it holds are ever whole in memory.

import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { HeddleError } from '../core/index.ts';
import { codeOf, fileError } from './file-error.ts';

/**
 * Fills `room` with what a file holds, unpacked where it is `packed` by gzip.
 *
 * @throws HeddleError `file` when it cannot be read, `format` when it is damaged or holds more or fewer bytes than `room`.
 */
export async function readWhole(
  path: string,
  { packed, room }: { readonly packed: boolean; readonly room: Uint8Array },
): Promise<Uint8Array> {
  let filled = 0;
  const fill = new Writable({
    write(piece: Uint8Array, _encoding, done) {
      if (filled + piece.length <= room.length) room.set(piece, filled);
      filled += piece.length;
      done(filled > room.length ? wrongLength(path, room.length, 'more') : null);
    },
  });
  try {
    const file = createReadStream(path, { highWaterMark: 1 << 16 });
    await (packed ? pipeline(file, createGunzip({ chunkSize: 1 << 16 }), fill) : pipeline(file, fill));
  } catch (error) {
    if (!codeOf(error).startsWith('Z_')) throw fileError(path, 'a readable file', error);
    throw damaged(path, 'a whole, undamaged gzip file', (error as Error).message, error);
  }
  if (filled !== room.length) throw wrongLength(path, room.length, `${filled}`);
  return room;
}

const wrongLength = (path: string, expected: number, received: string): HeddleError =>
  damaged(path, `${expected} bytes in all`, received);

function damaged(where: string, expected: string, received: string, cause?: unknown): HeddleError {
  const hint = 'the file is damaged or cut off: delete it and get it again.';
  return new HeddleError('format', { where, expected, received, hint, cause });
}
