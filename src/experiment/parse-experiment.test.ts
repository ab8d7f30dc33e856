import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { applyOverrides } from './apply-overrides.ts';
import { checkExperiment, parseExperiment } from './parse-experiment.ts';
import { pathText } from './problem.ts';
import { standardKinds } from './standard-kinds.ts';

const SMALLEST = { name: 'xor', dataset: 'xor', models: { net: [{ dense: 4 }, 'relu', { dense: 2 }] } };

const parse = (changes: object): ReturnType<typeof parseExperiment> =>
  parseExperiment({ ...SMALLEST, ...changes }, standardKinds);

/** A resolved sweep with one value of a grid in its place. */
const applyAndParse = (changes: object, path: string, value: unknown): ReturnType<typeof parseExperiment> =>
  parseExperiment(applyOverrides(parse(changes), [{ path, value }], standardKinds).value, standardKinds);

function problemsOf(value: unknown): string[] {
  return checkExperiment(value, standardKinds).problems.map(
    ({ path, atKey, expected, received, hint }) =>
      `${atKey ? 'key ' : ''}${pathText(path)}: expected ${expected}, received ${received}. ${hint}`,
  );
}

const problemsWith = (changes: object): string[] => problemsOf({ ...SMALLEST, ...changes });

test('a sweep needs a name, a data set and a model; everything else has a default', () => {
  expect(parse({})).toMatchObject({
    name: 'xor',
    dataset: 'xor',
    split: { kind: 'stratified', validation: 0.2 },
    models: { net: [{ kind: 'dense', units: 4 }, { kind: 'relu' }, { kind: 'dense', units: 2 }] },
    optimizer: { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    loss: { kind: 'crossEntropy' },
    schedule: { kind: 'constant' },
    training: {
      batchSize: 32,
      epochs: 10,
      dropLast: true,
      clipNorm: null,
      earlyStopping: null,
      keepBest: { metric: 'validationMacroF1', direction: 'max' },
    },
    grid: {},
    select: { metric: 'validationMacroF1', direction: 'max' },
    seed: 1,
  });
  expect(problemsOf({}).map((problem) => problem.split(':')[0])).toEqual(['name', 'dataset', 'models']);
});

test('the four ways to write a kind mean the same', () => {
  const ways = [{ dropout: 0.5 }, { dropout: { rate: 0.5 } }, { kind: 'dropout', rate: 0.5 }];
  const read = ways.map((way) => parse({ models: { net: [way, { dense: 2 }] } }).models.net[0]);
  expect(read).toEqual([read[0], read[0], read[0]]);
  expect(read[0]).toEqual({ kind: 'dropout', rate: 0.5 });
  expect(parse({ models: { net: ['relu', { relu: null }, { relu: {} }] } }).models.net).toEqual([
    { kind: 'relu' },
    { kind: 'relu' },
    { kind: 'relu' },
  ]);
  expect(parse({ split: 'stratified' }).split).toEqual({ kind: 'stratified', validation: 0.2 });
  expect(parse({ split: { stratified: 0.1 } }).split).toEqual(
    parse({ split: { kind: 'stratified', validation: 0.1 } }).split,
  );
  expect(parse({ optimizer: { adam: { learningRate: 0.1 } } }).optimizer).toMatchObject({
    kind: 'adam',
    learningRate: 0.1,
  });
});

test('parsing a resolved sweep again changes nothing', () => {
  const spec = parse({
    split: { random: 100 },
    optimizer: { sgd: { momentum: 0.9 } },
    training: { earlyStopping: { patience: 3 }, clipNorm: 1, keepBest: 'validationLoss' },
    grid: { 'optimizer.learningRate': [0.1, 0.2], 'layers.1': ['relu', 'tanh'], 'models.net.0.units': [3, 5] },
    select: { metric: 'validationAccuracy' },
    seed: 7,
  });
  expect(parseExperiment(spec, standardKinds)).toEqual(spec);
  expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
});

test('a regression selects by validation loss unless it says otherwise', () => {
  const spec = parse({ loss: 'meanSquaredError', training: { earlyStopping: { metric: 'validationR2' } } });
  expect(spec.select).toEqual({ metric: 'validationLoss', direction: 'min' });
  expect(spec.training.keepBest).toEqual({ metric: 'validationLoss', direction: 'min' });
  expect(spec.training.earlyStopping).toEqual({
    metric: 'validationR2',
    direction: 'max',
    patience: 2,
    minimumChange: 0,
  });
});

test('a metric in the grid brings its own direction', () => {
  const early = { earlyStopping: { metric: 'validationLoss' } };
  const grid = { 'training.earlyStopping.metric': ['validationLoss', 'validationMacroF1'] };
  const { training } = applyAndParse({ training: early }, 'training.earlyStopping.metric', 'validationMacroF1');
  expect(training.earlyStopping).toMatchObject({ metric: 'validationMacroF1', direction: 'max' });
  expect(parse({ training: early, grid }).grid).toEqual(grid);
});

test('keepBest follows the selection, and a direction may be given', () => {
  const spec = parse({ select: { metric: 'validationAccuracy', direction: 'min' } });
  expect(spec.training.keepBest).toEqual({ metric: 'validationAccuracy', direction: 'min' });
});

test.each<[string, object, string]>([
  ['an unknown field', { bacthes: 1 }, 'key bacthes: expected a field of a sweep, received "bacthes". '],
  [
    'a misspelt field',
    { optimiser: 'adam' },
    'key optimiser: expected a field of a sweep, received "optimiser". did you mean optimizer?',
  ],
  [
    'a misspelt training option',
    { training: { batchsize: 3 } },
    'key training.batchsize: expected a field of training, received "batchsize". did you mean batchSize?',
  ],
  [
    'an unknown layer',
    { models: { net: [{ denze: 10 }] } },
    'key models.net[0].denze: expected a layer, received "denze". did you mean dense?',
  ],
  [
    'an unknown layer alone',
    { models: { net: ['rellu'] } },
    'models.net[0]: expected a layer, received "rellu". did you mean relu?',
  ],
  [
    'an unknown option of a layer',
    { models: { net: [{ dense: { unit: 3, units: 3 } }] } },
    'key models.net[0].dense.unit: expected an option of dense, received "unit". did you mean units?',
  ],
  [
    'an option of a layer that takes none',
    { models: { net: [{ relu: { rate: 1 } }] } },
    'key models.net[0].relu.rate: expected an option of relu, received "rate". relu takes no options.',
  ],
  ['a rate out of range', { models: { net: [{ dropout: 1.5 }] } }, 'models.net[0].dropout: expected a number '],
  [
    'units that are missing',
    { models: { net: ['dense'] } },
    'models.net[0]: expected a whole number at least 1 and at most 1000000, received nothing. give units: ',
  ],
  [
    'two layers in one item',
    { models: { net: [{ dense: 4, relu: null }] } },
    'models.net[0]: expected a layer: a name, or a name with its options, received {"dense":4,"relu":null}. write dense, or dense: { units: ... }.',
  ],
  [
    'a number where options belong',
    { optimizer: { adam: 0.1 } },
    'optimizer: expected an optimizer: a name, or a name with its options, received {"adam":0.1}. write adam, or adam: { learningRate: ... }.',
  ],
  [
    'an unknown optimizer',
    { optimizer: 'adamm' },
    'optimizer: expected an optimizer, received "adamm". did you mean adam?',
  ],
  [
    'an unknown loss',
    { loss: { kind: 'crossentropi' } },
    'loss.kind: expected a loss, received "crossentropi". did you mean crossEntropy?',
  ],
  ['an unknown split', { split: 'randon' }, 'split: expected a way to split, received "randon". did you mean random?'],
  [
    'an impossible share',
    { split: { random: 1.5 } },
    'split.random: expected a whole number of rows from 1 on, or a share above 0 and below 1, received 1.5. ' +
      'validation is the rows kept for validation: how many, or which share of all rows.',
  ],
  [
    'models as a list',
    { models: ['a'] },
    'models: expected at least one model, received ["a"]. write each model as a name and its list',
  ],
  [
    'a model without layers',
    { models: { net: [] } },
    'models.net: expected a list of layers, received []. write the layers in order',
  ],
  [
    'a model name that cannot be a folder',
    { models: { '../up': ['relu'] } },
    'key models.../up: expected a name of at most 40 letters, digits and underscores that begins with a letter, received "../up". rename the model.',
  ],
  [
    'a name with a slash',
    { name: 'a/b' },
    'name: expected a name of letters, digits, dots, hyphens and underscores, at most 64 of them, the first a letter or a digit, received "a/b". ',
  ],
  ['a seed below 0', { seed: -1 }, 'seed: expected a whole number at least 0, received -1. '],
  [
    'epochs that are no number',
    { training: { epochs: 'ten' } },
    'training.epochs: expected a whole number at least 1, received "ten". ',
  ],
  ['no gradient at all', { training: { clipNorm: 0 } }, 'training.clipNorm: expected a number above 0, received 0. '],
  [
    'no patience',
    { training: { earlyStopping: { patience: 0 } } },
    'training.earlyStopping.patience: expected a whole number at least 1, received 0. ',
  ],
  [
    'a misspelt metric',
    { training: { earlyStopping: { metric: 'validationLos' } } },
    'training.earlyStopping.metric: expected a metric, received "validationLos". did you mean validationLoss?',
  ],
  [
    'an unknown selection',
    { select: 'macroF2' },
    'select: expected a metric, received "macroF2". choose one of validationMacroF1, ',
  ],
  [
    'a selection by training figures',
    { select: 'trainLoss' },
    'select: expected a metric, received "trainLoss". choose one of validation',
  ],
  [
    'a selection that the task does not have',
    { loss: 'meanSquaredError', select: 'validationMacroF1' },
    'select: expected a metric, received "validationMacroF1". ',
  ],
  [
    'a direction that is none',
    { select: { metric: 'validationLoss', direction: 'up' } },
    'select.direction: expected max or min, received "up". validationLoss is better at its min.',
  ],
  [
    'a field that a selection does not have',
    { select: { metric: 'validationLoss', dir: 'min' } },
    'key select.dir: expected metric or direction, received "dir". choose one of metric, direction',
  ],
  [
    'training as a number',
    { training: 3 },
    'training: expected training as named fields, received 3. its fields are batchSize, epochs, ',
  ],
])('%s is refused', (_, changes, message) => {
  const problems = problemsWith(changes);
  expect(problems).toHaveLength(1);
  expect(problems[0].startsWith(message), problems[0]).toBe(true);
});

test.each<[string, object, string]>([
  [
    'a path that leads nowhere',
    { 'optimiser.learningRate': [1] },
    'key grid.optimiser.learningRate: expected a path to an option of the optimizer, loss, schedule, training or a layer, ' +
      'received "optimiser.learningRate". did you mean optimizer?',
  ],
  [
    'an unknown option',
    { 'optimizer.learnRate': [1, 2] },
    'key grid.optimizer.learnRate: expected an option of adam, received "learnRate". did you mean learningRate?',
  ],
  [
    'a value out of range',
    { 'optimizer.learningRate': [0.1, -1] },
    'grid.optimizer.learningRate[1]: expected a number above 0, received -1. ',
  ],
  [
    'a value alone',
    { 'training.batchSize': 3 },
    'grid.training.batchSize: expected a list of values to try, received 3. write paths and lists',
  ],
  [
    'no value',
    { 'training.batchSize': [] },
    'grid.training.batchSize: expected a list of values to try, received []. write paths and lists',
  ],
  [
    'a value twice',
    { 'training.batchSize': [1, 2, 1] },
    'grid.training.batchSize[2]: expected each value once, received 1 again. remove it.',
  ],
  [
    'a layer that a model lacks',
    { 'layers.9.rate': [0.1] },
    'key grid.layers.9.rate: expected a path to a layer of net, received "layers.9.rate". net has layers 0 to 2: write layers.<index>.<option> or',
  ],
  [
    'a model that is not there',
    { 'models.nett.0.units': [1] },
    'key grid.models.nett.0.units: expected a path to a model, received "models.nett.0.units". did you mean net?',
  ],
  [
    'all layers',
    { layers: [1] },
    'key grid.layers: expected a path to an option of the optimizer, loss, schedule, training or a layer',
  ],
  [
    'a path that is too deep',
    { 'optimizer.learningRate.x': [1] },
    'key grid.optimizer.learningRate.x: expected a path into a sweep, received "optimizer.learningRate.x". it goes too deep',
  ],
  [
    'two paths to one field',
    { 'layers.0.units': [1, 2], 'models.net.0.units': [3] },
    'key grid.models.net.0.units: expected a path that no other changes, received "models.net.0.units". layers.0.units changes it too: remove one.',
  ],
  [
    'a path inside another',
    { optimizer: ['adam', 'sgd'], 'optimizer.learningRate': [1] },
    'key grid.optimizer.learningRate: expected a path that no other changes',
  ],
  [
    'too many trials',
    Object.fromEntries(
      ['beta1', 'beta2', 'epsilon', 'learningRate', 'x']
        .slice(0, 4)
        .map((name) => [`optimizer.${name}`, Array.from({ length: 11 }, (_, i) => (i + 1) / 100)]),
    ),
    'grid: expected at most 10000 trials, received 14641. try fewer values.',
  ],
  [
    'a loss that measures something else',
    { loss: ['crossEntropy', 'meanSquaredError'] },
    'grid.loss[1]: expected a loss that has the metrics of training.keepBest (validationMacroF1), select (validationMacroF1), ' +
      'received "meanSquaredError". let those fields name a metric that every loss of the grid has, such as validationLoss.',
  ],
])('a grid with %s is refused', (_, grid, message) => {
  const problems = problemsWith({ select: 'validationMacroF1', grid });
  expect(problems).toHaveLength(1);
  expect(problems[0].startsWith(message), problems[0]).toBe(true);
});

test('all problems are told at once', () => {
  expect(problemsOf({ name: 3, dataset: 'x', models: { a: ['rellu'], b: [{ dense: 0 }] }, seeed: 1 })).toHaveLength(4);
  const refused = (): unknown => parseExperiment({ ...SMALLEST, seed: 'x', optimizer: 'adamm' }, standardKinds);
  expect(refused).toThrow(HeddleError);
  expect(refused).toThrow(
    'optimizer: expected an optimizer, received "adamm". did you mean adam?\nseed: expected a whole number at least 0, received "x". ',
  );
});

test('all problems of earlyStopping are told at once, an unknown metric among them', () => {
  const earlyStopping = { metric: 'validationLos', direction: 'up', patience: -1, patiense: 1 };
  expect(problemsWith({ training: { earlyStopping } }).map((problem) => problem.split(',')[0])).toEqual([
    'key training.earlyStopping.patiense: expected a field of earlyStopping',
    'training.earlyStopping.metric: expected a metric',
    'training.earlyStopping.direction: expected max or min',
    'training.earlyStopping.patience: expected a whole number at least 1',
  ]);
});

test.each(['validationLos', 'seconds', 'samplesPerSecond', 'epoch', 'learningRate', 'validationRmse'])(
  'a schedule cannot watch %s',
  (metric) => {
    const [problem, ...others] = problemsWith({ schedule: { reduceOnPlateau: { metric } } });
    expect(problem).toContain(`schedule.metric: expected a metric, received "${metric}". `);
    expect(others).toEqual([]);
  },
);

test('a schedule knows the direction of its metric, and a new metric brings its own', () => {
  const schedule = { reduceOnPlateau: { metric: 'validationAccuracy' } };
  expect(parse({ schedule }).schedule).toMatchObject({ metric: 'validationAccuracy', direction: 'max' });
  expect(parse({ schedule: 'reduceOnPlateau' }).schedule).toMatchObject({ direction: 'min' });
  const given = { reduceOnPlateau: { metric: 'validationAccuracy', direction: 'min' } };
  expect(parse({ schedule: given }).schedule).toMatchObject({ direction: 'min' });
  const { value } = applyOverrides(
    { ...SMALLEST, schedule: given },
    [{ path: 'schedule.metric', value: 'trainAccuracy' }],
    standardKinds,
  );
  expect(parseExperiment(value, standardKinds).schedule).toMatchObject({ metric: 'trainAccuracy', direction: 'max' });
});

test.each([[null], ['text'], [3], [[1, 2]], [undefined]])('%j is no sweep', (value) => {
  const [problem] = problemsOf(value);
  expect(problem.startsWith('sweep: expected a sweep as named fields, received ')).toBe(true);
});

test('hostile names are looked up as names only', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    expect(problemsWith({ optimizer: name })).toHaveLength(1);
    expect(problemsWith({ models: { net: [name] } })).toHaveLength(1);
    expect(problemsWith({ [name]: 1 })).toHaveLength(1);
  }
  expect(parse({ models: { constructor: [{ dense: 2 }] } }).models).toEqual({
    constructor: [{ kind: 'dense', units: 2 }],
  });
});
