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

test('binary cross-entropy of outputs that are right, however sure, and wrong, as far as float32 tells it', () => {
  const truth: Truth = { kind: 'values', values: Float32Array.of(1, 0, 0, 1), size: 1 };
  const { values } = rowLosses(Float32Array.of(0.25, 0.25, 0, 1), truth, { kind: 'binaryCrossEntropy' })!;
  close(values, [-Math.log(0.25), -Math.log(0.75), 0, 0]);
});

test('losses that logits told and probabilities do not are not told', () => {
  const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
  const ofWrong = (z: number, target: number): number | undefined => {
    const truth: Truth = { kind: 'values', values: Float32Array.of(target), size: 1 };
    return rowLosses(Float32Array.of(sigmoid(z)), truth, { kind: 'binaryCrossEntropy' })?.values[0];
  };
  for (const z of [2, 8, 12]) expect(Math.abs(ofWrong(z, 0)! - Math.log1p(Math.exp(z))) / z).toBeLessThan(1e-3);
  for (const z of [-2, -20, -80]) expect(ofWrong(z, 1)).toBeCloseTo(-z + Math.log1p(Math.exp(z)), 4);
  expect([ofWrong(15, 0), ofWrong(18, 0), ofWrong(200, 0), ofWrong(-90, 1), ofWrong(-200, 1)]).toEqual(
    Array(5).fill(undefined),
  );
  const loss = { kind: 'crossEntropy', labelSmoothing: 0, classWeights: null };
  const p = Float32Array.of(1, 0, 0.5, 0.5);
  const labels = (...of: number[]): Truth => ({ kind: 'classes', labels: Int32Array.from(of) });
  close(rowLosses(p, labels(0, 1), loss)!.values, [0, Math.LN2]);
  expect(rowLosses(p, labels(1, 1), loss)).toBeNull();
  expect(rowLosses(p, labels(0, 1), { ...loss, labelSmoothing: 0.1 })).toBeNull();
  // What weighs nothing need not be told.
  close(rowLosses(p, labels(1, 1), { ...loss, classWeights: [1, 0] })!.values, [0, 0]);
});

test('a loss of another maker has no row losses', () => {
  expect(
    rowLosses(Float32Array.of(1), { kind: 'values', values: Float32Array.of(1), size: 1 }, { kind: 'own' }),
  ).toBeNull();
});
