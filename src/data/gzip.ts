// Unpacking gzip (RFC 1952) with the platform's own decompressor, the same in Node and in browsers. A gzip file ends with
// the CRC-32 and the length (modulo 2^32, little-endian) of what it holds. That length fixes the output buffer before
// anything is unpacked, so nothing is copied twice and a bomb is refused early; the platform checks the CRC.
// Files of several members glued together are refused: they do not say how long they are.

import { HeddleError } from '../core/index.ts';

/** A gibibyte: more than any data set read whole into memory should unpack to. */
const DEFAULT_LIMIT = 1 << 30;

/** Ten bytes of header, two of an empty deflate stream, eight of trailer. */
const SHORTEST = 20;

/** Deflate cannot pack more than 1032 bytes into one (zlib's "Maximum Compression Factor"). */
const LARGEST_FACTOR = 1032;

/** Bytes handed to the decompressor at a time. */
const CHUNK = 1 << 18;

/** Whether bytes begin like a gzip file. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The bytes that a gzip file holds.
 *
 * @param options.where the file's name, for errors; `gzip file` unless given
 * @param options.limit most bytes to unpack to; 1 GiB unless given
 * @throws HeddleError `format` for what is no gzip file, is damaged, cut off or followed by other bytes, or unpacks to more than `limit`.
 */
export async function gunzip(
  bytes: Uint8Array,
  options: { where?: string; limit?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { where = 'gzip file', limit = DEFAULT_LIMIT } = options;
  if (!isGzip(bytes)) throw damaged(where, 'a gzip file, which begins with the bytes 1f 8b', 'other bytes');
  if (bytes.length < SHORTEST)
    throw damaged(where, `a gzip file of at least ${SHORTEST} bytes`, `${bytes.length} bytes`);
  const length = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true);
  if (length > LARGEST_FACTOR * bytes.length) {
    const received = `${bytes.length} bytes, of which the last four say ${length}, more than these can unpack to`;
    throw damaged(where, 'a whole gzip file, which ends with the length of what it holds', received);
  }
  if (length > limit) {
    throw new HeddleError('format', {
      where,
      expected: `at most ${limit} bytes when unpacked`,
      received: `${length} bytes, as its last four bytes say`,
      hint: 'the file is damaged, or too large to be read whole into memory: check that it is the file meant.',
    });
  }
  const unpacked = new Uint8Array(length);
  let filled = 0;
  const reader = chunksOf(bytes).pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw damaged(where, 'a whole, undamaged gzip file', `${causeText(cause)} after ${filled} unpacked bytes`, cause);
    });
    if (done) break;
    if (filled + value.length > length) {
      // The file is refused already, whatever the platform finds in the rest of it.
      await reader.cancel().catch(() => undefined);
      throw damaged(where, `${length} bytes when unpacked, as its last four bytes say`, 'more than that');
    }
    unpacked.set(value, filled);
    filled += value.length;
  }
  if (filled !== length)
    throw damaged(where, `${length} bytes when unpacked, as its last four bytes say`, `${filled} bytes`);
  return unpacked;
}

function chunksOf(bytes: Uint8Array): ReadableStream<BufferSource> {
  let at = 0;
  return new ReadableStream<BufferSource>({
    pull(controller) {
      controller.enqueue(bytes.subarray(at, at + CHUNK) as Uint8Array<ArrayBuffer>);
      at += CHUNK;
      if (at >= bytes.length) controller.close();
    },
  });
}

/** What the platform says is wrong; newer versions of Node wrap it in an error without a message. */
function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) return 'an error';
  return cause.message === '' && cause.cause !== undefined ? causeText(cause.cause) : `"${cause.message}"`;
}

function damaged(where: string, expected: string, received: string, cause?: unknown): HeddleError {
  return new HeddleError('format', {
    where,
    expected,
    received,
    hint: 'the file is damaged, cut short, or has other bytes behind its end: get it again.',
    cause,
  });
}
