import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { type IdxArray, parseIdx, parseIdxImages, parseIdxLabels, writeIdx } from './idx.ts';

const anyArray: fc.Arbitrary<IdxArray> = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 })
  .chain((sizes) => {
    const length = sizes.reduce((product, size) => product * size, 1);
    return fc.uint8Array({ minLength: length, maxLength: length }).map((values) => ({ sizes, values }));
  });

const images = (): Uint8Array => writeIdx({ sizes: [2, 3, 1], values: Uint8Array.of(1, 2, 3, 4, 5, 6) });
const labels = (): Uint8Array => writeIdx({ sizes: [3], values: Uint8Array.of(7, 8, 9) });

function changed(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
}

test('what writeIdx writes, parseIdx reads back, wherever the bytes lie in their buffer', () => {
  fc.assert(
    fc.property(anyArray, fc.nat(9), (array, offset) => {
      const bytes = writeIdx(array);
      const moved = new Uint8Array(offset + bytes.length + 5);
      moved.set(bytes, offset);
      const read = parseIdx(moved.subarray(offset, offset + bytes.length), 'file');
      expect(read.sizes).toEqual(array.sizes);
      expect(Array.from(read.values)).toEqual(Array.from(array.values));
    }),
  );
});

test('the header is big-endian with magic 2051 for images and 2049 for labels', () => {
  expect(Array.from(images().subarray(0, 16))).toEqual([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1]);
  expect(Array.from(labels().subarray(0, 8))).toEqual([0, 0, 8, 1, 0, 0, 0, 3]);
});

test('images and labels are views of the bytes given, not copies', () => {
  const bytes = images();
  const { rows, height, width, pixels } = parseIdxImages(bytes, 'file');
  expect([rows, height, width]).toEqual([2, 3, 1]);
  expect(Array.from(pixels)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(pixels.buffer).toBe(bytes.buffer);
  expect(Array.from(parseIdxLabels(labels(), 'file'))).toEqual([7, 8, 9]);
});

test('any file cut short, at any length, is refused', () => {
  fc.assert(
    fc.property(anyArray, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (array, share) => {
      const bytes = writeIdx(array);
      expect(() => parseIdx(bytes.subarray(0, Math.floor(share * bytes.length)), 'file')).toThrow(HeddleError);
    }),
  );
});

test('any changed bit in the header is refused, whatever it is', () => {
  fc.assert(
    fc.property(anyArray, fc.nat(), fc.nat(7), (array, place, bit) => {
      const bytes = writeIdx(array);
      const at = place % (4 + 4 * array.sizes.length);
      const mutated = changed(bytes, at, bytes[at] ^ (1 << bit));
      expect(() => parseIdx(mutated, 'file')).toThrow(HeddleError);
    }),
  );
});

const damages: [name: string, parse: () => unknown, message: string][] = [
  [
    'an empty file',
    () => parseIdxImages(new Uint8Array(0), 'a-images'),
    'a-images: expected an IDX header of at least 8 bytes, received 0 bytes. the file is cut off: get it again.',
  ],
  [
    'a header cut short',
    () => parseIdxImages(images().subarray(0, 10), 'a-images'),
    'a-images: expected a header of 16 bytes, received 10 bytes. the file is cut off: get it again.',
  ],
  [
    'another format',
    () => parseIdxLabels(changed(labels(), 0, 0x50), 'a-labels'),
    'a-labels: expected an IDX file, which begins with two zero bytes, received the first four bytes 50000801. get the file again, or check that it is the file meant.',
  ],
  [
    'a file still packed',
    () => parseIdxImages(Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0), 'a-images'),
    'a-images: expected an IDX file, which begins with two zero bytes, received the first four bytes 1f8b0800. this is a gzip file: unpack it first.',
  ],
  [
    'labels where images belong',
    () => parseIdxImages(labels(), 'a-images'),
    'a-images: expected the first word 2051 (images), received 2049 (labels). check that the files were not exchanged.',
  ],
  [
    'images where labels belong',
    () => parseIdxLabels(images(), 'a-labels'),
    'a-labels: expected the first word 2049 (labels), received 2051 (images). check that the files were not exchanged.',
  ],
  [
    'another type of value',
    () => parseIdxImages(changed(images(), 2, 13), 'a-images'),
    'a-images: expected values of type 8 (unsigned byte), received type 13 (32-bit float). convert the values to unsigned bytes.',
  ],
  [
    'a type of value that does not exist',
    () => parseIdxImages(changed(images(), 2, 99), 'a-images'),
    'a-images: expected values of type 8 (unsigned byte), received type 99. convert the values to unsigned bytes.',
  ],
  [
    'too many dimensions',
    () => parseIdx(changed(images(), 3, 4), 'a-file'),
    'a-file: expected 1 to 3 dimensions, received 4 dimensions. reshape the array, or check that this is the file meant.',
  ],
  [
    'no rows',
    () => parseIdxLabels(writeIdx({ sizes: [0], values: new Uint8Array(0) }), 'a-labels'),
    'a-labels: expected at least one row, and no empty dimension, received sizes 0. the file holds nothing: get it again.',
  ],
  [
    'values cut short',
    () => parseIdxImages(images().subarray(0, 21), 'a-images'),
    'a-images: expected 22 bytes (a header of 16 and 2 x 3 x 1 values), received 21 bytes. the file is cut off: get it again.',
  ],
  [
    'bytes left over',
    () => parseIdxLabels(Uint8Array.of(...labels(), 0), 'a-labels'),
    'a-labels: expected 11 bytes (a header of 8 and 3 values), received 12 bytes. the file has something after its end: get it again.',
  ],
  [
    'sizes far beyond the file',
    () => parseIdxImages(Uint8Array.of(0, 0, 8, 3, ...new Array<number>(12).fill(255)), 'a-images'),
    'a-images: expected 7.9228162458924105e+28 bytes (a header of 16 and 4294967295 x 4294967295 x 4294967295 values), received 16 bytes. the file is cut off: get it again.',
  ],
];

test.each(damages)('%s is a format error that says what to do', (_, parse, message) => {
  const error = errorOf(parse);
  expect(error.message).toBe(message);
  expect(error.code).toBe('format');
});

function errorOf(run: () => unknown): HeddleError {
  try {
    run();
  } catch (error) {
    if (error instanceof HeddleError) return error;
    throw error;
  }
  throw new Error('expected an error');
}
