import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { type Override, parseExperiment, planExperiment, standardKinds } from '../experiment/index.ts';
import { parseSweepFile, readSweepFile } from './parse-sweep-file.ts';

const EXAMPLE = readFileSync(new URL('../../examples/fashion-mnist/sweep.yaml', import.meta.url), 'utf8');

const SMALL = `name: xor
dataset: xor
models:
  net: [dense: 4, relu, dense: 2]
`;

const parse = (text: string, overrides?: readonly Override[]): ReturnType<typeof parseSweepFile> =>
  parseSweepFile(text, 'sweep.yaml', standardKinds, overrides);

function errorOf(text: string, overrides?: readonly Override[]): HeddleError {
  try {
    parse(text, overrides);
  } catch (error) {
    if (error instanceof HeddleError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

test('the example is exactly the sweep of the main job', () => {
  const dense = (units: number): object => expect.objectContaining({ kind: 'dense', units });
  const block = (units: number, rate: number): object[] => [
    dense(units),
    expect.objectContaining({ kind: 'batchNorm' }),
    { kind: 'relu' },
    expect.objectContaining({ kind: 'dropout', rate }),
  ];
  const end = [dense(10), { kind: 'softmax' }];
  expect(parse(EXAMPLE)).toEqual({
    name: 'fashion-mnist',
    dataset: 'fashion-mnist',
    split: { kind: 'random', validation: 12000 },
    models: {
      model_1: [{ kind: 'flatten' }, ...block(512, 0.2), ...end],
      model_2: [{ kind: 'flatten' }, ...block(256, 0.25), ...end],
      model_3: [{ kind: 'flatten' }, ...block(512, 0.3), ...block(256, 0.3), ...end],
    },
    optimizer: expect.objectContaining({ kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }),
    loss: expect.objectContaining({ kind: 'crossEntropy' }),
    schedule: { kind: 'constant' },
    training: {
      batchSize: 1024,
      epochs: 15,
      dropLast: true,
      clipNorm: null,
      earlyStopping: { metric: 'validationLoss', direction: 'min', patience: 2, minimumChange: 0 },
      keepBest: { metric: 'validationMacroF1', direction: 'max' },
    },
    grid: { 'optimizer.learningRate': [0.005, 0.0025, 0.00125, 0.000625] },
    select: { metric: 'validationMacroF1', direction: 'max' },
    repeats: 1,
    folds: null,
    seed: 1,
  });
});

test('flow style, block style, anchors and comments mean the same', () => {
  const block = `# a sweep
name: &name xor
dataset: *name
models:
  net:
    - dense: { units: 4 } # hidden
    - relu
    - { kind: dense, units: 2 }
grid:
`;
  expect(parse(block)).toEqual(parse(SMALL));
});

test('a file and the value it holds give the same sweep', () => {
  const value = { name: 'xor', dataset: 'xor', models: { net: [{ dense: 4 }, 'relu', { dense: 2 }] } };
  expect(parse(SMALL)).toEqual(parseExperiment(value, standardKinds));
});

test.each<[string, string, string]>([
  [
    'a misspelt field, at its name',
    `${SMALL}training:\n  bachSize: 3\n`,
    'sweep.yaml:6:3 training: expected a field of training, received "bachSize". did you mean batchSize?',
  ],
  [
    'a wrong value, at the value',
    `${SMALL}training: { epochs: ten }\n`,
    'sweep.yaml:5:21 training.epochs: expected a whole number at least 1, received "ten". ',
  ],
  [
    'a misspelt layer in a list',
    SMALL.replace('relu', 'rellu'),
    'sweep.yaml:4:19 models.net[1]: expected a layer, received "rellu". did you mean relu?',
  ],
  [
    'a misspelt layer with an option',
    SMALL.replace('dense: 4', 'denze: 4'),
    'sweep.yaml:4:9 models.net[0]: expected a layer, received "denze". did you mean dense?',
  ],
  [
    'a value of a layer',
    SMALL.replace('dense: 2', 'dense: two'),
    'sweep.yaml:4:32 models.net[2].dense: expected a whole number at least 1 and at most 1000000, received "two". ',
  ],
  [
    'a missing field, at the top',
    'dataset: xor\nmodels: { net: [relu] }\n',
    'sweep.yaml:1:1 name: expected a name of letters',
  ],
  [
    'a value of the grid',
    `${SMALL}grid:\n  optimizer.learningRate: [0.1, -1]\n`,
    'sweep.yaml:6:33 grid.optimizer.learningRate[1]: expected a number above 0, received -1. ',
  ],
  [
    'a path of the grid',
    `${SMALL}grid:\n  optimizer.rate: [0.1]\n`,
    'sweep.yaml:6:3 grid: expected an option of adam, received "rate". ',
  ],
  [
    'a value behind an alias',
    `${SMALL}training: &t\n  epochs: 0\n`,
    'sweep.yaml:6:11 training.epochs: expected a whole number at least 1, received 0. ',
  ],
  ['an empty file', '', 'sweep.yaml:1:1 sweep: expected a sweep as named fields, received null. '],
  [
    'NaN',
    `${SMALL}training: { clipNorm: .nan }\n`,
    'sweep.yaml:5:23 training.clipNorm: expected a number above 0, received NaN. ',
  ],
])('%s is told with line and column', (_, text, message) => {
  const error = errorOf(text);
  expect(error.code).toBe('sweep');
  expect(error.message.startsWith(message), error.message).toBe(true);
});

test('every problem of a file has its line', () => {
  const { message } = errorOf(`${SMALL}seed: x\noptimizer: adamm\n`);
  expect(message.split('\n').map((line) => line.split(':').slice(0, 3).join(':'))).toEqual([
    'sweep.yaml:6:12 optimizer',
    'sweep.yaml:5:7 seed',
  ]);
});

test.each<[string, string, string]>([
  ['a key given twice', `${SMALL}name: again\n`, 'sweep.yaml:5:1: expected each key once, received name again. '],
  ['a bracket that is not closed', 'name: [a\n', 'sweep.yaml:'],
  [
    'a tab as indentation',
    'models:\n\tnet: []\n',
    'sweep.yaml:2:1: expected YAML 1.2, received Tabs are not allowed as indentation. mend the text there.',
  ],
  ['two documents', 'name: a\n---\nname: b\n', 'sweep.yaml:2:1: expected one document, received a second one. '],
  ['an alias without an anchor', 'name: *a\n', 'sweep.yaml:'],
  ['an unknown tag', 'name: !secret a\n', 'sweep.yaml:1:7: expected YAML 1.2, received Unresolved tag: !secret'],
])('%s is refused with line and column', (_, text, message) => {
  const error = errorOf(text);
  expect(error.code).toBe('format');
  expect(error.message.startsWith(message), error.message).toBe(true);
  expect(error.where).toMatch(/^sweep\.yaml:\d+:\d+$/);
});

test('texts that would exhaust memory are refused', () => {
  expect(errorOf(`name: ${'x'.repeat(100_001)}`).message).toBe(
    'sweep.yaml: expected at most 100000 characters, received 100007. write a smaller file.',
  );
  const bomb = [
    'a: &a0 [x, x]',
    ...Array.from({ length: 8 }, (_, i) => `b${i}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`),
  ].join('\n');
  expect(errorOf(bomb).message).toBe(
    'sweep.yaml: expected at most 100 values behind aliases, received more. write a smaller file.',
  );
});

test('a value that holds itself is refused', () => {
  expect(errorOf('name: xor\ndataset: xor\nmodels: &m { net: *m }\n').code).toBe('sweep');
  expect(errorOf('&a [*a]\n').code).toBe('sweep');
});

test('overrides are applied before the sweep is resolved, and errors in them name the option', () => {
  const spec = parse(EXAMPLE, [
    { path: 'models', value: ['model_3'] },
    { path: 'optimizer.learningRate', value: 0.01 },
    { path: 'training.epochs', value: 2 },
  ]);
  expect(Object.keys(spec.models)).toEqual(['model_3']);
  expect(spec.grid).toEqual({ 'optimizer.learningRate': [0.01] });
  expect(spec.optimizer.learningRate).toBe(0.01);
  expect(spec.training.epochs).toBe(2);
  expect(errorOf(EXAMPLE, [{ path: 'training.epochs', value: 0 }]).where).toBe('--set training.epochs');
  expect(errorOf(EXAMPLE, [{ path: 'optimizer.rate', value: 0 }]).message).toMatch(
    /^--set optimizer\.rate: expected an option of adam, received "rate"/,
  );
  expect(errorOf(EXAMPLE, [{ path: 'layers.4.rate', value: 2 }]).where).toBe('--set layers.4.rate');
});

const DIGITS = { featureShape: [28, 28], trainRows: 100, classNames: ['a', 'b', 'c'], targetSize: 1 };

test.each<[string, string, string]>([
  ['a layer without flatten before it', 'models: { a: [dense: 3] }', '3:15 models.a[0] dense: expected a flat input'],
  [
    'a last layer with wrong units',
    'models:\n  a:\n    - flatten\n    - dense: 4',
    '6:7 models.a[1] dense: expected an output of shape [3], one number for each class, received [4]. let the model end in dense: 3.',
  ],
  [
    'a softmax that would be applied twice',
    'models: { a: [flatten, dense: 3, softmax, softmax] }',
    '3:34 models.a[2] softmax: expected one softmax at most before crossEntropy',
  ],
  [
    'class weights of the wrong length',
    'models: { a: [flatten, dense: 3] }\nloss:\n  crossEntropy: { classWeights: [1, 2] }',
    '5:33 loss.classWeights: expected 3 weights, one for each class, received 2. ',
  ],
  [
    'a split that leaves nothing to train on',
    'models: { a: [flatten, dense: 3] }\nsplit: { random: 100 }',
    '4:18 split.validation: expected at least one of the 100 rows for training',
  ],
  [
    'a loss for other targets',
    'models: { a: [flatten, dense: 3] }\nloss: meanSquaredError',
    '4:7 loss meanSquaredError: expected a data set whose targets are numbers, received 3 classes. ',
  ],
  [
    'a batch larger than the rows',
    'models: { a: [flatten, dense: 3] }\ntraining:\n  batchSize: 1000',
    '5:14 training.batchSize: expected at most the 80 training rows, received 1000. ',
  ],
  [
    'a value of the grid that does not fit',
    'models: { a: [flatten, dense: 3] }\ngrid:\n  layers.1.units: [3, 4]',
    '5:23 grid.layers.1.units[1]: expected an output of shape [3], one number for each class, received [4], in trial a units=4. ',
  ],
])('%s is told with line and column when the sweep meets the data', (_, fields, message) => {
  const { spec, where } = readSweepFile(`name: a\ndataset: x\n${fields}\n`, 'sweep.yaml', standardKinds);
  let told: unknown;
  try {
    planExperiment(spec, DIGITS, standardKinds, where);
  } catch (error) {
    told = error;
  }
  expect(told).toMatchObject({ code: 'sweep' });
  expect((told as HeddleError).message).toContain(`sweep.yaml:${message}`);
});

test('what an override makes unfit for the data is told at the override', () => {
  const text = 'name: a\ndataset: x\nmodels: { a: [flatten, dense: 3] }\n';
  const overrides = [{ path: 'models.a.1.units', value: 4 }];
  const { spec, where } = readSweepFile(text, 'sweep.yaml', standardKinds, overrides);
  expect(() => planExperiment(spec, DIGITS, standardKinds, where)).toThrow(
    /^--set models\.a\.1\.units: expected an output of shape \[3\]/,
  );
});
