import { expect, test } from 'vitest';
import type { RunTrial, TrialStatus } from '../record/index.ts';
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
