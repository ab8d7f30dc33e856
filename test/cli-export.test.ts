// `heddle export` as people and scripts use it: a short training, then every format, and what is refused.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Agreement, type ExportRecord, layerKinds, loadModel, type TrialRecord } from 'heddle';
import { decodeModel } from 'heddle/onnx';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DATA, heddle, withFolder } from './cli-process.fixture.ts';
import { pythonWith } from './python.fixture.ts';

let folder = '';
let run = '';
let done = (): void => undefined;

beforeAll(async () => {
  await new Promise<void>((ready, failed) => {
    withFolder(async (made) => {
      folder = made;
      const file = join(folder, 'small.yaml');
      writeFileSync(
        file,
        [
          'name: small',
          `dataset: ${DATA[1]}`,
          'split: { random: 54000 }',
          'models: { little: [flatten, dense: 24, batchNorm, relu, dropout: 0.1, dense: 10, softmax] }',
          'training: { batchSize: 500, epochs: 2 }',
        ].join('\n'),
      );
      const trained = await heddle(['train', file, '--trial', 'little', '--out', join(folder, 'runs'), '--quiet']);
      expect(trained.code, trained.stderr).toBe(0);
      run = join(folder, 'runs', readdirSync(join(folder, 'runs'))[0]);
      await new Promise<void>((end) => {
        done = end;
        ready();
      });
    }).catch(failed);
  });
}, 300_000);
afterAll(() => done());

const inFolder = (name: string): string => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};
const recordOf = (): TrialRecord =>
  JSON.parse(readFileSync(join(run, 'trials/000-little/trial.json'), 'utf8')) as TrialRecord;
