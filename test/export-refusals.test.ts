// What `heddle export` does not write: smaller weights that cost more than a point, and a file that does not answer as the network
// does. Then a whole run for TensorBoard, as Python reads it.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExportRecord, fingerprintOf, layerKinds, loadModel, saveModel, type TrialRecord } from 'heddle';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heddle } from './cli-process.fixture.ts';
import { pythonWith } from './python.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'heddle-refusals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
let run = '';
let watched = '';

/** `still` is 0 in every row, and a weight of its own may have any size; `side` is the sign of `x`. */
beforeAll(async () => {
  const rows = Array.from({ length: 1600 }, (_, i) => {
    const x = ((i * 7919) % 2001) / 1000 - 1.0005;
    return `0,${x.toFixed(4)},${x > 0 ? 'right' : 'left'}`;
  });
  writeFileSync(at('sides.csv'), `still,x,side\n${rows.join('\n')}\n`);
  writeFileSync(
    at('sides.yaml'),
    [
      'name: sides',
      'dataset: { csv: sides.csv, target: side, scaling: none }',
      'models: { line: [dense: 2] }',
      'training: { epochs: 3, batchSize: 64 }',
      'grid: { optimizer.learningRate: [0.02, 0.01] }',
    ].join('\n'),
  );
  const args = ['sweep', at('sides.yaml'), '--out', at('runs'), '--json', '--quiet', '--tensorboard', at('events')];
  const { code, stdout, stderr } = await heddle(args);
  expect([code, stderr]).toEqual([0, '']);
  run = (JSON.parse(stdout) as { runFolder: string }).runFolder;
  watched = join(at('events'), readdirSync(at('events'))[0]);
}, 120_000);

