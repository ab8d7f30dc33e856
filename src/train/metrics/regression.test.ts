import { expect, test } from 'vitest';
import { regressionFigures } from './regression.ts';

/** The sums a kernel counts: for each output sum e^2, sum |e|, sum (t - shift), sum (t - shift)^2, and the shift. */
function sumsOf(predictions: readonly number[][], targets: readonly number[][], shift = 0): number[] {
  const sums: number[] = [];
  for (let j = 0; j < targets[0].length; j++) {
    const errors = targets.map((row, i) => predictions[i][j] - row[j]);
    const shifted = targets.map((row) => row[j] - shift);
    const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
    sums.push(
      total(errors.map((e) => e * e)),
      total(errors.map(Math.abs)),
      total(shifted),
      total(shifted.map((d) => d * d)),
      shift,
    );
  }
  return sums;
}

test('RMSE, MAE and R2 of one output are those of the definition', () => {
  // scikit-learn: r2_score([3, -0.5, 2, 7], [2.5, 0, 2, 8]) = 0.9486081370449679
  const figures = regressionFigures(sumsOf([[2.5], [0], [2], [8]], [[3], [-0.5], [2], [7]]), 4);
  expect(figures.r2).toBeCloseTo(0.9486081370449679, 14);
  expect(figures.mae).toBe(0.5);
  expect(figures.rmse).toBeCloseTo(Math.sqrt(0.375), 14);
});

test('the shift changes no figure of small numbers, and keeps the digits of large ones', () => {
  const targets = [[3], [-0.5], [2], [7]];
  const predictions = [[2.5], [0], [2], [8]];
  for (const shift of [3, -40]) {
    const figures = regressionFigures(sumsOf(predictions, targets, shift), 4);
    expect(figures.r2).toBeCloseTo(0.9486081370449679, 12);
    expect([figures.mae, figures.rmse]).toEqual([0.5, Math.sqrt(0.375)]);
  }
  const large = (rows: readonly number[][]) => rows.map(([value]) => [value + 2 ** 40]);
  expect(regressionFigures(sumsOf(large(predictions), large(targets), 2 ** 40), 4).r2).toBeCloseTo(
    0.9486081370449679,
    12,
  );
});

test('R2 of several outputs is the plain mean of theirs', () => {
  // scikit-learn: r2_score([[0.5, 1], [-1, 1], [7, -6]], [[0, 2], [-1, 2], [8, -5]]) = 0.9368005266622779
  const targets = [
    [0.5, 1],
    [-1, 1],
    [7, -6],
  ];
  expect(
    regressionFigures(
      sumsOf(
        [
          [0, 2],
          [-1, 2],
          [8, -5],
        ],
        targets,
      ),
      3,
    ).r2,
  ).toBeCloseTo(0.9368005266622779, 14);
});

test('an output whose targets are all equal counts 1 when predicted exactly, else 0', () => {
  expect(regressionFigures(sumsOf([[2], [2]], [[2], [2]]), 2).r2).toBe(1);
  expect(regressionFigures(sumsOf([[2], [3]], [[2], [2]]), 2).r2).toBe(0);
});

test('predicting the mean has R2 0, and worse than that is negative', () => {
  expect(regressionFigures(sumsOf([[2], [2]], [[1], [3]]), 2).r2).toBe(0);
  expect(regressionFigures(sumsOf([[4], [4]], [[1], [3]]), 2).r2).toBe(-4);
});
