// A file whose length is known, read piece by piece into an array that is there already: neither its packed bytes nor a second copy of
// what it holds are ever whole in memory.

import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { HeddleError } from '../core/index.ts';
import { codeOf, fileError } from './file-error.ts';
import { readPieces } from './read-pieces.ts';

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
  const fill = (piece: Uint8Array): void => {
    if (filled + piece.length > room.length) throw wrongLength(path, room.length, 'more');
    room.set(piece, filled);
    filled += piece.length;
  };
  try {
    if (packed) await unpack(readPieces(path), fill);
    else for await (const piece of readPieces(path)) fill(piece);
  } catch (error) {
    if (error instanceof HeddleError) throw error;
    if (!codeOf(error).startsWith('Z_')) throw fileError(path, 'a readable file', error);
    throw damaged(path, 'a whole, undamaged gzip file', (error as Error).message, error);
  }
  if (filled !== room.length) throw wrongLength(path, room.length, `${filled}`);
  return room;
}

/** Gives the pieces of a gzip file, unpacked, to `take`. A packed piece may be overwritten as soon as the next is asked for. */
async function unpack(pieces: AsyncIterable<Uint8Array>, take: (piece: Uint8Array) => void): Promise<void> {
  const gunzip = createGunzip({ chunkSize: 1 << 16 });
  const sink = new Writable({
    write(piece: Uint8Array, _encoding, done) {
      try {
        take(piece);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  const taken = pipeline(gunzip, sink);
  // A write under way is never answered once the stream has failed.
  const failed = taken.then(
    () => false,
    () => true,
  );
  try {
    for await (const piece of pieces) {
      const written = new Promise<boolean>((resolve) => gunzip.write(piece, (error) => resolve(Boolean(error))));
      if (await Promise.race([failed, written])) break;
    }
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
  await taken;
}

const wrongLength = (path: string, expected: number, received: string): HeddleError =>
  damaged(path, `${expected} bytes in all`, received);

function damaged(where: string, expected: string, received: string, cause?: unknown): HeddleError {
  const hint = 'the file is damaged or cut off: delete it and get it again.';
  return new HeddleError('format', { where, expected, received, hint, cause });
}
