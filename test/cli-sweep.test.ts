// The main job through the program, from the command line to the report, with fewer rows and epochs: on Fashion-MNIST
// where HEDDLE_DATA has it, on the synthetic garments elsewhere.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditRecord, LeaderboardEntry, SweepRecord, TestRecord, TrialRecord } from 'heddle';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DATA, type Ended, FEW_ROWS, heddle, withFolder } from './cli-process.fixture.ts';

/** What `heddle sweep --json` prints. */
interface SweepDocument {
  readonly runFolder: string;
  readonly leaderboard: readonly LeaderboardEntry[];
  readonly selected: LeaderboardEntry;
  readonly test: TestRecord;
}

// A test runs several programs, and where the data is not there each of them draws 70,000 garments first.
vi.setConfig({ testTimeout: 240_000 });

const SHORT = [...DATA, ...FEW_ROWS, '--epochs', '2'];

let out: string;
let ended: Ended;
let run: SweepDocument;

const readJson = <Value>(...path: readonly string[]): Value => JSON.parse(readFileSync(join(...path), 'utf8')) as Value;

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'heddle-sweep-'));
  ended = await heddle(['sweep', 'fashion-mnist', '--out', out, '--seed', '5', '--json', ...SHORT]);
  run = JSON.parse(ended.stdout) as SweepDocument;
}, 300_000);

afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

test('twelve trials are trained and ranked by validation macro-F1', () => {
  expect(ended.code).toBe(0);
  expect(run.leaderboard).toHaveLength(12);
  const values = run.leaderboard.map((entry) => entry.value!);
  expect(values).toEqual([...values].sort((a, b) => b - a));
  expect(new Set(run.leaderboard.map((entry) => entry.name)).size).toBe(12);
  expect(values[0]).toBeGreaterThan(0.6);
});

test('the first is selected, and it alone is tested, on 10,000 rows', () => {
  expect(run.selected).toEqual(run.leaderboard[0]);
  expect(run.test.trial).toBe(run.selected.trial);
  expect(run.test.rows).toBe(10_000);
  const supports = run.test.perClass?.map((of) => of.support) ?? [];
  expect(supports).toHaveLength(10);
  expect(supports.reduce((sum, support) => sum + support, 0)).toBe(10_000);
  // The published test set has 1,000 pictures of each class; drawn garments have about as many.
  for (const support of supports)
    expect(Math.abs(support - 1000)).toBeLessThanOrEqual(DATA[1] === 'fashion-mnist' ? 0 : 100);
  expect(run.test.accuracy).toBeGreaterThan(0.6);
  const { testReads } = readJson<SweepRecord>(run.runFolder, 'sweep.json');
  expect(testReads.map((read) => read.trial)).toEqual([run.selected.trial]);
});

test('people read on stderr what went on while programs read stdout', () => {
  expect(ended.stderr).toContain('Sweep fashion-mnist: 12 trials, seed 5');
  expect(ended.stderr.match(/epoch +\d+\/2 {2}train loss/g)).toHaveLength(24);
  expect(ended.stderr).toContain('Leaderboard, by validation macro-F1');
  expect(ended.stderr).toContain('How sure that is (95 % intervals');
  expect(ended.stderr).toContain('Independent test: ');
  expect(ended.stderr).toMatch(/audit +6 checks passed/);
  expect(ended.stderr).toContain('report.html');
});

