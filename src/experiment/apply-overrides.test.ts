import { expect, test } from 'vitest';
import { applyOverrides } from './apply-overrides.ts';
import { standardKinds } from './standard-kinds.ts';

const SWEEP = {
  name: 'garments',
  dataset: 'fashion-mnist',
  models: {
    small: ['flatten', { dense: 16 }, { dropout: 0.2 }, { dense: { units: 10 } }],
    large: ['flatten', { dense: 64 }, { kind: 'dropout', rate: 0.5 }, { dense: 10 }],
  },
  optimizer: 'adam',
  grid: { 'optimizer.learningRate': [0.1, 0.01], 'layers.1.units': [8, 9] },
};

const set = (path: string, value: unknown, sweep: unknown = SWEEP): unknown =>
  applyOverrides(sweep, [{ path, value }], standardKinds).value;

test('a field at the top is replaced', () => {
  expect(set('seed', 7)).toEqual({ ...SWEEP, seed: 7 });
  expect(set('dataset', 'iris')).toEqual({ ...SWEEP, dataset: 'iris' });
  expect(set('select.direction', 'min', { ...SWEEP, select: 'validationLoss' })).toEqual({
    ...SWEEP,
    select: { metric: 'validationLoss', direction: 'min' },
  });
});

test('a training option is replaced, however deep', () => {
  expect(set('training.epochs', 3)).toEqual({ ...SWEEP, training: { epochs: 3 } });
  expect(set('training.earlyStopping.patience', 5)).toEqual({ ...SWEEP, training: { earlyStopping: { patience: 5 } } });
});

test('an option of a kind is replaced, however the kind was written', () => {
  const base = { ...SWEEP, grid: {} };
  expect(set('optimizer.beta1', 0.5, base)).toEqual({ ...base, optimizer: { kind: 'adam', beta1: 0.5 } });
  expect(set('loss.labelSmoothing', 0.1, base)).toEqual({
    ...base,
    loss: { kind: 'crossEntropy', labelSmoothing: 0.1 },
  });
  expect(set('layers.2.rate', 0.3, base)).toEqual({
    ...base,
    models: {
      small: ['flatten', { dense: 16 }, { kind: 'dropout', rate: 0.3 }, { dense: { units: 10 } }],
      large: ['flatten', { dense: 64 }, { kind: 'dropout', rate: 0.3 }, { dense: 10 }],
    },
  });
  expect(set('models.large.1.units', 32, base)).toEqual({
    ...base,
    models: {
      ...base.models,
      large: ['flatten', { kind: 'dense', units: 32 }, { kind: 'dropout', rate: 0.5 }, { dense: 10 }],
    },
  });
  expect(set('layers.2', 'relu', base)).toMatchObject({ models: { small: { 2: 'relu' }, large: { 2: 'relu' } } });
});

test('the value given is not changed', () => {
  const before = JSON.stringify(SWEEP);
  set('layers.1.units', 3);
  set('models', ['small']);
  expect(JSON.stringify(SWEEP)).toBe(before);
});

test('a dimension of the grid over the same field is reduced to the value', () => {
  expect(set('optimizer.learningRate', 0.5)).toMatchObject({
    optimizer: { kind: 'adam', learningRate: 0.5 },
    grid: { 'optimizer.learningRate': [0.5], 'layers.1.units': [8, 9] },
  });
  const perModel = { ...SWEEP, grid: { 'models.small.1.units': [1, 2], 'models.large.1.units': [3, 4] } };
  expect(set('layers.1.units', 5, perModel)).toMatchObject({
    grid: { 'models.small.1.units': [5], 'models.large.1.units': [5] },
  });
  expect(set('models.small.1.units', 5)).toMatchObject({
    grid: { 'optimizer.learningRate': [0.1, 0.01], 'models.small.1.units': [5], 'models.large.1.units': [8, 9] },
  });
});

test('models are kept by name, in the order of the sweep', () => {
  expect(Object.keys((set('models', 'large,small') as typeof SWEEP).models)).toEqual(['small', 'large']);
  expect(Object.keys((set('models', ['large']) as typeof SWEEP).models)).toEqual(['large']);
  const perModel = { ...SWEEP, grid: { 'models.small.1.units': [1, 2], 'optimizer.beta1': [0.5] } };
  expect(set('models', ['large'], perModel)).toMatchObject({ grid: { 'optimizer.beta1': [0.5] } });
  expect(set('models', ['large'], perModel)).not.toHaveProperty(['grid', 'models.small.1.units']);
});

test('overrides are applied in order', () => {
  const overrides = [
    { path: 'optimizer', value: 'sgd' },
    { path: 'optimizer.momentum', value: 0.9 },
  ];
  expect(applyOverrides(SWEEP, overrides, standardKinds).value).toMatchObject({
    optimizer: { kind: 'sgd', momentum: 0.9 },
  });
});

test.each<[string, unknown, string]>([
  [
    'optimiser.beta1',
    1,
    '--set optimiser.beta1: expected a path into a sweep, received "optimiser.beta1". did you mean optimizer?',
  ],
  [
    'optimizer.beta1.x',
    1,
    '--set optimizer.beta1.x: expected a path into a sweep, received "optimizer.beta1.x". it goes too deep: ',
  ],
  ['grid.x', 1, '--set grid.x: expected a path into a sweep, received "grid.x". '],
  [
    'layers.7.rate',
    1,
    '--set layers.7.rate: expected a path to a layer of small, received "layers.7.rate". small has layers 0 to 3: ',
  ],
  ['layers.x.rate', 1, '--set layers.x.rate: expected a path to a layer of small, received "layers.x.rate". '],
  [
    'models.smal.1.rate',
    1,
    '--set models.smal.1.rate: expected a path to a model, received "models.smal.1.rate". did you mean small?',
  ],
  ['models', ['smal'], '--set models: expected the name of a model, received "smal". did you mean small?'],
  ['models', 3, '--set models: expected names of models, received 3. choose from small, large.'],
])('--set %s=%j is refused', (path, value, message) => {
  expect(() => set(path, value)).toThrow(message);
});

test('an override inside what the grid replaces as a whole is refused', () => {
  const sweep = { ...SWEEP, grid: { optimizer: ['adam', 'sgd'] } };
  expect(() => set('optimizer.learningRate', 1, sweep)).toThrow(
    '--set optimizer.learningRate: expected a path that the grid leaves alone, received "optimizer.learningRate". ' +
      'the grid replaces all of optimizer: change it there.',
  );
  const layers = { ...SWEEP, grid: { 'layers.1': ['relu'] } };
  expect(() => set('models.small.1.units', 1, layers)).toThrow('the grid replaces all of layers.1: change it there.');
});

test('a model that --models left out is named as such', () => {
  const sweep = { models: { a: [{ dense: 1 }], b: [{ dense: 1 }] } };
  const overrides = [
    { path: 'models', value: ['b'] },
    { path: 'models.a.0.units', value: 3 },
  ];
  expect(() => applyOverrides(sweep, overrides, standardKinds)).toThrow(
    '--set models.a.0.units: expected a path to a model, received "models.a.0.units". ' +
      'a was left out by --models: add it there, or do not change it.',
  );
});
