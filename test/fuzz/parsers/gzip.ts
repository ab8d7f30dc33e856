import assert from 'node:assert/strict';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { gunzip } from 'heddle';
import type { ParserCase } from '../parser-case.ts';

const LIMIT = 1 << 20;
const zeros = new Uint8Array(LIMIT);

/** gzip files, the samples of which include one that packs a mebibyte of zeros, the largest allowed here. */
export const gzipParsers: readonly ParserCase[] = [
  {
    name: 'gzip',
    samples: [
      gzipSync('a few words, a few words'),
      gzipSync(''),
      gzipSync(zeros),
      gzipSync(zeros.subarray(0, 999), { level: 0 }),
    ],
    built: fc.oneof(
      fc.uint8Array({ maxLength: 400 }).map((bytes) => new Uint8Array(gzipSync(bytes))),
      // Bombs: more than the limit allows, stated honestly or not.
      fc.tuple(fc.integer({ min: LIMIT, max: 8 * LIMIT }), fc.boolean()).map(([length, honest]) => {
        const packed = new Uint8Array(gzipSync(new Uint8Array(length), { level: 1 }));
        if (!honest) new DataView(packed.buffer).setUint32(packed.length - 4, 7, true);
        return packed;
      }),
    ),
    accept: async (input) => {
      const unpacked = await gunzip(input, { where: 'fuzzed', limit: LIMIT });
      assert.ok(unpacked.length <= LIMIT);
      assert.deepEqual(Buffer.from(unpacked), gunzipSync(input));
    },
  },
];
