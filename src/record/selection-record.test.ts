import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomSequence, seedFrom } from '../core/index.ts';
import { assertClose, FIXTURES } from '../testing/index.ts';
import { countDraws, intervalOf, quantile } from './bootstrap.ts';
import { confusionIntervals, outcomeIntervals } from './figure-intervals.ts';
import { outcomeOf } from './row-outcomes.ts';
import type { Interval, SelectionRecord } from './selection.ts';
import { type SelectionInput, type SelectionTrial, selectionRecord } from './selection-record.ts';
import type { Truth } from './truth.ts';

interface Optimism {
  readonly value: number;
  readonly expected: number;
  readonly optimism: number;
}

/** Made by scripts/fixtures/bootstrap.py with NumPy and scikit-learn. */
interface Fixture {
  readonly seed: string;
  readonly classes: {
    readonly truth: readonly number[];
    readonly predictions: readonly (readonly number[])[];
    readonly accuracy: readonly Interval[];
    readonly macroF1: readonly Interval[];
    readonly behind: readonly Interval[];
    readonly optimism: Optimism;
  };
  readonly values: {
    readonly targets: readonly (readonly number[])[];
    readonly predictions: readonly (readonly (readonly number[])[])[];
    readonly rmse: readonly (readonly Interval[])[];
    readonly mae: readonly (readonly Interval[])[];
    readonly r2: readonly (readonly Interval[])[];
    readonly cells: readonly Interval[];
    readonly behind: Interval;
    readonly optimism: Optimism;
  };
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../test/fixtures/bootstrap.json', import.meta.url), 'utf8'),
);

const CROSS_ENTROPY = { kind: 'crossEntropy', labelSmoothing: 0, classWeights: null };

function same(where: string, actual: Interval | null | undefined, expected: Interval): void {
  const list = ({ value, low, high }: Interval): number[] => [value, low, high];
  assertClose(where, list(actual as Interval), list(expected), FIXTURES);
}

function sameOptimism(record: SelectionRecord | null, { value, expected, optimism }: Optimism): void {
  const found = record!.optimism!;
  assertClose('optimism', [found.value, found.expected, found.optimism], [value, expected, optimism], {
    relative: 1e-11,
    absolute: 1e-14,
  });
}

const byMetric = (metric: string, direction: 'max' | 'min' = 'max'): SelectionInput['selection'] => ({
  metric,
  direction,
});

test('intervals, leads and optimism of classifiers are those of NumPy and scikit-learn on the same draws', () => {
  const { truth, predictions, accuracy, macroF1, behind, optimism } = fixture.classes;
  const labels: Truth = { kind: 'classes', labels: Int32Array.from(truth) };
  const trials = predictions.map((list, i): SelectionTrial => {
    return { trial: `00${i}-net`, part: 0, outcome: outcomeOf(Float32Array.from(list), labels, CROSS_ENTROPY) };
  });
  const input = { selection: byMetric('validationMacroF1'), seed: fixture.seed, trials, refit: false, test: null };
  const record = selectionRecord(input)!;
  for (const [i, trial] of record.trials.entries()) {
    expect(trial).toMatchObject({ trial: `00${i}-net`, rows: 60 });
    same(`macro-F1 ${i}`, trial.macroF1, macroF1[i]);
    same(`accuracy ${i}`, trial.accuracy, accuracy[i]);
    expect(trial.selection).toEqual(trial.macroF1);
  }
  expect(record.trials[0]).toMatchObject({ behind: null, withinNoise: null });
  same('behind 1', record.trials[1].behind, behind[0]);
  same('behind 2', record.trials[2].behind, behind[1]);
  expect(record.trials.map(({ withinNoise }) => withinNoise)).toEqual([null, true, false]);
  sameOptimism(record, optimism);
  expect(record.optimism!.candidates).toBe(3);
  expect(selectionRecord(input)).toEqual(record);
  expect(selectionRecord({ ...input, seed: seedFrom(1) })!.trials[0].macroF1).not.toEqual(record.trials[0].macroF1);
});

