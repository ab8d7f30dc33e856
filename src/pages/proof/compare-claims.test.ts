// What is compared where the reader's browser cannot compute as the run did: counts and figures within a bound that the predictions
// themselves set, and no bits.

import { expect, test } from 'vitest';
import type { RunRecord, TestRecord } from '../../record/index.ts';
import { accuracyOf, f1Of, perClassFigures } from '../../record/index.ts';
import { exampleRun } from '../../report/example-run.fixture.ts';
import type { ProofClaims } from '../../report/index.ts';
import { type Check, compareClaims } from './compare-claims.ts';
import type { LoadedModel, Tested } from './messages.ts';

/** Three classes, six rows; in the last, the two likeliest are `gap` apart. */
const predictionsWith = (gap: number): Float32Array =>
  Float32Array.of(
    ...[0.9, 0.05, 0.05, 0.8, 0.1, 0.1, 0.1, 0.8, 0.1, 0.2, 0.7, 0.1, 0.1, 0.1, 0.8],
    ...[0.1, 0.45 + gap / 2, 0.45 - gap / 2],
  );
const CLAIMED = [
  [2, 0, 0],
  [0, 2, 0],
  [0, 0, 2],
];
/** The last row on the other side. */
const MOVED = [
  [2, 0, 0],
  [0, 2, 0],
  [0, 1, 1],
];
const FINGERPRINT = 'ab'.repeat(32);

function checks({
  claimed = CLAIMED,
  confusion = claimed,
  gap = 0.00005,
  loss = 0.5,
  profile = 'strict',
  fingerprint = FINGERPRINT,
  predictions = predictionsWith(gap),
}: {
  readonly claimed?: number[][];
  readonly confusion?: number[][];
  readonly gap?: number;
  readonly loss?: number;
  readonly profile?: string;
  readonly fingerprint?: string;
  readonly predictions?: Float32Array;
}): Map<string, Check> {
  const base = exampleRun();
  const figures = { accuracy: accuracyOf(claimed), macroF1: f1Of(claimed, 'macro'), confusion: claimed, loss: 0.5 };
  const perClass = perClassFigures(claimed).map((of, c) => ({ ...of, label: String(c) }));
  const record: TestRecord = { ...(base.test as TestRecord), ...figures, perClass, rows: 6 };
  const run: RunRecord = { ...base, test: record };
  const claims: ProofClaims = {
    trial: record.trial,
    profile: 'fused',
    fingerprint: FINGERPRINT,
    predictionsSha256: 'cd'.repeat(32),
    files: [],
    batchSize: 6,
    evidence: null,
  };
  const model: LoadedModel = {
    fingerprint,
    sha256: '',
    profile: profile as LoadedModel['profile'],
    input: [1],
    scale: null,
    classNames: null,
  };
  const tested: Tested = {
    rows: 6,
    loss,
    predictions,
    predictionsSha256: 'ef'.repeat(32),
    confusion,
    rmse: null,
    mae: null,
    r2: null,
    milliseconds: 1,
  };
  const rows = { rows: 6, shape: [1], values: new Float32Array(6), labels: null, files: [] };
  const found = compareClaims(run, claims, { figures: [], confusion: null }, { model, rows, tested });
  return new Map(found.map((check) => [check.name, check]));
}

const disagreeing = (found: Map<string, Check>): string[] =>
  [...found.values()].filter(({ agrees }) => !agrees).map(({ name }) => name);

test('with the arithmetic of the run, bits are compared, and one row on the other side is a difference', () => {
  expect(disagreeing(checks({ profile: 'fused' }))).toEqual(['Every predicted number']);
  expect(disagreeing(checks({ profile: 'fused', confusion: MOVED }))).toContain('Confusion matrix');
  expect(disagreeing(checks({ profile: 'fused', loss: 0.50001 }))).toContain('Loss');
});

test('with another arithmetic no bits are compared, and a row may change sides where its two likeliest classes are close', () => {
  const same = checks({});
  expect(disagreeing(same)).toEqual([]);
  expect([...same.keys()]).not.toContain('Every predicted number');
  const moved = checks({ confusion: MOVED });
  expect(disagreeing(moved)).toEqual([]);
  expect(moved.get('Confusion matrix')?.detail).toBe(
    '1 row differs, which the other arithmetic allows: 1 is that close',
  );
});

test('a row that is not close may not change sides, nor may the loss or the model differ', () => {
  expect(disagreeing(checks({ confusion: MOVED, gap: 0.01 }))).toEqual([
    'Confusion matrix',
    'Accuracy',
    'Macro-F1',
    'Class by class',
  ]);
  expect(disagreeing(checks({ loss: 0.5001 }))).toEqual(['Loss']);
  expect(disagreeing(checks({ loss: 0.50004 }))).toEqual([]);
  expect(disagreeing(checks({ fingerprint: 'ba'.repeat(32) }))).toEqual(['Fingerprint of the model']);
});

test('one probability alone is close where it is near a half, and not where it is near 0', () => {
  const alone = (...probabilities: number[]) => ({
    predictions: Float32Array.from(probabilities),
    claimed: [
      [2, 1],
      [0, 3],
    ],
    confusion: [
      [3, 0],
      [0, 3],
    ],
  });
  expect(disagreeing(checks(alone(0, 0.00001, 0.49999, 0.9, 0.9, 0.9)))).toEqual([]);
  expect(disagreeing(checks(alone(0, 0.00001, 0.2, 0.9, 0.9, 1)))).toContain('Confusion matrix');
});
