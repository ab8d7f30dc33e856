// A picture file as pixels. The header is read first, so that a picture too large for the limit is refused before anything is
// allocated for it; what the decoders say of a damaged file becomes a HeddleError.

import { decode as decodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { HeddleError } from '../core/index.ts';

/** A decoded picture: rows of pixels from the top, each pixel its channels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1: grey; 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** height x width x channels */
  readonly pixels: Uint8Array;
}

/** What a picture file says of itself before it is decoded. */
export interface PictureSize {
  readonly format: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
}

/** More pixels than any camera has; a small file that states more is a bomb. */
export const DEFAULT_MOST_PIXELS = 50_000_000;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Where the header of a PNG states what its pixels are, and what it is for places in a palette; others may have one as advice. */
const COLOUR_TYPE = 25;
const INDEXED = 3;

/**
 * The format and size of a picture, from its header alone.
 *
 * @throws HeddleError `format` for what is neither PNG nor JPEG, or ends before its size is stated.
 */
export function pictureSize(bytes: Uint8Array, where: string): PictureSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) {
    // The first chunk is IHDR: its length, its name, width and height, each of four bytes.
    if (bytes.length < 33 || view.getUint32(12) !== 0x49484452) throw damaged(where, 'PNG', 'no header chunk');
    return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return { format: 'jpeg', ...jpegSize(view, where) };
  throw new HeddleError('format', {
    where,
    expected: 'a PNG or JPEG file',
    received: bytes.length === 0 ? 'an empty file' : 'another format',
    hint: 'convert it to PNG or JPEG, or take it out of the folder.',
  });
}

/** Segments are a marker, ff and a byte, then a length that counts itself; SOF0 to SOF15, other than DHT, JPG and DAC, state the size. */
function jpegSize(view: DataView, where: string): { readonly width: number; readonly height: number } {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) throw damaged(where, 'JPEG', 'no marker where one must be');
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc)
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
    at += 2 + (alone ? 0 : view.getUint16(at + 2));
  }
  throw damaged(where, 'JPEG', 'no size before the end of the file');
}

/**
 * Decodes a PNG or JPEG file. Of 16-bit samples the high byte is taken; transparent pixels are laid over black.
 *
 * @param options.mostPixels larger pictures are refused by their header; 50 million unless given
 * @throws HeddleError `format` for a file that is neither, damaged, or too large.
 */
export function decodePicture(
  bytes: Uint8Array,
  where: string,
  options: { readonly mostPixels?: number } = {},
): Picture {
  const { mostPixels = DEFAULT_MOST_PIXELS } = options;
  const { format, width, height } = pictureSize(bytes, where);
  if (width < 1 || height < 1) throw damaged(where, format.toUpperCase(), `a size of ${width} x ${height}`);
  if (width * height > mostPixels) {
    throw new HeddleError('format', {
      where,
      expected: `at most ${mostPixels} pixels`,
      received: `${width} x ${height}, as its header says`,
      hint: 'it may be made to fill the memory; if it is meant, raise mostPixels.',
    });
  }
  const picture = format === 'png' ? pngPicture(bytes, where) : jpegPicture(bytes, where, mostPixels);
  if (picture.pixels.length !== picture.width * picture.height * picture.channels)
    throw damaged(where, format.toUpperCase(), 'fewer pixels than its header states');
  return picture;
}

function pngPicture(bytes: Uint8Array, where: string): Picture {
  const { width, height, data, channels, depth, palette, transparency } = decoded(where, 'PNG', () =>
    decodePng(bytes, { checkCrc: true }),
  );
  const count = width * height;
  if (bytes[COLOUR_TYPE] === INDEXED) {
    if (palette === undefined) throw damaged(where, 'PNG', 'no palette, though its pixels are places in one');
    const pixels = new Uint8Array(3 * count);
    for (const [i, index] of samplesOf(data as Uint8Array, width, height, depth).entries()) {
      const colour = palette[index];
      if (colour === undefined) throw damaged(where, 'PNG', 'a colour outside its palette');
      const alpha = colour[3] ?? 255;
      for (let c = 0; c < 3; c++) pixels[3 * i + c] = blended(colour[c], alpha);
    }
    return { width, height, channels: 3, pixels };
  }
  if (depth < 8) {
    const most = (1 << depth) - 1;
    const clear = transparency?.[0];
    const pixels = samplesOf(data as Uint8Array, width, height, depth).map((grey) =>
      grey === clear ? 0 : (grey * 255) / most,
    );
    return { width, height, channels: 1, pixels };
  }
  const byteOf = (at: number): number => (depth === 16 ? data[at] >> 8 : data[at]);
  const colours = channels >= 3 ? 3 : 1;
  const pixels = new Uint8Array(colours * count);
  const keyed = transparency !== undefined && transparency.length === channels ? transparency : null;
  for (let i = 0; i < count; i++) {
    const from = i * channels;
    const clear =
      keyed !== null && Array.prototype.every.call(keyed, (value: number, c: number) => data[from + c] === value);
    const alpha = clear ? 0 : channels > colours ? byteOf(from + colours) : 255;
    for (let c = 0; c < colours; c++) pixels[colours * i + c] = blended(byteOf(from + c), alpha);
  }
  return { width, height, channels: colours, pixels };
}

/** One sample of each pixel; those of 1, 2 and 4 bits lie several in a byte, and each row begins with a new one. */
function samplesOf(data: Uint8Array, width: number, height: number, depth: number): Uint8Array {
  if (depth === 8) return data;
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  const most = (1 << depth) - 1;
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const byte = data[y * rowBytes + Math.floor(x / perByte)];
      samples[y * width + x] = (byte >> (8 - depth * ((x % perByte) + 1))) & most;
    }
  }
  return samples;
}

/** A colour laid over black, rounded. */
const blended = (value: number, alpha: number): number => (alpha === 255 ? value : Math.round((value * alpha) / 255));

function jpegPicture(bytes: Uint8Array, where: string, mostPixels: number): Picture {
  const { width, height, data } = decoded(where, 'JPEG', () =>
    jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      tolerantDecoding: false,
      maxResolutionInMP: Math.ceil(mostPixels / 1e6) + 1,
      // Coefficients and samples of a pixel take up to about 20 bytes.
      maxMemoryUsageInMB: Math.ceil(mostPixels / 40_000) + 64,
    }),
  );
  return { width, height, channels: 3, pixels: data };
}

/** What a decoder gives; whatever it throws means that the file is damaged. */
function decoded<Value>(where: string, format: string, decode: () => Value): Value {
  try {
    return decode();
  } catch (cause) {
    throw damaged(where, format, textOf(cause), cause);
  }
}

/** What an error says; one that ends at a colon leaves the rest to its cause. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  if (!message.trimEnd().endsWith(':')) return message;
  return cause === undefined ? message.replace(/:\s*$/, '') : `${message.trimEnd()} ${textOf(cause)}`;
}

function damaged(where: string, format: string, received: string, cause?: unknown): HeddleError {
  return new HeddleError('format', {
    where,
    expected: `a whole ${format} file`,
    received,
    hint: 'get the file again, or take it out of the folder.',
    cause,
  });
}
