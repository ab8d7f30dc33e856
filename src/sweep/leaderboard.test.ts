import { expect, test } from 'vitest';
import { type RunTrial, selectedEntry, type TrialStatus } from '../record/index.ts';
import { leaderboard } from './leaderboard.ts';

function trialOf(index: number, status: TrialStatus, bestValue: number | null): RunTrial {
  const bestEpoch = bestValue === null ? null : 2;
  return {
    folder: `00${index}-net`,
    epochs: [1, 2].map((epoch) => ({
      epoch,
      learningRate: 0.1,
      trainLoss: 1,
      seconds: 1,
      samplesPerSecond: 1,
      trainAccuracy: 0.5,
      trainMacroF1: 0.5,
      validationLoss: epoch / 10,
      validationAccuracy: epoch / 5,
    })),
    record: {
      formatVersion: 1,
      index,
      name: `net ${index}`,
      modelName: 'net',
      model: { input: [2], layers: [] },
      optimizer: { kind: 'adam' },
      loss: { kind: 'crossEntropy' },
      schedule: { kind: 'constant' },
      training: {},
      parameters: { 'optimizer.learningRate': index },
      seed: '0000000000000001',
      repeat: 0,
      fold: null,
      status,
      parameterCount: 1,
      memoryBytes: 1,
      epochsTrained: 2,
      bestEpoch,
      bestValue,
      stopReason: null,
      message: status === 'failed' ? 'it diverged' : null,
      initialFingerprint: null,
      fingerprint: null,
      lastFingerprint: null,
      seconds: 3,
    },
  };
}

const names = (trials: readonly RunTrial[], direction: 'max' | 'min'): string[] =>
  leaderboard(trials, { metric: 'validationMacroF1', direction }).map((entry) => `${entry.rank} ${entry.name}`);

test('the best value comes first, whichever way is better', () => {
  const trials = [trialOf(0, 'finished', 0.5), trialOf(1, 'finished', 0.9), trialOf(2, 'finished', 0.7)];
  expect(names(trials, 'max')).toEqual(['1 net 1', '2 net 2', '3 net 0']);
  expect(names(trials, 'min')).toEqual(['1 net 0', '2 net 2', '3 net 1']);
});

test('equal values keep the order of the sweep', () => {
  const trials = [trialOf(0, 'finished', 0.5), trialOf(1, 'finished', 0.9), trialOf(2, 'finished', 0.9)];
  expect(names(trials, 'max')).toEqual(['1 net 1', '2 net 2', '3 net 0']);
});

test('failed, interrupted and waiting trials come last, even with the best value', () => {
  const trials = [
    trialOf(0, 'failed', null),
    trialOf(1, 'interrupted', 0.99),
    trialOf(2, 'waiting', null),
    trialOf(3, 'finished', 0.1),
  ];
  expect(names(trials, 'max')).toEqual(['1 net 3', '2 net 0', '3 net 1', '4 net 2']);
  expect(names(trials, 'min')).toEqual(['1 net 3', '2 net 0', '3 net 1', '4 net 2']);
});

test('an entry shows the figures of the best epoch and the reason of a failure', () => {
  const [first, last] = leaderboard([trialOf(4, 'failed', null), trialOf(5, 'finished', 0.5)], {
    metric: 'validationMacroF1',
    direction: 'max',
  });
  expect(first).toEqual({
    rank: 1,
    trial: '005-net',
    name: 'net 5',
    modelName: 'net',
    parameters: { 'optimizer.learningRate': 5 },
    status: 'finished',
    value: 0.5,
    bestEpoch: 2,
    epochsTrained: 2,
    validationLoss: 0.2,
    validationAccuracy: 0.4,
    seconds: 3,
    message: null,
  });
  expect(last).toMatchObject({
    rank: 2,
    value: null,
    validationLoss: null,
    validationAccuracy: null,
    message: 'it diverged',
  });
});

/** Trials of cells: `b 1` is repeat 1 of cell b. */
function repeatsOf(values: { readonly [cell: string]: readonly (number | null)[] }): RunTrial[] {
  return Object.entries(values)
    .flatMap(([cell, list]) => list.map((value, repeat) => ({ cell, value, repeat })))
    .map(({ cell, value, repeat }, index) => {
      const { folder, epochs, record } = trialOf(index, value === null ? 'failed' : 'finished', value);
      return { folder, epochs, record: { ...record, name: `${cell} ${repeat}`, cell, repeat } };
    });
}

test('cells are ranked by their mean, and their trials by value, so the best repeat of the best cell comes first', () => {
  const trials = repeatsOf({ a: [0.5, 0.75], b: [0.25, 1], c: [0.625, 0.625] });
  const entries = leaderboard(trials, { metric: 'validationMacroF1', direction: 'max' });
  expect(entries.map(({ name }) => name)).toEqual(['a 1', 'a 0', 'b 1', 'b 0', 'c 0', 'c 1']);
  // Mean 0.625 in all three; b: sqrt(2 x 0.375^2 / 1).
  expect(entries[2].cell).toEqual({
    rank: 2,
    name: 'b',
    trials: 2,
    finished: 2,
    mean: 0.625,
    deviation: Math.sqrt(2 * 0.375 ** 2),
  });
  expect(entries[0]).toMatchObject({ rank: 1, repeat: 1, fold: null });
  expect(names(repeatsOf({ a: [3, 1], b: [1, 2] }), 'min')).toEqual(['1 b 0', '2 b 1', '3 a 1', '4 a 0']);
});

test('a cell with a failed trial comes after the whole ones, and its failed trial last', () => {
  const trials = repeatsOf({ a: [0.9, null], b: [0.5, 0.6], c: [null, null] });
  const entries = leaderboard(trials, { metric: 'validationMacroF1', direction: 'max' });
  expect(entries.map(({ name }) => name)).toEqual(['b 1', 'b 0', 'a 0', 'a 1', 'c 0', 'c 1']);
  expect(entries.map(({ cell }) => [cell?.rank, cell?.finished])).toEqual([
    [1, 2],
    [1, 2],
    [2, 1],
    [2, 1],
    [3, 0],
    [3, 0],
  ]);
  expect(entries[2].cell).toMatchObject({ mean: 0.9, deviation: null });
  expect(entries[4].cell).toMatchObject({ mean: null, deviation: null });
});

test('a finished refit comes first and is selected; the network of a fold never is', () => {
  const folds = repeatsOf({ a: [0.5, 0.7], b: [0.8, 0.9] }).map((trial, i): RunTrial => {
    return { ...trial, record: { ...trial.record, repeat: 0, fold: i % 2 } };
  });
  const refit = (status: TrialStatus): RunTrial => {
    const { folder, record } = trialOf(4, status, null);
    return {
      folder,
      epochs: [],
      record: { ...record, name: 'b refit', cell: 'b', bestEpoch: 2, refitOf: ['002-net'] },
    };
  };
  const selection = { metric: 'validationMacroF1', direction: 'max' } as const;
  const entries = leaderboard([...folds, refit('finished')], selection);
  expect(entries[0]).toMatchObject({ name: 'b refit', value: null, refit: true, fold: null });
  expect(entries[0].cell).toMatchObject({ rank: 1, name: 'b', trials: 2, finished: 2 });
  expect(selectedEntry(entries)).toBe(entries[0]);
  const failed = leaderboard([...folds, refit('failed')], selection);
  expect(failed.map(({ name }) => name)).toEqual(['b 1', 'b 0', 'a 1', 'a 0', 'b refit']);
  expect(selectedEntry(failed)).toBeNull();
  expect(selectedEntry(null)).toBeNull();
});
