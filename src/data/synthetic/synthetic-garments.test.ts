import { expect, test } from 'vitest';
import { HeddleError, seedFrom } from '../../core/index.ts';
import type { Table } from '../dataset.ts';
import { FASHION_MNIST_CLASSES } from '../fashion-mnist.ts';
import { syntheticGarments } from './synthetic-garments.ts';

const PIXELS = 28 * 28;

const pixelsOf = (table: Table): Uint8Array => table.features.values as Uint8Array;

function labelsOf(table: Table): Int32Array {
  if (table.targets.kind !== 'classes') throw new Error('expected classes');
  return table.targets.labels;
}

const small = syntheticGarments({ trainRows: 1000, testRows: 500 });

test('it has the shapes and classes of Fashion-MNIST', () => {
  const { id, train, test: held, notice, source } = small;
  expect({ id, notice, source }).toEqual({
    id: 'synthetic-garments',
    notice: null,
    source: 'drawn from seed 000000000133c84c',
  });
  for (const table of [train, held!]) {
    expect(table.features).toMatchObject({ kind: 'bytes', shape: [28, 28], scale: 1 / 255 });
    expect(table.targets).toMatchObject({ kind: 'classes', classNames: FASHION_MNIST_CLASSES });
  }
  expect([train.rows, held?.rows]).toEqual([1000, 500]);
});

test('the first images are the stored ones, on every machine', () => {
  expect(syntheticGarments({ trainRows: 100, testRows: 20 }).sha256).toBe(
    '95ebe9a7ff00882d2ee52b6f57e527d7d428cc4d40511c0c9603c0fe6c605f5d',
  );
});

test('a row depends on its seed, part and number alone', () => {
  const fewer = syntheticGarments({ trainRows: 10, testRows: 5 });
  expect(pixelsOf(fewer.train)).toEqual(pixelsOf(small.train).slice(0, 10 * PIXELS));
  expect(pixelsOf(fewer.test!)).toEqual(pixelsOf(small.test!).slice(0, 5 * PIXELS));
  expect(pixelsOf(fewer.test!)).not.toEqual(pixelsOf(fewer.train).slice(0, 5 * PIXELS));
  const other = syntheticGarments({ seed: seedFrom(2), trainRows: 10, testRows: 5 });
  expect(pixelsOf(other.train)).not.toEqual(pixelsOf(fewer.train));
});

test('all classes are about equally frequent', () => {
  const counts = new Uint32Array(10);
  for (const label of labelsOf(small.train)) counts[label]++;
  // 1000 draws at 1/10: mean 100, standard deviation 9.5; five of them either way.
  for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(48);
});

test('every image shows something on a background of exact zeros', () => {
  for (let row = 0; row < small.train.rows; row++) {
    const drawn = pixelsOf(small.train)
      .subarray(row * PIXELS, (row + 1) * PIXELS)
      .filter((pixel) => pixel > 0).length;
    expect(drawn).toBeGreaterThan(0.04 * PIXELS);
    expect(drawn).toBeLessThan(0.8 * PIXELS);
  }
});

test('the nearest class mean recognises most images but by far not all', () => {
  const accuracy = nearestMeanAccuracy(small.train, small.test!);
  expect(accuracy).toBeGreaterThan(0.5);
  expect(accuracy).toBeLessThan(0.8);
});

test.each([0, -1, 1.5, Number.NaN, 1_000_001])('%d rows cannot be drawn', (rows) => {
  const draw = (): unknown => syntheticGarments({ trainRows: rows });
  expect(draw).toThrow(HeddleError);
  expect(draw).toThrow(
    `syntheticGarments.trainRows: expected a whole number from 1 to 1000000, received ${rows}. say how many images to draw.`,
  );
});

/** Accuracy of the simplest linear classifier: the class whose mean training image is nearest. */
function nearestMeanAccuracy(train: Table, held: Table): number {
  const means = Array.from({ length: 10 }, () => new Float64Array(PIXELS));
  const counts = new Uint32Array(10);
  for (const [row, label] of labelsOf(train).entries()) {
    counts[label]++;
    for (let i = 0; i < PIXELS; i++) means[label][i] += pixelsOf(train)[row * PIXELS + i];
  }
  const distance = (row: number, label: number): number => {
    let total = 0;
    for (let i = 0; i < PIXELS; i++) total += (pixelsOf(held)[row * PIXELS + i] - means[label][i] / counts[label]) ** 2;
    return total;
  };
  let hits = 0;
  for (const [row, label] of labelsOf(held).entries()) {
    const distances = means.map((_, candidate) => distance(row, candidate));
    if (distances.indexOf(Math.min(...distances)) === label) hits++;
  }
  return hits / held.rows;
}
