import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import { decodePicture, fitPicture, pictureSize } from 'heddle/images';
import jpeg from 'jpeg-js';
import type { ParserCase } from '../parser-case.ts';

const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (37 * i) & 255);
const png = (channels: 1 | 2 | 3 | 4): Uint8Array =>
  encode({ width: 5, height: 3, channels, depth: 8, data: bytes(15 * channels) });
const photograph = new Uint8Array(jpeg.encode({ width: 9, height: 7, data: bytes(9 * 7 * 4) }, 60).data);

/** Pictures; the limit keeps what mutated headers ask for small. */
export const imageParsers: readonly ParserCase[] = [
  {
    name: 'picture',
    samples: [png(1), png(2), png(3), png(4), photograph],
    tokens: ['IHDR', 'IDAT', 'PLTE', 'tRNS', 'IEND', '\u00ff\u00d8', '\u00ff\u00c0', '\u00ff\u00c4'],
    accept: (input) => {
      const { width, height } = pictureSize(input, 'fuzzed');
      const picture = decodePicture(input, 'fuzzed', { mostPixels: 10_000 });
      assert.deepEqual([picture.width, picture.height], [width, height]);
      assert.equal(picture.pixels.length, width * height * picture.channels);
      const fitted = fitPicture(picture, { width: 4, height: 4, channels: 3, fit: 'crop' });
      assert.equal(fitted.length, 48);
      const again = encode({ width, height, channels: picture.channels, depth: 8, data: picture.pixels });
      assert.deepEqual(decodePicture(again, 'again'), { ...picture, pixels: Uint8Array.from(picture.pixels) });
    },
  },
];
