// IDX, the format of the MNIST family, all numbers big-endian:
//
//   byte 0, 1   0
//   byte 2      type of the values; 8 = unsigned byte, the only one read here
//   byte 3      number of dimensions d
//   4 bytes     size of each dimension, d times; the first counts rows
//   then        the values, last dimension fastest
//
// Images are 3-dimensional (first word 2051 = 0x00000803), labels 1-dimensional (2049 = 0x00000801).
// The sizes in the header are checked against the length in bytes before anything is made of them, and the values
// returned are a view of the bytes given, not a copy.

import { HeddleError } from '../core/index.ts';

/** Unsigned bytes in 1 to 3 dimensions. */
export interface IdxArray {
  /** Rows first. */
  readonly sizes: readonly number[];
  /** Product of `sizes` values; a view of the bytes that were parsed. */
  readonly values: Uint8Array;
}

/** Grey images of one size. */
export interface IdxImages {
  readonly rows: number;
  readonly height: number;
  readonly width: number;
  /** `rows` x `height` x `width`; a view of the bytes that were parsed. */
  readonly pixels: Uint8Array;
}

const UNSIGNED_BYTE = 8;
const VALUE_TYPES: { readonly [code: number]: string } = {
  8: 'unsigned byte',
  9: 'signed byte',
  11: '16-bit integer',
  12: '32-bit integer',
  13: '32-bit float',
  14: '64-bit float',
};

/**
 * Unsigned bytes in 1 to 3 dimensions out of the bytes of an unpacked IDX file.
 *
 * @param where the file's name, for errors
 * @throws HeddleError `format` for a short header, another format, type or number of dimensions, an empty dimension,
 *   and bytes missing or left over.
 */
export function parseIdx(bytes: Uint8Array, where: string): IdxArray {
  const magic = firstWord(bytes, where);
  const dimensions = magic & 0xff;
  const type = (magic >>> 8) & 0xff;
  if (magic >>> 16 !== 0) {
    throw wrongFormat(
      where,
      'an IDX file, which begins with two zero bytes',
      `the first four bytes ${hex(magic)}`,
      hintFor(magic),
    );
  }
  if (type !== UNSIGNED_BYTE) {
    const received = `type ${type}${type in VALUE_TYPES ? ` (${VALUE_TYPES[type]})` : ''}`;
    throw wrongFormat(where, 'values of type 8 (unsigned byte)', received, 'convert the values to unsigned bytes.');
  }
  if (dimensions < 1 || dimensions > 3) {
    throw wrongFormat(
      where,
      '1 to 3 dimensions',
      `${dimensions} dimensions`,
      'reshape the array, or check that this is the file meant.',
    );
  }
  const header = 4 + 4 * dimensions;
  if (bytes.length < header) {
    throw wrongFormat(
      where,
      `a header of ${header} bytes`,
      `${bytes.length} bytes`,
      'the file is cut off: get it again.',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  const text = sizes.join(' x ');
  if (sizes.includes(0)) {
    throw wrongFormat(
      where,
      'at least one row, and no empty dimension',
      `sizes ${text}`,
      'the file holds nothing: get it again.',
    );
  }
  const length = header + sizes.reduce((product, size) => product * size, 1);
  if (bytes.length !== length) {
    const hint =
      bytes.length < length
        ? 'the file is cut off: get it again.'
        : 'the file has something after its end: get it again.';
    throw wrongFormat(
      where,
      `${length} bytes (a header of ${header} and ${text} values)`,
      `${bytes.length} bytes`,
      hint,
    );
  }
  return { sizes, values: bytes.subarray(header) };
}

/**
 * Grey images out of the bytes of an unpacked IDX file.
 *
 * @param where the file's name, for errors
 * @throws HeddleError `format` for what is no file of images, and every damage `parseIdx` finds.
 * @example
 * const bytes = writeIdx({ sizes: [1, 2, 2], values: Uint8Array.of(0, 64, 128, 255) });
 * parseIdxImages(bytes, 'train-images-idx3-ubyte'); // rows 1, height 2, width 2, pixels 0, 64, 128, 255
 */
export function parseIdxImages(bytes: Uint8Array, where: string): IdxImages {
  checkMagic(bytes, where, 0x803, 'images');
  const { sizes, values } = parseIdx(bytes, where);
  return { rows: sizes[0], height: sizes[1], width: sizes[2], pixels: values };
}

/**
 * Labels, one byte a row, out of the bytes of an unpacked IDX file.
 *
 * @param where the file's name, for errors
 * @returns a view of `bytes`
 * @throws HeddleError `format` for what is no file of labels, and every damage `parseIdx` finds.
 */
export function parseIdxLabels(bytes: Uint8Array, where: string): Uint8Array {
  checkMagic(bytes, where, 0x801, 'labels');
  return parseIdx(bytes, where).values;
}

/**
 * Checks that a file of labels has one for each image of a file of images.
 *
 * @throws HeddleError `data` where it has more or fewer.
 */
export function checkIdxPair(
  images: { readonly name: string; readonly rows: number },
  labels: { readonly name: string; readonly rows: number },
  hint: string = 'the two files must belong together.',
): void {
  if (images.rows === labels.rows) return;
  throw new HeddleError('data', {
    where: labels.name,
    expected: `one label for each of the ${images.rows} images in ${images.name}`,
    received: `${labels.rows} labels`,
    hint,
  });
}

/** The bytes of an IDX file of unsigned bytes: the inverse of `parseIdx`. */
export function writeIdx(array: IdxArray): Uint8Array<ArrayBuffer> {
  const header = 4 + 4 * array.sizes.length;
  const bytes = new Uint8Array(header + array.values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, (UNSIGNED_BYTE << 8) | array.sizes.length);
  for (const [axis, size] of array.sizes.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(array.values, header);
  return bytes;
}

function checkMagic(bytes: Uint8Array, where: string, magic: number, content: string): void {
  const word = firstWord(bytes, where);
  // Another type of value, or no IDX file at all, is parseIdx's to tell: it says more.
  if (word === magic || word >>> 8 !== UNSIGNED_BYTE) return;
  const received = `${word}${word === 0x803 ? ' (images)' : word === 0x801 ? ' (labels)' : ''}`;
  throw wrongFormat(
    where,
    `the first word ${magic} (${content})`,
    received,
    'check that the files were not exchanged.',
  );
}

function firstWord(bytes: Uint8Array, where: string): number {
  if (bytes.length < 4) {
    throw wrongFormat(
      where,
      'an IDX header of at least 8 bytes',
      `${bytes.length} bytes`,
      'the file is cut off: get it again.',
    );
  }
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
}

const hex = (word: number): string => word.toString(16).padStart(8, '0');

const hintFor = (magic: number): string =>
  magic >>> 16 === 0x1f8b
    ? 'this is a gzip file: unpack it first.'
    : 'get the file again, or check that it is the file meant.';

function wrongFormat(where: string, expected: string, received: string, hint: string): HeddleError {
  return new HeddleError('format', { where, expected, received, hint });
}