test('figures of a regression over folds, and of cells that are refitted, are those of NumPy and scikit-learn', () => {
  const { targets, predictions, rmse, mae, r2, cells, behind, optimism } = fixture.values;
  const trials = predictions.flatMap((folds, cell) =>
    folds.map((list, part): SelectionTrial => {
      const truth: Truth = { kind: 'values', values: Float32Array.from(targets[part]), size: 2 };
      const outcome = outcomeOf(Float32Array.from(list), truth, { kind: 'meanSquaredError' });
      return { trial: `cell ${cell} fold ${part}`, cell, part, outcome };
    }),
  );
  const named = ['a', 'b'].map((name) => ({ name, whole: true }));
  const selection = byMetric('validationRmse', 'min');
  const record = selectionRecord({ selection, seed: fixture.seed, trials, cells: named, refit: true, test: null })!;
  for (const [i, { cell, part }] of trials.entries()) {
    const where = trials[i].trial;
    same(`rmse ${where}`, record.trials[i].rmse, rmse[cell!][part]);
    same(`mae ${where}`, record.trials[i].mae, mae[cell!][part]);
    same(`r2 ${where}`, record.trials[i].r2, r2[cell!][part]);
    expect(record.trials[i]).toMatchObject({ rows: 24, behind: null, withinNoise: null });
  }
  expect(record.cells!.map(({ cell }) => cell)).toEqual(['a', 'b']);
  for (const [i, { selection: found }] of record.cells!.entries()) same(`cell ${i}`, found, cells[i]);
  expect(record.cells![0]).toMatchObject({ behind: null, withinNoise: null });
  same('behind', record.cells![1].behind, behind);
  expect(record.cells![1].withinNoise).toBe(behind.low <= 0);
  sameOptimism(record, optimism);
});

/** `networks` coin-flippers on `rows` rows of two classes, each right with probability `skill`, and their choice. */
function chosenOf(networks: number, rows: number, skill: number, seed: number): Optimism {
  const random = randomSequence(seedFrom(seed), 'sample', 0);
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 2);
  const trials = Array.from({ length: networks }, (_, i): SelectionTrial => {
    const predicted = labels.map((label) => (random.uniform() < skill ? label : 1 - label));
    return {
      trial: `${i}`,
      part: 0,
      outcome: { kind: 'classes', classes: 2, actual: labels, predicted, losses: null },
    };
  });
  const selection = byMetric('validationAccuracy');
  return selectionRecord({ selection, seed: seedFrom(seed), trials, refit: false, test: null })!.optimism!;
}

test('the optimism of the best of 12 equally good networks is what it really is', () => {
  // All have a true accuracy of 0.9, so the winner's lead over 0.9 is optimism and nothing else: about
  // E[max of 12 normals] sqrt(0.9 x 0.1 / 400) = 1.63 x 0.015 = 0.0244.
  const runs = Array.from({ length: 15 }, (_, seed) => chosenOf(12, 400, 0.9, seed));
  const mean = (of: (run: Optimism) => number): number => runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  expect(mean(({ value }) => value - 0.9)).toBeGreaterThan(0.02);
  // The standard error of the mean of 15 is about 0.015 x 0.6 / sqrt(15) = 0.0023.
  expect(Math.abs(mean(({ expected }) => expected - 0.9))).toBeLessThan(0.005);
});

test('a winner by far is not flattered', () => {
  const labels = Int32Array.from({ length: 400 }, (_, row) => row % 2);
  const trials = [0.95, 0.6, 0.6, 0.6].map((share, i): SelectionTrial => {
    const predicted = labels.map((label, row) => ((row * 37) % 400 < share * 400 ? label : 1 - label));
    return {
      trial: `${i}`,
      part: 0,
      outcome: { kind: 'classes', classes: 2, actual: labels, predicted, losses: null },
    };
  });
  const selection = byMetric('validationAccuracy');
  const record = selectionRecord({ selection, seed: seedFrom(1), trials, refit: false, test: null })!;
  expect(Math.abs(record.optimism!.optimism)).toBeLessThan(0.001);
  expect(record.trials.slice(1).map(({ withinNoise }) => withinNoise)).toEqual([false, false, false]);
});

test('the interval of an accuracy is that of the normal approximation where rows are many', () => {
  const { accuracy } = confusionIntervals(
    [
      [1800, 200],
      [100, 1900],
    ],
    seedFrom(3),
  ); // prettier-ignore
  const error = Math.sqrt((0.925 * 0.075) / 4000);
  expect(accuracy!.value).toBe(0.925);
  // The quantile of 2000 resamples is itself uncertain by about 0.06 standard errors.
  expect(Math.abs((accuracy!.low - (0.925 - 1.96 * error)) / error)).toBeLessThan(0.25);
  expect(Math.abs((accuracy!.high - (0.925 + 1.96 * error)) / error)).toBeLessThan(0.25);
});

test('a confusion matrix alone gives the intervals that its rows give, in the order of its cells', () => {
  const actual = Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2);
  const predicted = Int32Array.of(0, 0, 2, 0, 1, 2, 2, 2);
  const matrix = [
    [2, 0, 1],
    [1, 1, 0],
    [0, 0, 3],
  ];
  const outcome = { kind: 'classes', classes: 3, actual, predicted, losses: null } as const;
  expect(confusionIntervals(matrix, seedFrom(1))).toEqual(outcomeIntervals(outcome, seedFrom(1)));
});

