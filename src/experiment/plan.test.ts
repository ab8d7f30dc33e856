import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { DatasetFacts } from './dataset-facts.ts';
import { parseExperiment } from './parse-experiment.ts';
import { planExperiment, selectTrial } from './plan.ts';
import type { PlannedTrial } from './planned-trial.ts';
import type { ExperimentSpec } from './spec.ts';
import { standardKinds } from './standard-kinds.ts';

const EXAMPLE: Record<string, unknown> = parseYaml(
  readFileSync(new URL('../../examples/fashion-mnist/sweep.yaml', import.meta.url), 'utf8'),
);

const GARMENTS: DatasetFacts = {
  featureShape: [28, 28],
  trainRows: 60_000,
  classNames: Array.from({ length: 10 }, (_, label) => `garment ${label}`),
  targetSize: 1,
};

const NUMBERS: DatasetFacts = { featureShape: [3], trainRows: 100, classNames: null, targetSize: 2 };

const specOf = (value: unknown): ExperimentSpec => parseExperiment(value, standardKinds);

const planOf = (changes: object, facts = GARMENTS): readonly PlannedTrial[] =>
  planExperiment(specOf({ ...EXAMPLE, ...changes }), facts, standardKinds).trials;

const small = (changes: object): object => ({
  name: 'small',
  dataset: 'x',
  models: { net: ['flatten', { dense: 10 }] },
  ...changes,
});

const plan = (value: object, facts = GARMENTS): readonly PlannedTrial[] =>
  planExperiment(specOf(value), facts, standardKinds).trials;

const seeds = (trials: readonly PlannedTrial[]): Record<string, string> =>
  Object.fromEntries(trials.map(({ name, seed }) => [name, seed]));

