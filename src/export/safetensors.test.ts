import { assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { readForeignSafetensors, readSafetensors, writeSafetensors } from './safetensors.ts';

const file = {
  tensors: [
    { name: '0.weight', shape: [2, 3], values: Float32Array.of(1, -2, 0.5, -0, 1e-40, 3e38) },
    { name: '0.bias', shape: [3], values: Float32Array.of(1, 2, 3) },
    { name: 'π "quoted"', shape: [1], values: Float64Array.of(Math.PI) },
    { name: 'empty', shape: [0, 4], values: new Float32Array(0) },
  ],
  metadata: { format: 'test', text: 'line\nbreak' },
};
const bytes = writeSafetensors(file);

test('tensors and texts come back bit for bit', () => {
  const read = readSafetensors(bytes, 'x');
  expect(read).toEqual(file);
  expect(Object.is(read.tensors[0].values[3], -0)).toBe(true);
});

test('the same input gives the same bytes, and the data begin at a multiple of 8', () => {
  expect(writeSafetensors(file)).toEqual(bytes);
  const header = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  expect(header % 8).toBe(0);
  expect(bytes.length).toBe(8 + header + 4 * 9 + 8);
});

test('a file at any place of a larger buffer is read', () => {
  const larger = new Uint8Array(bytes.length + 13);
  larger.set(bytes, 13);
  expect(readSafetensors(larger.subarray(13), 'x')).toEqual(file);
});

test('a Node Buffer, which is a part of a larger one, is read, and what was read is a copy', () => {
  const buffer = Buffer.concat([Buffer.alloc(5), bytes]).subarray(5);
  const read = readSafetensors(buffer, 'x');
  buffer.fill(0);
  expect(read).toEqual(file);
});

test('halves and whole numbers of other programs are read as what they stand for', () => {
  const given = {
    half: { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
    brain: { dtype: 'BF16', shape: [1], data_offsets: [4, 6] },
    count: { dtype: 'I64', shape: [], data_offsets: [6, 14] },
    steps: { dtype: 'I32', shape: [1], data_offsets: [14, 18] },
  };
  const foreign = withHeader(given, 18);
  const view = new DataView(foreign.buffer, foreign.length - 18);
  view.setUint16(0, 0x3c00, true);
  view.setUint16(2, 0xc000, true);
  view.setUint16(4, 0x3f80, true);
  view.setBigInt64(6, -7n, true);
  view.setInt32(14, 12, true);
  const values = readForeignSafetensors(foreign, 'x').tensors.map((tensor) => [tensor.name, ...tensor.values]);
  expect(values).toEqual([
    ['half', 1, -2],
    ['brain', 1],
    ['count', -7],
    ['steps', 12],
  ]);
  expect(() =>
    readForeignSafetensors(withHeader({ w: { dtype: 'U8', shape: [1], data_offsets: [0, 1] } }, 1), 'x'),
  ).toThrow(
    `x: expected tensor "w" of dtype F32, F64, F16, BF16, I64 or I32, received "U8". convert the tensor before it is saved; in Python: tensor.float().`,
  );
});

/** A file with the given header and `data` bytes after it. */
function withHeader(header: unknown, data = 0): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const made = new Uint8Array(8 + text.length + data);
  new DataView(made.buffer).setBigUint64(0, BigInt(text.length), true);
  made.set(text, 8);
  return made;
}

/** A float32 number whose bytes begin at a place. */
const word = (begin: number) => ({ dtype: 'F32', shape: [1], data_offsets: [begin, begin + 4] });

test('tensors may be named in another order than their bytes have', () => {
  const { tensors } = readSafetensors(
    withHeader({ b: word(4), a: word(0), none: { ...word(4), shape: [0], data_offsets: [4, 4] } }, 8),
    'x',
  );
  expect(tensors.map(({ name }) => name)).toEqual(['b', 'a', 'none']);
});

const DAMAGED = 'the file is damaged, or no safetensors file.';
const huge = new Uint8Array(16);
new DataView(huge.buffer).setBigUint64(0, 0xffffffffffffffffn, true);

test.each<[string, Uint8Array, string]>([
  ['too short', new Uint8Array(7), `x: expected at least 8 bytes, received 7. ${DAMAGED}`],
  [
    'a header past the end',
    withHeader('{}').subarray(0, 9),
    `x: expected a header within the 9 bytes, received one of 2 bytes. ${DAMAGED}`,
  ],
  [
    'a header of an absurd length',
    huge,
    `x: expected a header within the 16 bytes, received one of 18446744073709552000 bytes. ${DAMAGED}`,
  ],
  ['a header that is no JSON', withHeader('{"a":'), 'x: expected a header of JSON, received '],
  [
    'a header that is no text',
    withHeader('{}').map((byte, i) => (i < 8 ? byte : 0xff)),
    'x: expected a header of JSON, received ',
  ],
  ['a header that is a list', withHeader([]), `x: expected a header that is an object, received []. ${DAMAGED}`],
  [
    'metadata of numbers',
    withHeader({ __metadata__: { a: 1 } }),
    `x: expected metadata of texts, received {"a":1}. ${DAMAGED}`,
  ],
  [
    'another dtype',
    withHeader({ w: { dtype: 'F16', shape: [1], data_offsets: [0, 2] } }, 2),
    `x: expected tensor "w" of dtype F32 or F64, received "F16". ${DAMAGED}`,
  ],
  ['no tensor', withHeader({ w: null }), `x: expected tensor "w" of dtype F32 or F64, received undefined. ${DAMAGED}`],
  [
    'no shape',
    withHeader({ w: { dtype: 'F32', data_offsets: [0, 4] } }, 4),
    'x: expected a shape and a byte range of tensor "w", received {"dtype":"F32","data_offsets":[0,4]}.',
  ],
  [
    'a negative size',
    withHeader({ w: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, 4),
    'x: expected a shape and a byte range of tensor "w"',
  ],
  [
    'a byte range past the end',
    withHeader({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, 4),
    `x: expected 8 bytes of tensor "w" within the 4 there are, received bytes 0 to 8. ${DAMAGED}`,
  ],
  [
    'a byte range of another size',
    withHeader({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 4] } }, 8),
    `x: expected 8 bytes of tensor "w" within the 8 there are, received bytes 0 to 4. ${DAMAGED}`,
  ],
  [
    'a byte range backwards',
    withHeader({ w: { dtype: 'F32', shape: [1], data_offsets: [8, 4] } }, 8),
    `x: expected 4 bytes of tensor "w" within the 8 there are, received bytes 8 to 4. ${DAMAGED}`,
  ],
  [
    'bytes of two tensors',
    withHeader({ v: word(0), w: word(4), x: word(4) }, 12),
    `x: expected each byte in a tensor, received gaps or overlaps. ${DAMAGED}`,
  ],
  [
    'a hole between tensors',
    withHeader({ w: word(8), v: word(0) }, 12),
    `x: expected each byte in a tensor, received gaps or overlaps. ${DAMAGED}`,
  ],
  [
    'a hole before the first tensor',
    withHeader({ w: word(4) }, 8),
    `x: expected each byte in a tensor, received gaps or overlaps. ${DAMAGED}`,
  ],
  [
    'bytes behind the last tensor',
    withHeader({ w: word(0) }, 6),
    `x: expected each byte in a tensor, received gaps or overlaps. ${DAMAGED}`,
  ],
])('%s is refused', (_, damaged, message) => {
  expect(() => readSafetensors(damaged, 'x')).toThrow(message);
});

/** Reads damaged bytes: either they are still a file, or the error is one for the user. */
function readsOrRefuses(damaged: Uint8Array): void {
  try {
    readSafetensors(damaged, 'x');
  } catch (error) {
    if (!(error instanceof HeddleError && error.code === 'format')) throw error;
  }
}

test('whatever byte is changed, wherever the file is cut: it is read or refused, and nothing else happens', () => {
  assert(
    property(
      integer({ min: 0, max: bytes.length - 1 }),
      integer({ min: 0, max: 255 }),
      constantFrom(true, false),
      (at, value, cut) => {
        const damaged = cut ? bytes.slice(0, at) : bytes.slice();
        if (!cut) damaged[at] = value;
        readsOrRefuses(damaged);
      },
    ),
    { seed: 1, numRuns: 1500 },
  );
});

test('bytes that never were a file are refused or read, and nothing else happens', () => {
  assert(
    property(uint8Array({ maxLength: 64 }), (noise) => {
      readsOrRefuses(noise);
      readsOrRefuses(withHeader(new TextDecoder().decode(noise)));
    }),
    { seed: 2, numRuns: 500 },
  );
});