test('the run folder holds what other programs read', () => {
  for (const file of [
    'sweep.json',
    'leaderboard.json',
    'selection.json',
    'audit.json',
    'test.json',
    'test-predictions.bin',
    'report.html',
    'report.md',
  ]) {
    expect(existsSync(join(run.runFolder, file)), file).toBe(true);
  }
  const folders = readdirSync(join(run.runFolder, 'trials')).sort();
  expect(folders).toHaveLength(12);
  for (const folder of folders) {
    const files = readdirSync(join(run.runFolder, 'trials', folder)).sort();
    expect(files).toEqual(
      expect.arrayContaining(['metrics.jsonl', 'model.safetensors', 'trial.json', 'validation-predictions.bin']),
    );
    const epochs = readFileSync(join(run.runFolder, 'trials', folder, 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    expect(epochs).toHaveLength(2);
  }
});

test('an audit passes the run, and fails it when a record was changed afterwards', async () => {
  const audit = (): Promise<Ended> => heddle(['audit', run.runFolder, '--json']);
  const before = await audit();
  expect(before.code).toBe(0);
  const checks = (JSON.parse(before.stdout) as AuditRecord).checks;
  expect(checks.map(({ status }) => status)).toEqual(new Array(6).fill('passed'));
  const file = join(run.runFolder, 'trials', run.selected.trial, 'trial.json');
  const text = readFileSync(file, 'utf8');
  const { initialFingerprint } = JSON.parse(text) as TrialRecord;
  writeFileSync(file, text.replace(initialFingerprint!, 'ab'.repeat(32)));
  const after = await audit();
  writeFileSync(file, text);
  expect(after.code).toBe(1);
  const failed = (JSON.parse(after.stdout) as AuditRecord).checks.filter(({ status }) => status === 'failed');
  expect(failed.map(({ id }) => id)).toEqual(['fresh-parameters']);
});

test('the same seed gives the same network whatever trains beside it, and however many threads do', () =>
  withFolder(async (folder) => {
    const { name, trial } = run.selected;
    const record = readJson<TrialRecord>(run.runFolder, 'trials', trial, 'trial.json');
    const alone = await heddle([
      'train',
      'fashion-mnist',
      '--trial',
      name,
      '--seed',
      '5',
      '--threads',
      '3',
      '--out',
      folder,
      '--json',
      ...SHORT,
    ]);
    expect(alone.code).toBe(0);
    const { runFolder, selected } = JSON.parse(alone.stdout) as SweepDocument;
    const again = readJson<TrialRecord>(runFolder, 'trials', selected.trial, 'trial.json');
    expect(again.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(again.fingerprint).toBe(record.fingerprint);
    expect(again.initialFingerprint).toBe(record.initialFingerprint);
  }));

test('evaluating the saved network on the test rows gives the same figures, and the reading is recorded', async () => {
  const { code, stdout } = await heddle(['evaluate', run.runFolder, '--split', 'test', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ split: 'test', trial: run.selected.trial, figures: run.test });
  const { testReads } = readJson<SweepRecord>(run.runFolder, 'sweep.json');
  expect(testReads).toHaveLength(2);
  expect(testReads[1].command).toContain('npx heddle evaluate');
});

test('evaluating on the validation rows gives the value that the trial was ranked by', async () => {
  const [, second] = run.leaderboard;
  const args = ['evaluate', run.runFolder, '--trial', second.trial, '--split', 'validation'];
  const { figures } = JSON.parse((await heddle([...args, '--json'])).stdout) as { figures: TestRecord };
  expect(figures.macroF1).toBe(second.value);
  const { stdout } = await heddle(args);
  expect(stdout).toContain(`${second.name} on 54,000 validation rows`);
  expect(stdout).toMatch(/^ +class +precision +recall +F1 +support$/m);
});

test('another trial than the selected one sees the test rows only when that is asked for', async () => {
  const [, second] = run.leaderboard;
  const args = ['evaluate', run.runFolder, '--trial', second.trial, '--split', 'test'];
  const refused = await heddle([...args, '--quiet']);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('--after-selection');
  const before = readJson<SweepRecord>(run.runFolder, 'sweep.json').testReads.length;
  const allowed = await heddle([...args, '--after-selection']);
  expect(allowed.code).toBe(0);
  expect(readJson<SweepRecord>(run.runFolder, 'sweep.json').testReads).toHaveLength(before + 1);
});

test('the run is listed, and its report can be written again', async () => {
  const runs = JSON.parse((await heddle(['runs', '--out', out, '--json'])).stdout) as unknown[];
  expect(runs).toMatchObject([
    { folder: run.runFolder, status: 'finished', trials: 12, finished: 12, testAccuracy: run.test.accuracy },
  ]);
  rmSync(join(run.runFolder, 'report.md'));
  const { code, stdout } = await heddle(['report', run.runFolder]);
  expect(code).toBe(0);
  expect(stdout).toContain('report.md');
  expect(readFileSync(join(run.runFolder, 'report.md'), 'utf8')).toContain(run.selected.name);
  // With a model and all test rows inside.
  const { size } = statSync(join(run.runFolder, 'report.html'));
  expect(size).toBeGreaterThan(5e6);
  expect(size).toBeLessThan(12e6);
});

test('a folder without a selection.json gets the same again with its report, and a report written twice reads the test rows once', async () => {
  const path = join(run.runFolder, 'selection.json');
  const selection = readFileSync(path, 'utf8');
  const readings = (): number => readJson<SweepRecord>(run.runFolder, 'sweep.json').testReads.length;
  rmSync(path);
  const again = await heddle(['report', run.runFolder, '--embed', 'none']);
  expect(again.stdout).toContain('selection.json was missing: it was worked out from the predictions of the trials.');
  expect(readFileSync(path, 'utf8')).toBe(selection);
  const markdown = readFileSync(join(run.runFolder, 'report.md'), 'utf8');
  expect(markdown).toContain('Being the best of 12 is ');
  expect(markdown).toContain('within noise');
  expect(statSync(join(run.runFolder, 'report.html')).size).toBeLessThan(1.5e6);
  const before = readings();
  expect((await heddle(['report', run.runFolder, '--embed', 'none'])).code).toBe(0);
  expect(readings()).toBe(before);
});

test('heddle sweep --embed says what the report holds', () =>
  withFolder(async (folder) => {
    const csv = ['width,height,kind'];
    for (let row = 0; row < 90; row++) csv.push(`${row % 10},${(row * 7) % 11},${row % 10 > 4 ? 'wide' : 'narrow'}`);
    writeFileSync(join(folder, 'kinds.csv'), csv.join('\n'));
    const file = join(folder, 'kinds.yaml');
    writeFileSync(
      file,
      [
        'name: kinds',
        'dataset: { csv: kinds.csv, target: kind }',
        'models: { one: [dense: 2] }',
        'training: { epochs: 1, batchSize: 8 }',
      ].join('\n'),
    );
    const embedded = async (embed: readonly string[]): Promise<string[]> => {
      const { code, stdout, stderr } = await heddle(['sweep', file, '--out', folder, '--json', ...embed]);
      expect(code, stderr).toBe(0);
      const { runFolder } = JSON.parse(stdout) as SweepDocument;
      const html = readFileSync(join(runFolder, 'report.html'), 'utf8');
      expect(html).toContain('SHA-256');
      return [...html.matchAll(/<script type="text\/plain" id="heddle-file-(\w+)">/g)].map(([, role]) => role);
    };
    expect(await embedded([])).toEqual(['model', 'rows']);
    expect(await embedded(['--embed', 'model'])).toEqual(['model']);
    expect(await embedded(['--embed', 'none'])).toEqual([]);
    const wrong = await heddle(['sweep', file, '--out', folder, '--embed', 'all']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('full, model, none');
  }));

test('a trial that diverges fails alone: the others finish, it is last, and the exit code is 1', () =>
  withFolder(async (folder) => {
    const file = join(folder, 'diverging.yaml');
    writeFileSync(
      file,
      [
        'name: diverging',
        `dataset: ${DATA[1]}`,
        'split: { kind: random, validation: 58000 }',
        'models:',
        '  linear: [flatten, dense: 10]',
        'optimizer: sgd',
        'loss: crossEntropy',
        'training: { batchSize: 500, epochs: 2 }',
        'grid:',
        '  optimizer.learningRate: [1.0e+38, 0.01]',
        'select: validationMacroF1',
      ].join('\n'),
    );
    const { code, stdout } = await heddle(['sweep', file, '--out', folder]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^linear learningRate=1e\+38: failed: .*epoch 1.*step \d/m);
    expect(stdout).toContain('1 of 2 trials failed.');
    expect(stdout).toContain('Chosen: linear learningRate=0.01');
    const [name] = readdirSync(folder).filter((entry) => entry !== 'diverging.yaml');
    const board = readJson<LeaderboardEntry[]>(folder, name, 'leaderboard.json');
    expect(board.map((entry) => entry.status)).toEqual(['finished', 'failed']);
    expect(existsSync(join(folder, name, 'report.html'))).toBe(true);
  }));

test('in a pipe there are plain lines: no colours, no bars, one line an epoch', () =>
  withFolder(async (folder) => {
    const args = ['train', 'fashion-mnist', '--trial', 'model_2 learningRate=0.005', '--out', folder, ...SHORT];
    const { code, stdout } = await heddle(args);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('█');
    expect(stdout.match(/^model_2 learningRate=0\.005 {2}epoch \d\/2 {2}train loss/gm)).toHaveLength(2);
    const coloured = await heddle([...args, '--quiet'], { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('\u001b[1mTrained: model_2 learningRate=0.005\u001b[22m');
    expect(coloured.stdout).not.toContain('train loss 0.');
  }));
