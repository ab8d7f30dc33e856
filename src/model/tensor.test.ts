import { expect, test } from 'vitest';
import { fingerprintOf, matchTensors } from './tensor.ts';

const weight = { name: '0.weight', shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) };
const bias = { name: '0.bias', shape: [2], values: Float32Array.of(5, 6) };

test('a fingerprint depends on every name, dtype, shape, bit and on the order', () => {
  const others = [
    [bias, weight],
    [weight],
    [{ ...weight, name: '1.weight' }, bias],
    [{ ...weight, shape: [4] }, bias],
    [{ ...weight, values: Float32Array.of(1, 2, 3, -4) }, bias],
    [{ ...weight, values: Float64Array.of(1, 2, 3, 4) }, bias],
    [{ ...weight, values: Float32Array.of(0, 2, 3, 4) }, bias],
    [{ ...weight, values: Float32Array.of(-0, 2, 3, 4) }, bias],
  ].map(fingerprintOf);
  expect(new Set([fingerprintOf([weight, bias]), ...others]).size).toBe(others.length + 1);
  expect(fingerprintOf([{ ...weight }, { ...bias }])).toBe(fingerprintOf([weight, bias]));
});

test('a fingerprint is the SHA-256 of a line and the bytes of each tensor', () => {
  // printf '0.bias F32 [2]\n\x00\x00\xa0\x40\x00\x00\xc0\x40' | sha256sum
  expect(fingerprintOf([bias])).toBe('5b7862433bad3d612e5597cb90a1be24f037e7bb9866da2dbe10b182b9517cc3');
});

test('tensors are matched by name, whatever their order', () => {
  expect(matchTensors('file', [weight, bias], [bias, weight])).toEqual([weight, bias]);
});

test('every tensor that is missing, not expected or of another shape is named', () => {
  const given = [
    { ...weight, shape: [4] },
    { ...bias, name: '7.gamma' },
    { ...bias, name: '1.bias', values: Float32Array.of(1) },
  ];
  const expected = [weight, bias, { name: '1.bias', shape: [2] }];
  expect(() => matchTensors('x.safetensors', expected, given)).toThrow(
    'x.safetensors: expected the 3 tensors of the model, received 7.gamma is not part of the model; ' +
      '0.weight is [4] instead of [2, 2]; 0.bias is missing; 1.bias is [2] instead of [2]. ' +
      'load the weights into the architecture they were trained in.',
  );
});