test('one candidate is no choice, and a loss that is not known cannot be judged by', () => {
  const labels = Int32Array.of(0, 1, 0, 1);
  const predictions = Float32Array.of(0.75, 0.25, 0.5, 0.5, 0.25, 0.75, 0.25, 0.75);
  const outcome = outcomeOf(predictions, { kind: 'classes', labels }, { kind: 'ownLoss' });
  const trials = [{ trial: '000-net', part: 0, outcome }];
  const input = { selection: byMetric('validationMacroF1'), seed: seedFrom(1), trials, refit: false, test: null };
  expect(selectionRecord(input)!.optimism).toBeNull();
  expect(selectionRecord({ ...input, selection: byMetric('validationLoss', 'min') })).toBeNull();
  expect(selectionRecord({ ...input, trials: [] })).toBeNull();
});

test('with repeats the best repeat of the best cell is judged, on the same rows', () => {
  const labels = Int32Array.from({ length: 200 }, (_, row) => row % 2);
  const right = [180, 150, 170, 168]; // cell a: 0.9, 0.75; cell b: 0.85, 0.84, the better mean
  const trials = right.map((hits, i): SelectionTrial => {
    const predicted = labels.map((label, row) => ((row * 61 + i) % 200 < hits ? label : 1 - label));
    const outcome = { kind: 'classes', classes: 2, actual: labels, predicted, losses: null } as const;
    return { trial: `${i}`, part: 0, cell: i < 2 ? 1 : 0, outcome };
  });
  const ranked = [trials[2], trials[3], trials[0], trials[1]];
  const cells = ['b', 'a'].map((name) => ({ name, whole: true }));
  const input = {
    selection: byMetric('validationAccuracy'),
    seed: seedFrom(1),
    trials: ranked,
    refit: false,
    test: null,
  };
  const record = selectionRecord({ ...input, cells })!;
  expect(record.optimism).toMatchObject({ candidates: 2, value: 0.85 });
  expect(record.cells!.map(({ selection }) => selection.value)).toEqual([0.845, 0.825]);
  expect(record.trials[2].behind!.value).toBeCloseTo(-0.05, 12);
  const partial = selectionRecord({
    ...input,
    cells: [
      { name: 'b', whole: false },
      { name: 'a', whole: true },
    ],
  })!;
  expect(partial.optimism!.value).toBe(0.9);
});

test('rows are drawn by the bootstrap stream, each as likely as any other', () => {
  for (const rows of [1, 7, 10, 1000, 12_289]) {
    const counts = new Int32Array(rows);
    countDraws(counts, seedFrom(9), 5);
    const random = randomSequence(seedFrom(9), 'bootstrap', 5);
    const expected = new Int32Array(rows);
    for (let draw = 0; draw < rows; draw++) expected[random.below(rows)]++;
    expect(counts).toEqual(expected);
  }
});

test('R2 of a resample whose targets are all one is that of a constant, and a far target costs no digits', () => {
  const r2Of = (targets: Float32Array, by: (value: number, i: number) => number) => {
    const truth: Truth = { kind: 'values', values: targets, size: 1 };
    return outcomeIntervals(outcomeOf(targets.map(by), truth, { kind: 'meanSquaredError' }), seedFrom(1)).r2!;
  };
  // A third of the resamples draw the far target never: no spread, and errors, so R2 is 0.
  expect(r2Of(Float32Array.of(1234.567, ...Array(29).fill(3.3)), (value) => value + 0.1).low).toBe(0);
  // The same rows, with 5e6 instead of 5: where it is not drawn, R2 is as it was. Half a quantile is of such resamples.
  const near = Float32Array.from({ length: 40 }, (_, i) => (i === 0 ? 5 : 1 + ((i * 7) % 11) / 10));
  const far = near.map((value, i) => (i === 0 ? 5e6 : value));
  const error = (value: number, i: number) => (i === 0 ? value : value + 0.1 * Math.cos(i));
  const without = near.slice(1);
  const { low } = r2Of(far, error);
  const { low: lowest } = r2Of(without, (value, i) => error(value, i + 1));
  expect(Math.abs(low - lowest)).toBeLessThan(0.02);
});

test('a probability is judged in the unit of the loss, where the target was scaled', () => {
  const truth: Truth = {
    kind: 'values',
    values: Float32Array.of(0, 100, 100, 0),
    size: 1,
    unit: { offset: 0, divisor: 100 },
  };
  const outcome = outcomeOf(Float32Array.of(20, 70, 30, 40), truth, { kind: 'binaryCrossEntropy' });
  expect(outcome).toMatchObject({ actual: Int32Array.of(0, 1, 1, 0), predicted: Int32Array.of(0, 1, 0, 0) });
});

test('quantiles lie between neighbours in proportion', () => {
  const sorted = Float64Array.of(1, 2, 4, 8);
  expect([0, 0.25, 0.5, 1].map((share) => quantile(sorted, share))).toEqual([1, 1.75, 3, 8]);
  expect(intervalOf(7, Float64Array.of(3, 1, 2))).toEqual({ value: 7, low: 1.05, high: 2.95 });
});
