import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseExperiment, standardKinds } from 'heddle';
import { parseOverride, parseSweepFile } from 'heddle/sweep-file';
import { bytesOf, type ParserCase, textOf } from '../parser-case.ts';

const EXAMPLE = readFileSync(new URL('../../../examples/fashion-mnist/sweep.yaml', import.meta.url));
const SMALL = `name: &n small
dataset: *n
split: { stratified: 0.2 }
models:
  plain: [flatten, dense: 64, relu, dense: 10, softmax]
  deep: [flatten, { dense: { units: 8 } }, batchNorm, dropout: 0.2, dense: 10]
optimizer: { adam: { weightDecay: 0.0001 } }
loss: { crossEntropy: { labelSmoothing: 0.1 } }
schedule: { warmUp: { epochs: 1 } }
training: { batchSize: 256, epochs: 5, earlyStopping: { metric: validationLoss, patience: 2 } }
grid:
  optimizer.learningRate: [0.004, 0.001]
  models.deep.3.rate: [0.1, 0.3]
select: validationMacroF1
`;

const TOKENS = [
  '&a ',
  '*a',
  '<<: *n',
  '? ',
  '- ',
  '|\n',
  '>-\n',
  '!!binary ',
  '!!js/function ',
  '---\n',
  '%YAML 1.1\n',
  '  ',
  '{ dense: { units: ',
  'models.deep.3.rate',
  'training:\n  epochs: ',
  'layers.1.units',
  '.inf',
  '0x10',
];

/** Sweep files in YAML, and the values of --set. */
export const sweepFileParsers: readonly ParserCase[] = [
  {
    name: 'sweep file',
    samples: [EXAMPLE, bytesOf(SMALL)],
    tokens: TOKENS,
    accept: (input) => {
      const spec = parseSweepFile(textOf(input), 'fuzzed.yaml', standardKinds);
      assert.deepEqual(parseExperiment(JSON.parse(JSON.stringify(spec)), standardKinds), spec);
    },
  },
  {
    name: '--set',
    samples: [
      'optimizer.learningRate=0.001',
      'models=[model_1, model_2]',
      'training.earlyStopping={ metric: validationLoss, patience: 2 }',
      'name=',
    ].map(bytesOf),
    tokens: [...TOKENS, '='],
    accept: (input) => {
      const { path, value } = parseOverride(textOf(input));
      assert.ok(path.length > 0);
      assert.deepEqual(parseOverride(textOf(input)).value, value);
    },
  },
];