/** Gives the chosen network the weights [still, x] x [left, right], as if training had found them. */
function replaceWeights(...weight: readonly number[]): string {
  const [{ trial }] = JSON.parse(readFileSync(join(run, 'leaderboard.json'), 'utf8')) as { trial: string }[];
  const of = (name: string): string => join(run, 'trials', trial, name);
  const saved = loadModel(readFileSync(of('model.safetensors')), 'x', layerKinds);
  const tensors = saved.tensors.map((tensor) => ({
    ...tensor,
    values: tensor.name === '0.weight' ? Float32Array.from(weight) : new Float32Array(tensor.values.length),
  }));
  writeFileSync(of('model.safetensors'), saveModel({ ...saved, tensors }));
  const record = JSON.parse(readFileSync(of('trial.json'), 'utf8')) as TrialRecord;
  writeFileSync(of('trial.json'), JSON.stringify({ ...record, fingerprint: fingerprintOf(tensors) }));
  return trial;
}
const exportsOf = (): ExportRecord[] =>
  existsSync(join(run, 'exports.jsonl'))
    ? readFileSync(join(run, 'exports.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ExportRecord)
    : [];

// An int8 weight is a whole number of steps of |largest| / 127: beside 1000, a weight of 1 becomes 0. Beside 70,000 half precision has no room.
test('smaller weights that cost more than a point are refused, with what they cost, unless --force is given', async () => {
  replaceWeights(-1000, 1000, -1, 1);
  const args = (weights: string): string[] => [
    'export',
    run,
    '--format',
    'js',
    '--weights',
    weights,
    '--to',
    at(`${weights}.mjs`),
  ];
  const refused = await heddle(args('int8'));
  expect(refused.code).toBe(1);
  const [, lost, from, to, rows] =
    /([\d.]+) points less \(([\d.]+) to ([\d.]+) on (\d+) rows of the run\)/.exec(refused.stderr) ?? [];
  expect(Number(from)).toBeGreaterThan(0.99);
  expect(Number(to)).toBeLessThan(0.6);
  expect(Number(lost)).toBeCloseTo(100 * (Number(from) - Number(to)), 1);
  expect(Number(rows)).toBeGreaterThanOrEqual(1000);
  expect(refused.stderr).toContain('at most 1 point less accuracy');
  expect(refused.stderr).toContain('nothing was written');
  expect([existsSync(at('int8.mjs')), existsSync(at('int8.d.mts')), exportsOf()]).toEqual([false, false, []]);

  const forced = await heddle([...args('int8'), '--force']);
  expect([forced.code, existsSync(at('int8.mjs'))]).toEqual([0, true]);
  expect(forced.stdout).toContain(`accuracy  ${from} to ${to} (-${lost} points)`);
  expect(exportsOf()).toHaveLength(1);
  expect(exportsOf()[0].accuracyChange).toBeCloseTo(-Number(lost) / 100, 3);

  const half = await heddle(args('float16'));
  expect([half.code, existsSync(at('float16.mjs'))]).toEqual([0, true]);
  expect(half.stdout).toMatch(/accuracy {2}(0\.\d{4}|1\.0000) to \1 \(0\.00 points\)/);
  replaceWeights(-70_000, 70_000, -1, 1);
  const large = await heddle([...args('float16'), '--overwrite']);
  expect(large.code).toBe(1);
  expect(large.stderr).toContain('weights of size below 65,520');
}, 60_000);

test.skipIf(process.platform === 'win32')(
  'a float32 file that answers otherwise is not written, even with --force',
  async () => {
    replaceWeights(0, 0, -1, 1);
    const before = exportsOf();
    // A Python that says it has PyTorch, and answers one half for every class of every row.
    writeFileSync(
      at('python'),
      `#!${process.execPath}
const [folder, , shape] = process.argv.slice(4);
if (shape !== undefined) {
  const answers = new Float32Array(2 * Number(shape.split(',')[0])).fill(0.5);
  require('node:fs').writeFileSync(folder + '/answers.bin', new Uint8Array(answers.buffer));
}
`,
    );
    chmodSync(at('python'), 0o755);
    const to = at('line.py');
    const { code, stderr } = await heddle(['export', run, '--format', 'pytorch', '--to', to, '--force'], {
      HEDDLE_PYTHON: at('python'),
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/expected +the answers of the model on 1280 rows of the run, to 0.00001/);
    expect(stderr).toMatch(/received +a difference of 0\.\d+ in row \d+/);
    expect(stderr).toContain('nothing was written');
    expect([existsSync(to), existsSync(at('line.safetensors')), exportsOf()]).toEqual([false, false, before]);
  },
);

const READER = fileURLToPath(new URL('readers/read-events.py', import.meta.url));

interface ReadEvent {
  readonly step: number;
  readonly values: readonly { readonly tag: string; readonly scalar?: number; readonly image?: number[] }[];
}

test('--tensorboard while training, and --format tensorboard afterwards, give every number of metrics.jsonl', async (context) => {
  const python = await pythonWith('json');
  if (python === undefined) return context.skip('no Python was found (python3)');
  const { code, stdout } = await heddle(['export', run, '--format', 'tensorboard', '--to', at('later')]);
  expect(code).toBe(0);
  expect(stdout).toContain('tensorboard --logdir ');
  const later = join(at('later'), readdirSync(at('later'))[0]);
  const trials = readdirSync(join(run, 'trials'));
  expect(trials).toHaveLength(2);
  for (const place of [watched, later]) {
    expect(
      readdirSync(place)
        .filter((name) => trials.includes(name))
        .sort(),
    ).toEqual(trials.sort());
    for (const trial of trials) {
      const [file, ...others] = readdirSync(join(place, trial));
      expect(others).toEqual([]);
      const read = spawnSync(python, [READER, join(place, trial, file)], { encoding: 'utf8' });
      expect([read.status, read.stderr]).toEqual([0, '']);
      const values = (JSON.parse(read.stdout) as ReadEvent[]).flatMap(({ step, values }) =>
        values.map((value) => ({ step, ...value })),
      );
      const scalars = values.filter(({ scalar }) => scalar !== undefined);
      const metrics = readFileSync(join(run, 'trials', trial, 'metrics.jsonl'), 'utf8')
        .trim()
        .split('\n');
      const expected = metrics.flatMap((line) => {
        const { epoch, ...figures } = JSON.parse(line) as { [name: string]: number };
        const numbers = Object.entries(figures).filter(([, value]) => typeof value === 'number');
        return numbers.map(([tag, value]) => ({ step: epoch, tag, scalar: Math.fround(value) }));
      });
      expect(scalars).toEqual(expected);
      // A PNG, which the reader has unpacked: letters are 5 points wide and 7 high, 1 apart, cells 10 wider than the largest count (three
      // digits), margins 8; "1 right" stands left of the cells.
      const [picture, ...more] = values.filter(({ image }) => image !== undefined);
      expect([picture.tag, more.length]).toEqual(['validationConfusion', 0]);
      expect(picture.image).toEqual([8 + 41 + 8 + 2 * 27 + 8, 8 + 7 + 8 + 2 * 27 + 8]);
    }
  }
  // What is there is not written over without a word.
  const again = ['export', run, '--format', 'tensorboard', '--to', at('later')];
  expect((await heddle(again)).stderr).toContain('a folder that is there already');
  expect((await heddle([...again, '--overwrite'])).code).toBe(0);
  for (const trial of trials) expect(readdirSync(join(later, trial))).toHaveLength(1);
}, 60_000);
