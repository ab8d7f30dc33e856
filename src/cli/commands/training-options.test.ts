import { expect, test } from 'vitest';
import { overridesOf, sharesOf } from './training-options.ts';

test('a sweep trains one trial on each core', () => {
  expect(sharesOf({}, 12, 8)).toEqual({ jobs: 8, threads: 1 });
});

test('cores that have no trial of their own become threads', () => {
  expect([sharesOf({}, 1, 8), sharesOf({}, 3, 8), sharesOf({}, 12, 1)]).toEqual([
    { jobs: 1, threads: 8 },
    { jobs: 3, threads: 2 },
    { jobs: 1, threads: 1 },
  ]);
});

test('what was asked for is done, and the rest follows', () => {
  expect([
    sharesOf({ jobs: 2 }, 12, 8),
    sharesOf({ threads: 4 }, 12, 8),
    sharesOf({ jobs: 3, threads: 3 }, 12, 2),
    sharesOf({ threads: 4 }, 12, 2),
  ]).toEqual([
    { jobs: 2, threads: 4 },
    { jobs: 2, threads: 4 },
    { jobs: 3, threads: 3 },
    { jobs: 1, threads: 4 },
  ]);
});

test('there are never more jobs than trials', () => {
  expect(sharesOf({ jobs: 20 }, 12, 2)).toEqual({ jobs: 12, threads: 1 });
});

test('options become changes to the sweep, and --set comes last', () => {
  const options = {
    out: 'runs',
    dataset: 'synthetic-garments',
    seed: 3,
    epochs: 2,
    models: ['model_1'],
    set: ['training.batchSize=64'],
  };
  expect(overridesOf(options)).toEqual([
    { path: 'dataset', value: 'synthetic-garments' },
    { path: 'seed', value: 3 },
    { path: 'training.epochs', value: 2 },
    { path: 'models', value: ['model_1'] },
    { path: 'training.batchSize', value: 64 },
  ]);
  expect(overridesOf({ out: 'runs' })).toEqual([]);
});
