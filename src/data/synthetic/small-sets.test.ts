import { expect, test } from 'vitest';
import { seedFrom } from '../../core/index.ts';
import type { Table } from '../dataset.ts';
import { friedman1 } from './friedman1.ts';
import { noisySine } from './noisy-sine.ts';
import { twoSpirals } from './two-spirals.ts';
import { xor } from './xor.ts';

const ROWS = 2000;

/** A row's features and its numeric target. */
const rowOf = (table: Table, row: number): { x: number[]; y: number } => {
  const size = table.features.shape[0];
  if (table.targets.kind !== 'values') throw new Error('expected numbers');
  return { x: Array.from(table.features.values.subarray(row * size, (row + 1) * size)), y: table.targets.values[row] };
};

/** Mean and standard deviation of what is left of the targets when `f` is taken away. */
function noiseOf(table: Table, f: (x: number[]) => number): { mean: number; deviation: number } {
  const rests = Array.from({ length: table.rows }, (_, row) => rowOf(table, row).y - f(rowOf(table, row).x));
  const mean = rests.reduce((sum, rest) => sum + rest, 0) / rests.length;
  const variance = rests.reduce((sum, rest) => sum + (rest - mean) ** 2, 0) / rests.length;
  return { mean, deviation: Math.sqrt(variance) };
}

test('xor is odd where exactly one input is 1', () => {
  const { features, targets } = xor();
  expect(Array.from(features.values)).toEqual([0, 0, 0, 1, 1, 0, 1, 1]);
  expect(targets).toMatchObject({ kind: 'classes', labels: Int32Array.of(0, 1, 1, 0) });
});

test('the noisy sine is sin(pi x) with noise of the stated size', () => {
  const sine = (x: number[]): number => Math.sin(Math.PI * x[0]);
  const { mean, deviation } = noiseOf(noisySine(ROWS, seedFrom(1), 0.3), sine);
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(deviation).toBeGreaterThan(0.27);
  expect(deviation).toBeLessThan(0.33);
  expect(noiseOf(noisySine(ROWS, seedFrom(1), 0), sine).deviation).toBeLessThan(1e-7);
});

test('friedman1 is its formula with noise of standard deviation 1', () => {
  const formula = (x: number[]): number =>
    10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4];
  const { mean, deviation } = noiseOf(friedman1(ROWS, seedFrom(1)), formula);
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(deviation).toBeGreaterThan(0.92);
  expect(deviation).toBeLessThan(1.08);
  expect(noiseOf(friedman1(ROWS, seedFrom(1), 0), formula).deviation).toBeLessThan(1e-5);
  for (const value of friedman1(ROWS, seedFrom(1)).features.values) expect(value >= 0 && value <= 1).toBe(true);
});

test('the two spirals are each other turned by half a turn', () => {
  const { features, targets, rows } = twoSpirals(ROWS, seedFrom(1), 0);
  if (targets.kind !== 'classes') throw new Error('expected classes');
  for (let row = 0; row < rows; row++) {
    const [x, y] = features.values.subarray(2 * row, 2 * row + 2);
    const radius = Math.sqrt(x * x + y * y);
    const angle = 2 * Math.PI * 1.75 * radius + Math.PI * targets.labels[row];
    expect(targets.labels[row]).toBe(row % 2);
    expect(Math.abs(x - radius * Math.cos(angle)) + Math.abs(y - radius * Math.sin(angle))).toBeLessThan(1e-5);
  }
});

test.each([
  ['noisySine', noisySine],
  ['friedman1', friedman1],
  ['twoSpirals', twoSpirals],
])('%s gives the same rows for the same seed and others for another', (_, make) => {
  expect(make(20, seedFrom(1))).toEqual(make(20, seedFrom(1)));
  expect(make(20, seedFrom(1)).features.values).not.toEqual(make(20, seedFrom(2)).features.values);
  expect(make(20, seedFrom(1)).rows).toBe(20);
});
