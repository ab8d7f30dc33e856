import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { encode } from 'fast-png';
import jpeg from 'jpeg-js';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { decodePicture, pictureSize } from './decode.ts';
import { fitPicture } from './fit-picture.ts';
import { imagesTable } from './images-table.ts';

const png = (width: number, height: number, channels: 1 | 2 | 3 | 4, ...data: number[]): Uint8Array =>
  encode({ width, height, channels, depth: 8, data: Uint8Array.from(data) });
const target = (width: number, height: number, channels: 1 | 3 = 1) =>
  ({ width, height, channels, fit: 'crop' }) as const;
const grey = (width: number, height: number, pixels: number[]) =>
  ({ width, height, channels: 1, pixels: Uint8Array.from(pixels) }) as const;

test('PNG of grey, colour and transparency is read as it was written; what is transparent lies over black', () => {
  expect(decodePicture(png(2, 1, 1, 7, 200), 'x')).toEqual(grey(2, 1, [7, 200]));
  expect(decodePicture(png(1, 1, 3, 1, 2, 3), 'x').pixels).toEqual(Uint8Array.of(1, 2, 3));
  expect(decodePicture(png(2, 1, 4, 100, 50, 10, 255, 100, 50, 10, 51), 'x').pixels).toEqual(
    Uint8Array.of(100, 50, 10, 20, 10, 2),
  );
  expect(decodePicture(png(2, 1, 2, 100, 255, 100, 0), 'x')).toEqual(grey(2, 1, [100, 0]));
  const deep = encode({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(0xabcd) });
  expect(decodePicture(deep, 'x').pixels).toEqual(Uint8Array.of(0xab));
});

test('greys of a few bits are spread to bytes; the one that a picture calls transparent is black', () => {
  const few = (depth: 1 | 2 | 4, ...bytes: number[]) =>
    encode({ width: 4, height: 1, channels: 1, depth, data: Uint8Array.from(bytes) });
  expect(decodePicture(few(1, 0b0101_0000), 'x')).toEqual(grey(4, 1, [0, 255, 0, 255]));
  expect(decodePicture(few(2, 0b00_01_10_11), 'x')).toEqual(grey(4, 1, [0, 85, 170, 255]));
  expect(decodePicture(few(4, 0x1f, 0x5f), 'x')).toEqual(grey(4, 1, [17, 255, 85, 255]));
  expect(decodePicture(withTransparent(few(1, 0b0101_0000), 1), 'x')).toEqual(grey(4, 1, [0, 0, 0, 0]));
  expect(decodePicture(withTransparent(few(4, 0x1f, 0x5f), 15), 'x')).toEqual(grey(4, 1, [17, 0, 85, 0]));
  expect(decodePicture(withTransparent(few(4, 0x1f, 0x5f), 5), 'x')).toEqual(grey(4, 1, [17, 255, 0, 255]));
});

/** A grey PNG that says which sample is transparent: a chunk tRNS behind its header. */
function withTransparent(bytes: Uint8Array, sample: number): Uint8Array {
  const header = bytes.subarray(0, 33);
  const chunk = Uint8Array.of(...[0, 0, 0, 2], ...new TextEncoder().encode('tRNS'), ...[0, sample], ...[0, 0, 0, 0]);
  new DataView(chunk.buffer).setUint32(10, crc32(chunk.subarray(4, 10)));
  return Uint8Array.of(...header, ...chunk, ...bytes.subarray(33));
}

/** The chunks of a PNG file behind its signature, each whole. */
function chunksOf(bytes: Uint8Array): { readonly name: string; readonly bytes: Uint8Array }[] {
  const chunks = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at)) {
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push({ name, bytes: bytes.subarray(at, at + 12 + view.getUint32(at)) });
  }
  return chunks;
}

test('a palette gives the colours of a picture of its places alone, which is no picture without one', () => {
  const palette = [
    [1, 2, 3],
    [7, 8, 9],
  ];
  const indexed = encode({ width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.of(1, 0), palette });
  expect(decodePicture(indexed, 'x').pixels).toEqual(Uint8Array.of(7, 8, 9, 1, 2, 3));
  const signature = indexed.subarray(0, 8);
  const chunks = chunksOf(indexed);
  const without = [signature, ...chunks.filter(({ name }) => name !== 'PLTE').map(({ bytes }) => bytes)];
  expect(() => decodePicture(Buffer.concat(without), 'x')).toThrow(
    'x: expected a whole PNG file, received no palette, though its pixels are places in one. get the file again, or take it out of the folder.',
  );
  // In a picture of colours a palette is advice for screens that have few.
  const [header, ...rest] = chunksOf(png(1, 1, 3, 1, 0, 1)).map(({ bytes }) => bytes);
  const advice = chunks.find(({ name }) => name === 'PLTE')!.bytes;
  const colours = decodePicture(Buffer.concat([signature, header, advice, ...rest]), 'x');
  expect(colours).toEqual({ width: 1, height: 1, channels: 3, pixels: Uint8Array.of(1, 0, 1) });
});