test('the main job is twelve trials, model by model', () => {
  const trials = planOf({});
  expect(trials.map(({ name }) => name)).toEqual([
    'model_1 learningRate=0.005',
    'model_1 learningRate=0.0025',
    'model_1 learningRate=0.00125',
    'model_1 learningRate=0.000625',
    'model_2 learningRate=0.005',
    'model_2 learningRate=0.0025',
    'model_2 learningRate=0.00125',
    'model_2 learningRate=0.000625',
    'model_3 learningRate=0.005',
    'model_3 learningRate=0.0025',
    'model_3 learningRate=0.00125',
    'model_3 learningRate=0.000625',
  ]);
  expect(trials.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(trials[3].optimizerSpec).toMatchObject({ kind: 'adam', learningRate: 0.000625 });
  expect(trials[3].optimizer.options.learningRate).toBe(0.000625);
  expect(trials[3].parameters).toEqual({ 'optimizer.learningRate': 0.000625 });
  // 784 x 512 + 512, 2 x 512, 512 x 10 + 10
  expect(trials[0].parameterCount).toBe(408_074);
  expect(trials[0].memoryBytes).toBeGreaterThan(4 * 4 * 408_074);
  expect(new Set(trials.map(({ seed }) => seed)).size).toBe(12);
  expect(planExperiment(specOf(EXAMPLE), GARMENTS, standardKinds).rows).toEqual({ train: 48_000, validation: 12_000 });
});

test('adding, removing or reordering trials changes the seed of no other', () => {
  const before = seeds(planOf({}));
  const grid = { 'optimizer.learningRate': [0.1, 0.000625, 0.005] };
  const after = seeds(planOf({ models: { extra: ['flatten', { dense: 10 }], ...(EXAMPLE.models as object) }, grid }));
  for (const [name, seed] of Object.entries(after)) {
    if (name in before) expect(seed).toBe(before[name]);
  }
  expect(Object.keys(after).filter((name) => name in before)).toHaveLength(6);
});

test('a seed depends on the sweep seed and on every resolved parameter, not on how they were written', () => {
  const seedOf = (changes: object): string => plan(small(changes))[0].seed;
  const base = seedOf({});
  expect(seedOf({ seed: 2 })).not.toBe(base);
  expect(seedOf({ training: { epochs: 11 } })).not.toBe(base);
  expect(seedOf({ optimizer: { adam: { beta1: 0.8 } } })).not.toBe(base);
  expect(seedOf({ models: { net: ['flatten', { dense: 10 }, 'relu'] } })).not.toBe(base);
  expect(seedOf({ optimizer: { kind: 'adam', beta1: 0.9 }, training: { epochs: 10 } })).toBe(base);
  expect(seedOf({ name: 'other', models: { renamed: ['flatten', { dense: { units: 10 } }] } })).toBe(base);
  expect(seedOf({ grid: { 'optimizer.beta1': [0.9] } })).toBe(base);
});

test('a final softmax that merges into the loss does not count for the seed', () => {
  const withSoftmax = plan(small({ models: { net: ['flatten', { dense: 10 }, 'softmax'] } }));
  expect(withSoftmax[0].seed).toBe(plan(small({}))[0].seed);
  const sigmoid = plan(small({ models: { net: ['flatten', { dense: 10 }, 'sigmoid'] } }));
  expect(sigmoid[0].seed).not.toBe(plan(small({}))[0].seed);
});

test('a grid over a layer belongs to every model, or to the one it names', () => {
  const models = {
    a: ['flatten', { dense: 4 }, { dropout: 0.1 }, { dense: 10 }],
    b: ['flatten', { dense: 8 }, { dropout: 0.2 }, { dense: 10 }],
  };
  const trials = plan(small({ models, grid: { 'models.a.1.units': [5, 6], 'layers.2.rate': [0.3] } }));
  expect(trials.map(({ name }) => name)).toEqual(['a units=5 rate=0.3', 'a units=6 rate=0.3', 'b rate=0.3']);
  expect(trials.map(({ model }) => model.layers[1].options)).toMatchObject([{ units: 5 }, { units: 6 }, { units: 8 }]);
});

test('a trial is named by whole paths where their last names do not tell them apart', () => {
  const models = {
    net: ['flatten', { dense: 4 }, 'relu', { dropout: 0.1 }, { dense: 5 }, { dropout: 0.1 }, { dense: 10 }],
  };
  const grid = {
    'layers.3.rate': [0.2],
    'layers.5.rate': [0.3],
    'layers.2': ['tanh'],
    optimizer: [{ sgd: { momentum: 0.9 } }],
  };
  expect(plan(small({ models, grid }))[0].name).toBe(
    'net layers.3.rate=0.2 layers.5.rate=0.3 layers.2=tanh optimizer={"sgd":{"momentum":0.9}}',
  );
});

test('one trial is selected by its name, or by its model where that has one', () => {
  const all = planExperiment(specOf(EXAMPLE), GARMENTS, standardKinds);
  const narrow = selectTrial(all, 'model_3 learningRate=0.000625');
  const [trial, ...others] = planExperiment(narrow, GARMENTS, standardKinds).trials;
  expect(others).toEqual([]);
  expect(trial.name).toBe('model_3 learningRate=0.000625');
  expect(trial.seed).toBe(all.trials[11].seed);
  const oneRate = planExperiment(
    specOf({ ...EXAMPLE, grid: { 'optimizer.learningRate': [0.005] } }),
    GARMENTS,
    standardKinds,
  );
  expect(Object.keys(selectTrial(oneRate, 'model_2').models)).toEqual(['model_2']);
});

test('a name that matches several trials or none is refused with the names to choose from', () => {
  const all = planExperiment(specOf(EXAMPLE), GARMENTS, standardKinds);
  expect(() => selectTrial(all, 'model_3')).toThrow(
    '--trial model_3: expected exactly one trial of the sweep, received a name that 4 have. ' +
      "choose one of these, or fix the grid's values with --set path=value:\n  model_3 learningRate=0.005\n",
  );
  expect(() => selectTrial(all, 'model_4')).toThrow(
    '--trial model_4: expected exactly one trial of the sweep, received a name that none has. ',
  );
});

test.each<[string, object, DatasetFacts, string]>([
  [
    'a layer that does not fit its input names model and layer',
    small({ models: { net: [{ dense: 10 }] } }),
    GARMENTS,
    'models.net[0] dense: expected ',
  ],
  [
    'a wrong number of classes names the last layer with parameters',
    small({ models: { net: ['flatten', { dense: 12 }, 'softmax'] } }),
    GARMENTS,
    'models.net[1] dense: expected an output of shape [10], one number for each class, received [12]. let the model end in dense: 10.',
  ],
  [
    'a softmax that would be applied twice',
    small({ models: { net: ['flatten', { dense: 10 }, 'softmax', 'softmax'] } }),
    GARMENTS,
    'models.net[2] softmax: expected one softmax at most before crossEntropy, as the last layer, received a second one. ',
  ],
  [
    'a model without parameters is named as a whole',
    small({ models: { net: ['flatten'] } }),
    GARMENTS,
    'models.net: expected an output of shape [10], one number for each class, received [784]. let the model end in dense: 10.',
  ],
  [
    'a model that fits and has nothing to train',
    small({ models: { net: ['softmax'] } }),
    { ...GARMENTS, featureShape: [10] },
    'models.net: expected a layer with parameters to train, such as dense, received none among softmax. add a dense layer with as many units as there are classes, or numbers to predict.',
  ],
  [
    'a wrong number of values',
    small({ loss: 'meanSquaredError', models: { net: [{ dense: 3 }] } }),
    NUMBERS,
    'models.net[0] dense: expected an output of shape [2], the numbers of a target, received [3]. let the model end in dense: 2.',
  ],
  [
    'a loss for numbers on classes',
    small({ loss: 'meanSquaredError' }),
    GARMENTS,
    'loss meanSquaredError: expected a data set whose targets are numbers, received 10 classes. take another loss, or another data set.',
  ],
  [
    'a loss for classes on numbers',
    small({ models: { net: [{ dense: 2 }] } }),
    NUMBERS,
    'loss crossEntropy: expected a data set whose targets are classes, received numbers. take another loss, or another data set.',
  ],
  [
    'batches larger than the training rows',
    small({ training: { batchSize: 50_000 } }),
    GARMENTS,
    'training.batchSize: expected at most the 48000 training rows, received 50000. every batch would be dropped: ' +
      'take smaller batches, or set training.dropLast to false.',
  ],
  [
    'more validation rows than rows',
    small({ split: { random: 60_000 } }),
    GARMENTS,
    'split.validation: expected at least one of the 60000 rows for training and one for validation, received 60000 rows for validation. ' +
      'give a smaller number of rows, or a share below 1.',
  ],
  [
    'a share that rounds to nothing',
    small({ split: { random: 0.001 }, loss: 'meanSquaredError', models: { net: [{ dense: 2 }] } }),
    NUMBERS,
    'split.validation: expected at least one of the 100 rows for training and one for validation, received a share of 0.001, which is 0 rows.',
  ],
  [
    'classes to keep the shares of in numbers',
    small({ split: { stratified: 0.2 }, loss: 'meanSquaredError', models: { net: [{ dense: 2 }] } }),
    NUMBERS,
    'split: expected classes to keep the shares of, received a data set whose targets are numbers. write split: random.',
  ],
  [
    'class weights for another number of classes',
    small({ loss: { crossEntropy: { classWeights: [1, 2] } } }),
    GARMENTS,
    'loss.classWeights: expected 10 weights, one for each class, received 2. give a weight for every class, in class order.',
  ],
  [
    'a value of the grid that makes a model not fit',
    small({ grid: { 'layers.1.units': [10, 12] } }),
    GARMENTS,
    'grid.layers.1.units[1]: expected an output of shape [10], one number for each class, received [12], in trial net units=12. ',
  ],
  [
    'a value of the grid whose effect shows in another layer',
    small({
      models: { net: ['flatten', { dense: 10 }] },
      grid: { 'layers.0': ['flatten', 'relu'], 'optimizer.learningRate': [0.1, 0.2] },
    }),
    GARMENTS,
    'models.net[1] dense: expected ',
  ],
  [
    'a trial that needs more memory than there is',
    small({
      models: { net: ['flatten', { dense: 10 }, { dense: 10 }] },
      grid: { 'layers.1.units': [10, 1_000_000] },
    }),
    GARMENTS,
    'models.net: expected a network that trains in at most 4294967296 bytes (a WebAssembly memory holds 4 GiB), received ',
  ],
])('%s', (_, value, facts, message) => {
  let told = '';
  try {
    plan(value, facts);
  } catch (error) {
    told = (error as Error).message;
  }
  expect(told.startsWith(message), told).toBe(true);
});

const messageOf = (value: object, facts = GARMENTS): string => {
  try {
    plan(value, facts);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

test('everything that does not fit the data is told at once, each mistake once, and the trial where not all have it', () => {
  const models = { a: ['flatten', { dense: 12 }], b: [{ dense: 10 }], c: ['flatten', { dense: 10 }] };
  const grid = { 'optimizer.learningRate': [0.1, 0.2], 'models.c.1.units': [10, 11] };
  const lines = messageOf(small({ models, grid, split: { random: 60_000 } })).split('\n');
  expect(lines.map((line) => line.split(':')[0])).toEqual([
    'split.validation',
    'models.a[1] dense',
    'models.b[0] dense',
    'grid.models.c.1.units[1]',
  ]);
  expect(lines[3]).toContain('received [11], in trial c learningRate=0.1 units=11. ');
  const memory = small({
    models: { net: ['flatten', { dense: 10 }, { dense: 10 }] },
    grid: { 'layers.1.units': [10, 1_000_000] },
  });
  expect(messageOf(memory)).toMatch(/received \d{11} bytes, in trial net units=1000000\. take smaller layers/);
});

test('a batch is never larger than the rows', () => {
  const training = (batchSize: number): object => small({ training: { dropLast: false, batchSize } });
  const [most] = plan(training(48_000));
  expect(plan(training(50_000_000))[0].memoryBytes).toBe(most.memoryBytes);
});
