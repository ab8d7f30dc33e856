// Pictures as rows of features, some at a time: PNG and JPEG files one by one, IDX files of images in parts.

import { readFile } from 'node:fs/promises';
import { decodePicture, fitPicture } from '../../images/index.ts';
import { gunzip, HeddleError, type ImagePreprocessing, isGzip, parseIdxImages } from '../../index.ts';
import { fileError } from '../../node/index.ts';

/** Some pictures that were brought to the size of the network. */
export interface PictureBatch {
  /** How the i-th of them is called: by the path of its file as it was given, and in an IDX file by its number. */
  name(i: number): { readonly file: string; readonly row: string };
  /** pictures x inputs, scaled. */
  readonly features: Float32Array;
}

/**
 * Reads pictures.
 *
 * @param rows pictures of an IDX file that come at a time
 * @throws HeddleError `file` for a file that cannot be read, `format` for one that is no picture.
 */
export async function* pictureRows(
  files: readonly string[],
  preprocessing: ImagePreprocessing,
  rows: number,
): AsyncGenerator<PictureBatch> {
  const scale = Math.fround(preprocessing.scale);
  const scaled = (pixels: Uint8Array): Float32Array => Float32Array.from(pixels, (byte) => Math.fround(byte * scale));
  for (const file of files) {
    const given = await bytesOf(file);
    const bytes = isGzip(given) ? await gunzip(given, { where: file }) : given;
    if (!isIdx(bytes)) {
      const pixels = fitPicture(decodePicture(bytes, file), preprocessing);
      yield { name: () => ({ file, row: file }), features: scaled(pixels) };
      continue;
    }
    const place = files.length > 1 ? `${file}:` : '';
    const images = parseIdxImages(bytes, file);
    const size = images.height * images.width;
    for (let first = 0; first < images.rows; first += rows) {
      const count = Math.min(rows, images.rows - first);
      const fitted = Array.from({ length: count }, (_, i) => {
        const pixels = images.pixels.subarray((first + i) * size, (first + i + 1) * size);
        return scaled(fitPicture({ ...images, channels: 1, pixels }, preprocessing));
      });
      const features = new Float32Array(count * fitted[0].length);
      for (const [i, row] of fitted.entries()) features.set(row, i * row.length);
      yield { name: (i) => ({ file, row: `${place}${first + i + 1}` }), features };
    }
  }
}

/** An IDX file begins with two zero bytes; no picture file does. */
const isIdx = (bytes: Uint8Array): boolean => bytes.length > 4 && bytes[0] === 0 && bytes[1] === 0;

function bytesOf(file: string): Promise<Uint8Array> {
  const expected = 'a PNG or JPEG file, or an IDX file of images';
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EISDIR') throw fileError(file, expected, cause);
    const hint = 'pictures are given one by one, such as pets/*.png.';
    throw new HeddleError('file', { where: file, expected, received: 'a folder', hint, cause });
  });
}