test('what the decoder says of damage is a whole sentence', () => {
  const damaged = png(9, 9, 1, ...Array.from({ length: 81 }, (_, i) => (i * 37) % 256)).slice();
  // Behind IHDR (33 bytes) and the head of IDAT: the first bytes of the packed pixels.
  damaged.fill(0xff, 43, 50);
  expect(() => decodePicture(damaged, 'x')).toThrow(
    /received Error while decompressing the data: [a-z][^:]*[^:]\. get the file again/,
  );
});

test('JPEG comes back about as it was', () => {
  const data = new Uint8Array(16 * 8 * 4).fill(128);
  const { width, height, channels, pixels } = decodePicture(jpeg.encode({ width: 16, height: 8, data }, 95).data, 'x');
  expect([width, height, channels, pixels.length]).toEqual([16, 8, 3, 16 * 8 * 3]);
  for (const value of pixels) expect(Math.abs(value - 128)).toBeLessThanOrEqual(2);
});

test('a picture of the right size keeps every byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (pixels) => {
      expect(fitPicture({ width: 4, height: 3, channels: 1, pixels }, target(4, 3))).toEqual(pixels);
    }),
  );
});

test('a smaller picture is made of means, a larger one of parts', () => {
  expect(fitPicture(grey(4, 2, [0, 10, 20, 30, 2, 12, 22, 33]), target(2, 1))).toEqual(Uint8Array.of(6, 26));
  expect(fitPicture(grey(2, 1, [10, 20]), target(4, 2))).toEqual(Uint8Array.of(10, 10, 20, 20, 10, 10, 20, 20));
  // Three old pixels over two new ones: (10 + 20 / 2) / 1.5 and (20 / 2 + 40) / 1.5.
  expect(fitPicture(grey(3, 1, [10, 20, 40]), { ...target(2, 1), fit: 'stretch' })).toEqual(Uint8Array.of(13, 33));
});

test('the mean of all pixels stays where nothing is cut, to the rounding', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.nat(255), (width, height, value) => {
      const pixels = new Uint8Array(width * height).fill(value);
      for (const fit of ['stretch', 'crop'] as const) {
        const fitted = fitPicture({ width, height, channels: 1, pixels }, { ...target(5, 4), fit });
        expect(fitted).toEqual(new Uint8Array(20).fill(value));
      }
    }),
  );
});

test('crop cuts the longer side evenly, pad frames the shorter one in black', () => {
  expect(fitPicture(grey(4, 2, [1, 2, 3, 4, 5, 6, 7, 8]), target(2, 2))).toEqual(Uint8Array.of(2, 3, 6, 7));
  expect(fitPicture(grey(2, 1, [8, 9]), { ...target(2, 2), fit: 'pad' })).toEqual(Uint8Array.of(4, 5, 4, 5));
  expect(fitPicture(grey(4, 2, [8, 8, 8, 8, 8, 8, 8, 8]), { ...target(4, 4), fit: 'pad' })).toEqual(
    Uint8Array.of(0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0),
  );
});

test('a mean that is a half is rounded up, as exact arithmetic has it', () => {
  const exact = (picture: { width: number; height: number; pixels: Uint8Array }, width: number, height: number) =>
    Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      // In units of 1 / width across and 1 / height down.
      let sum = 0n;
      for (let old = 0; old < picture.pixels.length; old++) {
        const [across, down] = [old % picture.width, Math.floor(old / picture.width)];
        const wide =
          Math.min((x + 1) * picture.width, (across + 1) * width) - Math.max(x * picture.width, across * width);
        const high =
          Math.min((y + 1) * picture.height, (down + 1) * height) - Math.max(y * picture.height, down * height);
        if (wide > 0 && high > 0) sum += BigInt(wide * high) * BigInt(picture.pixels[old]);
      }
      const area = BigInt(picture.width * picture.height);
      return Number((2n * sum + area) / (2n * area));
    });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.uint8Array({ minLength: 144, maxLength: 144 }),
      (width, height, newWidth, newHeight, values) => {
        const picture = { width, height, channels: 1, pixels: values.slice(0, width * height) } as const;
        const fitted = fitPicture(picture, { ...target(newWidth, newHeight), fit: 'stretch' });
        expect(fitted).toEqual(exact(picture, newWidth, newHeight));
      },
    ),
  );
  // 3 x 3 of 4 x 3 are shown, from half a pixel on: the means of 0 and 1, and so on, are halves.
  expect(fitPicture(grey(4, 3, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), target(3, 3))).toEqual(
    Uint8Array.of(1, 2, 3, 5, 6, 7, 9, 10, 11),
  );
});

