import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseIdx, parseIdxImages, parseIdxLabels, writeIdx } from 'heddle';
import type { ParserCase } from '../parser-case.ts';

const IMAGES = writeIdx({ sizes: [3, 4, 2], values: Uint8Array.from({ length: 24 }, (_, i) => 10 * i) });
const LABELS = writeIdx({ sizes: [5], values: Uint8Array.of(0, 9, 3, 3, 1) });

const built = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }).chain((sizes) => {
  const length = sizes.reduce((product, size) => product * size, 1);
  return fc.uint8Array({ minLength: length, maxLength: length }).map((values) => writeIdx({ sizes, values }));
});

/** IDX files: any, of images, of labels. */
export const idxParsers: readonly ParserCase[] = [
  {
    name: 'IDX',
    samples: [IMAGES, LABELS],
    built,
    accept: (input) => {
      const array = parseIdx(input, 'fuzzed');
      assert.equal(
        array.sizes.reduce((product, size) => product * size, 1),
        array.values.length,
      );
      assert.deepEqual(Buffer.from(writeIdx(array)), Buffer.from(input));
    },
  },
  {
    name: 'IDX images',
    samples: [IMAGES],
    built,
    accept: (input) => {
      const { rows, height, width, pixels } = parseIdxImages(input, 'fuzzed');
      assert.equal(rows * height * width, pixels.length);
      assert.deepEqual(Buffer.from(writeIdx({ sizes: [rows, height, width], values: pixels })), Buffer.from(input));
    },
  },
  {
    name: 'IDX labels',
    samples: [LABELS],
    built,
    accept: (input) => {
      const labels = parseIdxLabels(input, 'fuzzed');
      assert.deepEqual(Buffer.from(writeIdx({ sizes: [labels.length], values: labels })), Buffer.from(input));
    },
  },
];
