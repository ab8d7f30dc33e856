import { expect, test } from 'vitest';
import { rowLosses } from './row-losses.ts';
import type { Truth } from './truth.ts';

const close = (found: ArrayLike<number>, expected: readonly number[]): void => {
  expect(found.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 6);
};

test('cross-entropy of rows, with smoothing and weights, is as its formula says', () => {
  const p = Float32Array.of(0.5, 0.25, 0.25, 0.125, 0.75, 0.125);
  const truth: Truth = { kind: 'classes', labels: Int32Array.of(0, 2) };
  const ln = Math.log;
  const plain = rowLosses(p, truth, { kind: 'crossEntropy', labelSmoothing: 0, classWeights: null })!;
  close(plain.values, [-ln(0.5), -ln(0.125)]);
  expect(plain.weights).toBeNull();
  const [w0, w1, w2] = [2, 1, 0.5];
  const loss = { kind: 'crossEntropy', labelSmoothing: 0.3, classWeights: [w0, w1, w2] };
  const smoothed = rowLosses(p, truth, loss)!;
  close(smoothed.weights!, [w0, w2]);
  close(smoothed.values, [
    -0.7 * w0 * ln(0.5) - 0.1 * (w0 * ln(0.5) + w1 * ln(0.25) + w2 * ln(0.25)),
    -0.7 * w2 * ln(0.125) - 0.1 * (w0 * ln(0.125) + w1 * ln(0.75) + w2 * ln(0.125)),
  ]);
});

test.each([
  [{ kind: 'meanSquaredError' }, [(1 + 9) / 2, 0.125]],
  [{ kind: 'meanAbsoluteError' }, [2, 0.25]],
  [{ kind: 'huber', delta: 2 }, [(0.5 + 2 * (3 - 1)) / 2, 0.0625]],
])('%j of rows with two outputs is their mean', (loss, expected) => {
  const truth: Truth = { kind: 'values', values: Float32Array.of(1, 5, 0.5, 2), size: 2 };
  close(rowLosses(Float32Array.of(2, 2, 0.5, 2.5), truth, loss)!.values, expected);
});

test('values whose targets were scaled for training lose what they lost in training', () => {
  const unit = { offset: 100, divisor: 10 };
  const truth: Truth = { kind: 'values', values: Float32Array.of(110, 95), size: 1, unit };
  close(rowLosses(Float32Array.of(120, 100), truth, { kind: 'meanSquaredError' })!.values, [1, 0.25]);
  close(rowLosses(Float32Array.of(120, 100), truth, { kind: 'huber', delta: 0.75 })!.values, [
    0.75 * (1 - 0.375),
    0.125,
  ]);
});

test('binary cross-entropy of a probability that rounded to 0 or 1 is finite', () => {
  const truth: Truth = { kind: 'values', values: Float32Array.of(1, 0, 0, 1), size: 1 };
  const { values } = rowLosses(Float32Array.of(0.25, 0.25, 0, 0), truth, { kind: 'binaryCrossEntropy' })!;
  close(values, [-Math.log(0.25), -Math.log(0.75), 0, 149 * Math.log(2)]);
});

test('a loss of another maker has no row losses', () => {
  expect(
    rowLosses(Float32Array.of(1), { kind: 'values', values: Float32Array.of(1), size: 1 }, { kind: 'own' }),
  ).toBeNull();
});