test('colour becomes grey by its weights, grey becomes three equal colours', () => {
  const colour = { width: 1, height: 1, channels: 3, pixels: Uint8Array.of(100, 200, 50) } as const;
  expect(fitPicture(colour, target(1, 1))).toEqual(
    Uint8Array.of(Math.round((299 * 100 + 587 * 200 + 114 * 50) / 1000)),
  );
  expect(fitPicture(grey(1, 1, [9]), target(1, 1, 3))).toEqual(Uint8Array.of(9, 9, 9));
});

/** A PNG that states another size in its header, with the checksum as it was. */
function stating(width: number, height: number): Uint8Array {
  const bytes = png(1, 1, 1, 0).slice();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

test('a bomb is refused by its header, before anything is allocated for it', () => {
  const before = process.memoryUsage().arrayBuffers;
  expect(() => decodePicture(stating(60_000, 60_000), 'bomb.png')).toThrow(
    'bomb.png: expected at most 50000000 pixels, received 60000 x 60000, as its header says. it may be made to fill the memory; if it is meant, raise mostPixels.',
  );
  const tall = jpeg.encode({ width: 8, height: 8, data: new Uint8Array(256) }, 50).data.slice();
  const at = tall.findIndex((byte, i) => byte === 0xff && tall[i + 1] === 0xc0);
  tall.set([0xff, 0xff, 0xff, 0xff], at + 5);
  expect(pictureSize(tall, 'x')).toEqual({ format: 'jpeg', width: 65535, height: 65535 });
  expect(() => decodePicture(tall, 'bomb.jpg')).toThrow(
    'bomb.jpg: expected at most 50000000 pixels, received 65535 x 65535',
  );
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  expect(() => decodePicture(png(3, 1, 1, 1, 2, 3), 'x', { mostPixels: 2 })).toThrow(
    'at most 2 pixels, received 3 x 1',
  );
});

test.each<[string, Uint8Array, string]>([
  [
    'an empty file',
    new Uint8Array(),
    'x: expected a PNG or JPEG file, received an empty file. convert it to PNG or JPEG, or take it out of the folder.',
  ],
  ['another format', Uint8Array.of(0x47, 0x49, 0x46, 0x38), 'x: expected a PNG or JPEG file, received another format.'],
  [
    'a PNG cut in its header',
    png(1, 1, 1, 0).subarray(0, 20),
    'x: expected a whole PNG file, received no header chunk.',
  ],
  [
    'a PNG cut in its pixels',
    png(9, 9, 1, ...Array(81).fill(3)).subarray(0, 45),
    'x: expected a whole PNG file, received ',
  ],
  [
    'a JPEG cut in its header',
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
    'x: expected a whole JPEG file, received no size before the end of the file.',
  ],
])('%s is a format error', (_, bytes, message) => {
  expect(() => decodePicture(bytes, 'x')).toThrow(HeddleError);
  expect(() => decodePicture(bytes, 'x')).toThrow(message);
});

test('all pictures that cannot be read are listed', async () => {
  const preprocessing = { kind: 'image', ...target(2, 2), scale: 1 / 255 } as const;
  const file = (name: string, label: number, bytes: Uint8Array) => ({ name, label, read: () => bytes });
  const good = png(2, 2, 1, 1, 2, 3, 4);
  const table = await imagesTable(
    'pets',
    [file('a/1.png', 0, good), file('b/1.png', 1, good)],
    ['a', 'b'],
    preprocessing,
  );
  expect(table.features).toEqual({
    kind: 'bytes',
    shape: [2, 2],
    scale: 1 / 255,
    values: Uint8Array.of(1, 2, 3, 4, 1, 2, 3, 4),
  });
  const files = [
    file('a/1.png', 0, good),
    file('a/2.png', 0, good.subarray(0, 9)),
    file('b/3.txt', 1, Uint8Array.of(1)),
  ];
  await expect(imagesTable('pets', files, ['a', 'b'], preprocessing)).rejects.toThrow(
    'pets: expected PNG or JPEG files that can be read, received 2 of 3 that cannot. get these again, or take them out of the folder:\n' +
      '  a/2.png: no header chunk\n  b/3.txt: another format',
  );
});