const exportsOf = (): ExportRecord[] =>
  readFileSync(join(run, 'exports.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ExportRecord);

/** The trial's model file, as somebody who has it alone. */
const alone = (): string => {
  const path = join(inFolder('alone'), 'own.safetensors');
  copyFileSync(join(run, 'trials/000-little/model.safetensors'), path);
  return path;
};

test.each(['onnx', 'js'])('--format %s: written, compared on 2,000 rows, recorded', async (format) => {
  const to = inFolder(format);
  const { code, stdout, stderr } = await heddle(['export', run, '--format', format, '--to', to]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /checked +2,000 rows of the run in .*: worst difference (0|\d\.\de-\d), the same class in every row/,
  );
  const files = format === 'onnx' ? ['little.onnx'] : ['little.d.mts', 'little.mjs'];
  expect(readdirSync(to).sort()).toEqual(files);
  const last = exportsOf().at(-1) as ExportRecord;
  expect(last).toMatchObject({ trial: '000-little', format, weights: 'float32', rows: 2000, accuracyChange: 0 });
  expect(last.fingerprint).toBe(recordOf().fingerprint);
  expect([...last.files].sort()).toEqual(files);
  expect(last.worstDifference).toBeLessThanOrEqual(1e-5);
});

test('the files are this model: fingerprint, classes', async () => {
  const { fingerprint } = recordOf();
  const onnx = decodeModel(readFileSync(join(folder, 'onnx/little.onnx')), 'little.onnx');
  expect(onnx.metadata['fingerprint']).toBe(fingerprint);
  expect(JSON.parse(onnx.metadata['classNames'])).toHaveLength(10);
  const module = (await import(pathToFileURL(join(folder, 'js/little.mjs')).href)) as {
    about: unknown;
    predict(rows: Uint8Array): { label: string }[];
  };
  expect(module.about).toMatchObject({ name: 'little', fingerprint, weights: 'float32' });
  expect(module.predict(new Uint8Array(784))).toHaveLength(1);
});

test('--weights int8: smaller, and what it costs is printed and recorded', async () => {
  const path = join(inFolder('int8'), 'small.js');
  const { code, stdout } = await heddle(['export', run, '--format', 'js', '--to', path, '--weights', 'int8']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/accuracy +0\.\d{4} to 0\.\d{4} \([+-]?\d\.\d\d points\)/);
  const last = exportsOf().at(-1) as ExportRecord;
  expect(last).toMatchObject({ weights: 'int8', rows: 2000, files: ['small.js', 'small.d.ts'] });
  expect(Math.abs(last.accuracyChange as number)).toBeLessThanOrEqual(0.01);
  const [whole, small] = [join(folder, 'js/little.mjs'), path].map((file) => readFileSync(file).length);
  expect(small).toBeLessThan(whole * 0.4);
});

test('--quiet prints the paths of what was written, and nothing else', async () => {
  const to = inFolder('quiet');
  const js = await heddle(['export', alone(), '--format', 'js', '--to', to, '--quiet']);
  expect(js).toMatchObject({ code: 0, stdout: `${join(to, 'own.mjs')}\n${join(to, 'own.d.mts')}\n` });
  const events = await heddle(['export', run, '--format', 'tensorboard', '--to', to, '--quiet']);
  expect(events).toMatchObject({ code: 0, stdout: `${join(to, basename(run))}\n` });
});

test('a model file alone is compared on drawn rows; smaller weights then need --force', async () => {
  const path = alone();
  const { code, stdout } = await heddle(['export', path, '--format', 'safetensors', '--to', inFolder('copy')]);
  expect(code).toBe(0);
  expect(stdout).toContain('256 drawn rows in Heddle: worst difference 0, the same class in every row');
  const copy = readFileSync(join(folder, 'copy/own.safetensors'));
  expect(copy.equals(readFileSync(path))).toBe(true);
  expect(loadModel(copy, 'x', layerKinds).fingerprint).toBe(recordOf().fingerprint);
  const half = ['export', path, '--format', 'js', '--weights', 'float16', '--to', join(folder, 'alone')];
  const refused = await heddle(half);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('a run, whose rows say what smaller weights cost');
  expect(existsSync(join(folder, 'alone/own.mjs'))).toBe(false);
  expect((await heddle([...half, '--force'])).code).toBe(0);
  expect(existsSync(join(folder, 'alone/own.mjs'))).toBe(true);
});

test('--format pytorch: run by PyTorch where there is one, and said where there is none', async (context) => {
  const python = await pythonWith('torch');
  const to = inFolder('pytorch');
  const { code, stdout } = await heddle(['export', alone(), '--format', 'pytorch', '--to', to, '--json']);
  expect(code).toBe(0);
  const answer = JSON.parse(stdout) as { agreement: Agreement | null; checkedWith: string };
  expect(readdirSync(to).sort()).toEqual(['own.py', 'own.safetensors']);
  if (python === undefined) {
    expect(answer).toMatchObject({ agreement: null, checkedWith: 'no Python with PyTorch was found here' });
    return context.skip('no Python with torch was found (python3-torch)');
  }
  expect(answer.agreement?.rows).toBe(256);
  expect(answer.agreement?.worstDifference).toBeLessThanOrEqual(1e-5);
  expect(answer.checkedWith).toContain('PyTorch');
});

test('a file of the user is never overwritten silently', async () => {
  const path = join(inFolder('kept'), 'mine.onnx');
  writeFileSync(path, 'mine');
  const args = ['export', alone(), '--format', 'onnx', '--to', path];
  const refused = await heddle(args);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('a file that is there already');
  expect(readFileSync(path, 'utf8')).toBe('mine');
  expect((await heddle([...args, '--overwrite'])).code).toBe(0);
  expect(decodeModel(readFileSync(path), path).opset).toBe(17);
  // The same content again takes nothing from anybody.
  expect((await heddle(args)).code).toBe(0);
});

test.each([
  [['--format', 'tflite'], '--format tflite'],
  [['--format', 'onnx', '--weights', 'int8'], 'smaller weights are for --format js.'],
  [['--format', 'js', '--to', 'model.txt'], 'an existing folder, or a file that ends in .mjs or .js'],
  [['--format', 'js', '--to', 'model.txt'], 'name the file with its ending, such as model.mjs.'],
  [
    ['--format', 'onnx', '--to', 'nowhere'],
    'for a folder, make it first (mkdir nowhere); for a file, name it with its ending: nowhere.onnx.',
  ],
])('%s is wrong usage', async (args, message) => {
  const { code, stderr } = await heddle(['export', alone(), ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
