import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accuracyOf,
  type ConfusionMatrix,
  f1Of,
  perClassFigures,
  precisionOf,
  recallOf,
  totalOf,
} from './confusion.ts';

// Three classes, 20 rows; figures by hand. Rows are true classes, columns predicted ones.
//   column sums 7, 9, 4; row sums 8, 6, 6; hits 5, 4, 2
const THREE: ConfusionMatrix = [
  [5, 2, 1],
  [1, 4, 1],
  [1, 3, 2],
];

test('totals and accuracy count rows', () => {
  expect(totalOf(THREE)).toBe(20);
  expect(accuracyOf(THREE)).toBe(11 / 20);
});

test('precision, recall, F1 and support of each class are as computed by hand', () => {
  expect(perClassFigures(THREE, ['cat', 'dog', 'owl'])).toEqual([
    { label: 'cat', precision: 5 / 7, recall: 5 / 8, f1: 10 / 15, support: 8 },
    { label: 'dog', precision: 4 / 9, recall: 4 / 6, f1: 8 / 15, support: 6 },
    { label: 'owl', precision: 2 / 4, recall: 2 / 6, f1: 4 / 10, support: 6 },
  ]);
});

test('classes without a name are numbered', () => {
  expect(perClassFigures(THREE).map((figures) => figures.label)).toEqual(['0', '1', '2']);
});

test('macro averages give each class the same weight', () => {
  expect(f1Of(THREE, 'macro')).toBeCloseTo((10 / 15 + 8 / 15 + 4 / 10) / 3, 15);
  expect(precisionOf(THREE, 'macro')).toBeCloseTo((5 / 7 + 4 / 9 + 2 / 4) / 3, 15);
  expect(recallOf(THREE, 'macro')).toBeCloseTo((5 / 8 + 4 / 6 + 2 / 6) / 3, 15);
});

test('weighted averages give each row the same weight', () => {
  expect(f1Of(THREE, 'weighted')).toBeCloseTo((8 * (10 / 15) + 6 * (8 / 15) + 6 * (4 / 10)) / 20, 15);
  expect(precisionOf(THREE, 'weighted')).toBeCloseTo((8 * (5 / 7) + 6 * (4 / 9) + 6 * (2 / 4)) / 20, 15);
});

test('macro and micro F1 differ where classes are unbalanced, so one cannot pass for the other', () => {
  const unbalanced: ConfusionMatrix = [
    [90, 0],
    [8, 2],
  ];
  expect(f1Of(unbalanced, 'micro')).toBe(92 / 100);
  expect(f1Of(unbalanced, 'macro')).toBeCloseTo((180 / 188 + 4 / 12) / 2, 15);
  expect(f1Of(unbalanced, 'micro') - f1Of(unbalanced, 'macro')).toBeGreaterThan(0.25);
});

test('a quotient by zero is 0, as with zero_division=0', () => {
  // Class 1 is never predicted: precision 0/0. Class 2 is never true: recall 0/0. Both count in the macro average.
  const matrix: ConfusionMatrix = [
    [3, 0, 1],
    [2, 0, 0],
    [0, 0, 0],
  ];
  expect(perClassFigures(matrix)).toEqual([
    { label: '0', precision: 3 / 5, recall: 3 / 4, f1: 6 / 9, support: 4 },
    { label: '1', precision: 0, recall: 0, f1: 0, support: 2 },
    { label: '2', precision: 0, recall: 0, f1: 0, support: 0 },
  ]);
  expect(f1Of(matrix, 'macro')).toBeCloseTo(6 / 9 / 3, 15);
  expect(recallOf(matrix, 'macro')).toBeCloseTo(3 / 4 / 3, 15);
});

test('a class that is neither true nor predicted anywhere does not count in the macro average', () => {
  // scikit-learn takes its classes from the labels it sees: f1_score([0, 0, 2], [0, 2, 2], average="macro") = 2/3.
  const matrix: ConfusionMatrix = [
    [1, 0, 1],
    [0, 0, 0],
    [0, 0, 1],
  ];
  expect(f1Of(matrix, 'macro')).toBeCloseTo(2 / 3, 15);
  expect(perClassFigures(matrix)[1]).toEqual({ label: '1', precision: 0, recall: 0, f1: 0, support: 0 });
});

test('a matrix without rows gives 0 everywhere, never NaN', () => {
  const empty: ConfusionMatrix = [
    [0, 0],
    [0, 0],
  ];
  const figures = [accuracyOf(empty), f1Of(empty, 'macro'), f1Of(empty, 'micro'), f1Of(empty, 'weighted')];
  expect(figures).toEqual([0, 0, 0, 0]);
});

/** The definitions of scikit-learn, row by row from labels, without a confusion matrix. */
function macroF1FromLabels(truth: readonly number[], predicted: readonly number[]): number {
  const seen = [...new Set([...truth, ...predicted])];
  const scores = seen.map((label) => {
    const truePositives = truth.filter((t, row) => t === label && predicted[row] === label).length;
    const falsePositives = truth.filter((t, row) => t !== label && predicted[row] === label).length;
    const falseNegatives = truth.filter((t, row) => t === label && predicted[row] !== label).length;
    return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
  });
  return scores.reduce((sum, score) => sum + score, 0) / seen.length;
}

const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 40 });

function matrixOf(pairs: readonly (readonly [number, number])[]): number[][] {
  const matrix = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
  for (const [t, p] of pairs) matrix[t][p]++;
  return matrix;
}

test('macro F1 of any labels is what scikit-learn’s definition gives', () => {
  fc.assert(
    fc.property(rows, (pairs) => {
      const truth = pairs.map(([t]) => t);
      const predicted = pairs.map(([, p]) => p);
      expect(f1Of(matrixOf(pairs), 'macro')).toBeCloseTo(macroF1FromLabels(truth, predicted), 12);
    }),
  );
});

test('micro precision, recall and F1 of any labels are the accuracy', () => {
  fc.assert(
    fc.property(rows, (pairs) => {
      const matrix = matrixOf(pairs);
      const hits = pairs.filter(([t, p]) => t === p).length;
      for (const average of [f1Of, precisionOf, recallOf]) expect(average(matrix, 'micro')).toBe(hits / pairs.length);
    }),
  );
});
