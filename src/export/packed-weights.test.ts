import { expect, test } from 'vitest';
import { packMatrix, unpackMatrix } from './packed-weights.ts';

const weight = Float32Array.of(1, -2, 0, 0.1, 0.5, 0, -1, 2, 0); // [3, 3]; the last output has no weight

test('float32 comes back bit for bit', () => {
  const special = Float32Array.of(-0, 1e-45, 3e38, -1.5);
  expect(unpackMatrix(packMatrix(special, 2, 'float32'), 'float32')).toEqual(special);
});

test('float16 keeps eleven significant bits', () => {
  const packed = packMatrix(weight, 3, 'float16');
  expect(packed.bytes).toHaveLength(18);
  expect([...unpackMatrix(packed, 'float16')]).toEqual([1, -2, 0, 0.0999755859375, 0.5, 0, -1, 2, 0]);
});

test('int8 keeps 127 steps either side of 0 for each output, and an output of zeros', () => {
  const packed = packMatrix(weight, 3, 'int8');
  expect(packed.bytes).toHaveLength(9);
  expect([...(packed.scales ?? [])]).toEqual([Math.fround(1 / 127), Math.fround(2 / 127), 0]);
  const back = unpackMatrix(packed, 'int8');
  for (const [i, value] of weight.entries()) expect(Math.abs(back[i] - value)).toBeLessThanOrEqual(0.51 * (2 / 127));
  expect(Math.abs(back[0])).toBeCloseTo(1, 6);
  expect(back[2]).toBe(0);
});

test('a weight that half precision cannot hold is refused', () => {
  expect(() => packMatrix(Float32Array.of(1, 70000), 1, 'float16')).toThrow(
    '--weights float16: expected weights of size below 65,520, the most that half precision holds, received 70000. export float32 or int8 weights.',
  );
});
