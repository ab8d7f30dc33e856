// `heddle import`: weights of PyTorch, with the layers of a sweep or of a network, become a model file that every command takes.
// The oracle is PyTorch: the probabilities in the fixture, and those of a network that it trains now, where there is one.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agreementOf, layerKinds, loadModel, writeSafetensors } from 'heddle';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heddle } from './cli-process.fixture.ts';
import { pythonWith } from './python.fixture.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heddle-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f'];
const CLASSES = ['east', 'north', 'south', 'west'];

beforeAll(() => {
  const rows = Array.from({ length: 40 }, (_, i) => [...COLUMNS.map((_, c) => (i * 7 + c * 3) % 11), CLASSES[i % 4]]);
  writeFileSync(at('data.csv'), `${[[...COLUMNS, 'side'], ...rows].map((row) => row.join(',')).join('\n')}\n`);
  const layers =
    '[dense: 9, batchNorm, leakyRelu: { slope: 0.1 }, dropout: 0.25, dense: { units: 7 }, batchNorm, tanh, dense: 4]';
  writeFileSync(
    at('sides.yaml'),
    [
      'name: sides',
      'dataset: { csv: data.csv, target: side, scaling: none }',
      'models:',
      `  torch: ${layers}`,
      '  other: [dense: 9, relu, dense: 4]',
    ].join('\n'),
  );
});

interface Fixture {
  readonly rows: readonly number[];
  readonly probabilities: readonly number[];
}

/** Imports what is in a folder that scripts/fixtures/state-dict.py wrote, and asks the program for PyTorch's own rows. */
async function expectSameProbabilities(from: string): Promise<string> {
  const to = at(`${from === path('fixtures') ? 'fixed' : 'now'}.safetensors`);
  const weights = join(from, 'pytorch-state-dict.safetensors');
  const args = ['import', weights, at('sides.yaml'), '--model', 'torch', '--to', to];
  const { code, stdout, stderr } = await heddle(args);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^ {2}0 +0 {2}dense +weight \[6, 9\], bias \[9\]$/m);
  expect(stdout).toMatch(/^ {2}1 +1 {2}batchNorm +gamma \[9\], beta \[9\], runningMean \[9\], runningVariance \[9\]$/m);
  const fixture = JSON.parse(readFileSync(join(from, 'pytorch-state-dict.json'), 'utf8')) as Fixture;
  const rows = Array.from({ length: fixture.rows.length / 6 }, (_, i) => fixture.rows.slice(6 * i, 6 * i + 6));
  writeFileSync(at('rows.csv'), [COLUMNS, ...rows].map((row) => row.join(',')).join('\n'));
  const answered = await heddle(['predict', to, at('rows.csv'), '--json']);
  const answers = JSON.parse(answered.stdout) as { probabilities: { [name: string]: number } }[];
  const received = Float32Array.from(
    answers.flatMap(({ probabilities }) => CLASSES.map((name) => probabilities[name])),
  );
  const { worstDifference, otherClass } = agreementOf(Float32Array.from(fixture.probabilities), received, 4);
  expect(worstDifference).toBeLessThanOrEqual(1e-5);
  expect(otherClass).toBe(0);
  return to;
}

test('weights of PyTorch answer as PyTorch does; the file is one that evaluate and export take', async () => {
  const to = await expectSameProbabilities(path('fixtures'));
  const evaluated = await heddle(['evaluate', to, at('data.csv'), '--json']);
  expect(JSON.parse(evaluated.stdout)).toMatchObject({
    figures: { rows: 40, perClass: CLASSES.map((label) => ({ label })) },
  });
  mkdirSync(at('exported'));
  const exported = await heddle(['export', to, '--format', 'onnx', '--to', at('exported')]);
  expect([exported.code, exported.stderr]).toEqual([0, '']);
  expect(existsSync(at('exported/fixed.onnx'))).toBe(true);

  // With a trained network instead of a sweep: the same file. And what is there is not replaced.
  const weights = path('fixtures/pytorch-state-dict.safetensors');
  const again = await heddle(['import', weights, to, '--to', at('again.safetensors'), '--json']);
  const { fingerprint, modules } = JSON.parse(again.stdout) as { fingerprint: string; modules: { module: string }[] };
  expect(readFileSync(at('again.safetensors')).equals(readFileSync(to))).toBe(true);
  expect(loadModel(readFileSync(to), 'x', layerKinds).fingerprint).toBe(fingerprint);
  expect(modules.map(({ module }) => module)).toEqual(['0', '1', '4', '5', '7']);
  writeFileSync(at('taken.safetensors'), 'mine');
  const refused = await heddle(['import', weights, to, '--to', at('taken.safetensors')]);
  expect([refused.code, readFileSync(at('taken.safetensors'), 'utf8')]).toEqual([2, 'mine']);
}, 60_000);

test('so do weights that PyTorch makes now', async (context) => {
  const python = await pythonWith('torch');
  if (python === undefined) return context.skip('no Python with torch was found (python3-torch)');
  mkdirSync(at('made'));
  const made = spawnSync(python, [path('../scripts/fixtures/state-dict.py'), at('made')], { encoding: 'utf8' });
  expect([made.status, made.stderr]).toEqual([0, '']);
  await expectSameProbabilities(at('made'));
}, 60_000);

test.each<[string, readonly string[], string]>([
  ['a model that the sweep does not have', ['--model', 'torhc'], 'did you mean torch?'],
  ['no model where there are several', [], 'expected the name of one of its models: torch, other'],
  [
    'an architecture that is another',
    ['--model', 'other'],
    'expected a module for each dense layer (2) received 3: 0, 4, 7',
  ],
  ['a module that is not there', ['--model', 'torch', '--map', 'head=0'], 'received head'],
  [
    'a map that is none',
    ['--model', 'torch', '--map', 'head'],
    '--map head expected a module and the place of its layer',
  ],
])('%s is refused, and nothing is written', async (_, args, message) => {
  const weights = path('fixtures/pytorch-state-dict.safetensors');
  const to = at('refused.safetensors');
  const { code, stderr } = await heddle(['import', weights, at('sides.yaml'), ...args, '--to', to]);
  expect([code === 0, existsSync(to)]).toEqual([false, false]);
  expect(stderr.replace(/\s+/g, ' ')).toContain(message);
});

test('tensors that are missing, too many or of another shape are named', async () => {
  const file = at('wrong.safetensors');
  const { tensors } = loadModel(readFileSync(at('fixed.safetensors')), 'x', layerKinds);
  const one = { name: '0.weight', shape: [9, 5], values: new Float32Array(45) };
  const named = async (given: typeof tensors): Promise<string> => {
    writeFileSync(file, writeSafetensors({ tensors: given, metadata: {} }));
    const { stderr } = await heddle([
      'import',
      file,
      at('sides.yaml'),
      '--model',
      'other',
      '--to',
      at('none.safetensors'),
    ]);
    return stderr.replace(/\s+/g, ' ');
  };
  const last = { name: '2.weight', shape: [4, 9], values: new Float32Array(36) };
  expect(await named([one, last])).toContain('wrong.safetensors, 0.weight expected shape [9, 6]');
  expect(await named([last])).toContain('expected a module for each dense layer (2) received 1: 2');
  expect(await named([one, last, { ...last, name: '4.weight' }])).toContain('received 3: 0, 2, 4');
  const words = [
    { ...one, name: 'encoder.weight' },
    { ...last, name: 'head.weight' },
  ];
  expect(await named(words)).toContain(
    'say which layer each is: --map encoder=... --map head=...; the layers with weights are 0 dense, 2 dense.',
  );
});
