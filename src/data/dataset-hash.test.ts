import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { classTable, floatFeatures, type Table, valueTable } from './dataset.ts';
import { datasetHash } from './dataset-hash.ts';

const bytes = (values: number[]): Table['features'] => ({
  kind: 'bytes',
  shape: [2],
  values: Uint8Array.from(values),
  scale: 1 / 255,
});

const train: Table = classTable('train', bytes([1, 2, 3, 4, 5, 6]), Int32Array.of(0, 1, 0), ['a', 'b']);
const held: Table = classTable('test', bytes([7, 8]), Int32Array.of(1), ['a', 'b']);

test('the hash is SHA-256 over features as bytes and labels as little-endian int32, training rows first', () => {
  const expected = createHash('sha256')
    .update(Uint8Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 8, 1, 0, 0, 0))
    .digest('hex');
  expect(datasetHash(train, held)).toBe(expected);
});

test('float features and numeric targets are hashed as little-endian float32', () => {
  const table = valueTable('train', floatFeatures([1], [1, -2]), Float32Array.of(0.5, 3), 1);
  const expected = createHash('sha256')
    .update(Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0, 0, 0, 0, 0x3f, 0, 0, 0x40, 0x40))
    .digest('hex');
  expect(datasetHash(table, null)).toBe(expected);
});

test('a changed pixel, a changed label and a missing test part each change the hash', () => {
  const known = datasetHash(train, held);
  expect(
    datasetHash(classTable('train', bytes([1, 2, 3, 4, 5, 7]), Int32Array.of(0, 1, 0), ['a', 'b']), held),
  ).not.toBe(known);
  expect(
    datasetHash(classTable('train', bytes([1, 2, 3, 4, 5, 6]), Int32Array.of(0, 1, 1), ['a', 'b']), held),
  ).not.toBe(known);
  expect(datasetHash(train, null)).not.toBe(known);
});
