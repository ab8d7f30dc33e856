// Data of one's own through the program: a table of classes, a table of numbers with gaps, a folder of pictures; each made
// from a seed, trained, audited, reported on, asked, evaluated and exported.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AuditRecord, CheckupRecord, Figures, TestRecord } from 'heddle';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { heddle } from './cli-process.fixture.ts';
import { ROOT } from './source/parse.ts';

// A busy machine trains slowly.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-data-'));
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const made = spawnSync(process.execPath, [tsx, 'examples/your-data/make.ts', folder], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(made).toMatchObject({ status: 0, stderr: '' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface SweepDocument {
  readonly runFolder: string;
  readonly test: TestRecord;
}

async function swept(name: string): Promise<SweepDocument> {
  const out = join(folder, 'runs');
  const checked = await heddle(['data', join(folder, `${name}.yaml`), '--json']);
  expect(checked).toMatchObject({ code: 0, stderr: '' });
  const { parts, findings } = JSON.parse(checked.stdout) as CheckupRecord;
  expect(findings.filter(({ level }) => level === 'error')).toEqual([]);
  const { code, stdout, stderr } = await heddle([
    'sweep',
    join(folder, `${name}.yaml`),
    '--out',
    out,
    '--json',
    '--quiet',
  ]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const run = JSON.parse(stdout) as SweepDocument;
  expect(existsSync(join(run.runFolder, 'report.html'))).toBe(true);
  // The check-up foretold how the rows are divided.
  expect(parts.find((part) => part.name === 'test')?.rows).toBe(run.test.rows);
  const { checks } = JSON.parse(readFileSync(join(run.runFolder, 'audit.json'), 'utf8')) as AuditRecord;
  expect(checks.filter(({ status }) => status !== 'passed')).toEqual([]);
  const { stdout: again } = await heddle(['evaluate', run.runFolder, '--split', 'test', '--json']);
  expect(JSON.parse(again)).toMatchObject({ figures: run.test });
  return run;
}

/** The figures of a run's network on labelled data. */
async function evaluated(run: SweepDocument, data: string): Promise<Figures> {
  const { code, stdout, stderr } = await heddle(['evaluate', run.runFolder, join(folder, data), '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout) as { figures: Figures }).figures;
}

/** How right a run's network was, and is with smaller weights, on the rows that its export is compared on. */
async function exportedSmaller(run: SweepDocument): Promise<{ readonly model: number; readonly file: number }> {
  const to = join(folder, 'smaller.mjs');
  const options = ['--format', 'js', '--weights', 'float16', '--to', to, '--overwrite', '--json'];
  const { code, stdout } = await heddle(['export', run.runFolder, ...options]);
  expect(code, stdout).toBe(0);
  return (JSON.parse(stdout) as { accuracy: { model: number; file: number } }).accuracy;
}

/** A run's network as a JavaScript module, and beside it as ONNX. */
async function exported<Row, Answer>(
  run: SweepDocument,
  name: string,
): Promise<{ predict(rows: Row): readonly Answer[] }> {
  for (const [format, ending] of [
    ['js', 'mjs'],
    ['onnx', 'onnx'],
  ]) {
    const to = join(folder, `${name}.${ending}`);
    const { code, stdout } = await heddle(['export', run.runFolder, '--format', format, '--to', to]);
    expect([code, existsSync(to)]).toEqual([0, true]);
    expect(stdout).toMatch(/checked +\d+ rows of the run in /);
  }
  return import(pathToFileURL(join(folder, `${name}.mjs`)).href);
}

const csvRows = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(','));

test('classes of a table: trained, tested, asked for raw rows, evaluated on them, exported', async () => {
  const run = await swept('flowers');
  expect(run.test.rows).toBe(60);
  expect(run.test.accuracy).toBeGreaterThan(0.9);
  const { stdout, code } = await heddle(['predict', run.runFolder, join(folder, 'flowers.csv'), '--format', 'csv']);
  expect(code).toBe(0);
  const [head, ...rows] = csvRows(stdout);
  expect(head).toEqual(['row', 'prediction', 'setosa', 'versicolor', 'virginica']);
  const truth = csvRows(readFileSync(join(folder, 'flowers.csv'), 'utf8')).slice(1);
  expect(rows).toHaveLength(truth.length);
  const right = rows.filter(([, prediction], i) => prediction === truth[i][3]).length;
  expect(right / rows.length).toBeGreaterThan(0.9);
  for (const row of rows) expect(row.slice(2).reduce((sum, text) => sum + Number(text), 0)).toBeCloseTo(1, 5);
  expect(await evaluated(run, 'flowers.csv')).toMatchObject({ rows: 300, accuracy: right / rows.length });
  const accuracy = await exportedSmaller(run);
  expect(accuracy.model).toBeGreaterThan(0.9);
  expect(accuracy.file).toBeCloseTo(accuracy.model, 2);
  const flowers = await exported<readonly { readonly [column: string]: string }[], { label: string }>(run, 'flowers');
  const named = truth.map(([sepal, petal, width]) => ({
    ...{ 'sepal length': sepal, 'petal length': petal, 'petal width': width },
  }));
  expect(flowers.predict(named).map(({ label }) => label)).toEqual(rows.map(([, prediction]) => prediction));
});

test('numbers of a table with categories and gaps: answers are in the unit of the target', async () => {
  const run = await swept('prices');
  expect(run.test.r2).toBeGreaterThan(0.8);
  const { stdout } = await heddle(['predict', run.runFolder, join(folder, 'prices.csv'), '--json']);
  const answers = JSON.parse(stdout) as { row: string; values: number[] }[];
  const truth = csvRows(readFileSync(join(folder, 'prices.csv'), 'utf8')).slice(1);
  expect(answers).toHaveLength(truth.length);
  const errors = answers.map(({ values }, i) => Math.abs(values[0] - Number(truth[i][4])));
  const mae = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(mae).toBeLessThan(2 * run.test.mae! + 10);
  const figures = await evaluated(run, 'prices.csv');
  expect(figures.rows).toBe(400);
  expect(figures.mae).toBeCloseTo(mae, 3);
  const r2 = await exportedSmaller(run);
  expect(r2.model).toBeGreaterThan(0.8);
  expect(r2.file).toBeCloseTo(r2.model, 2);
  const prices = await exported<readonly { readonly [column: string]: string }[], number>(run, 'prices');
  const said = prices.predict(truth.map(([, area, district, garden]) => ({ area, district, garden })));
  for (const [i, { values }] of answers.entries()) expect(said[i]).toBeCloseTo(values[0], 2);
  const bad = join(folder, 'bad.csv');
  writeFileSync(bad, 'area,district,garden\n50,west,90\n');
  const refused = await heddle(['predict', run.runFolder, bad]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('bad.csv:2, column district');
  writeFileSync(bad, 'area\n50\n');
  expect((await heddle(['predict', run.runFolder, bad])).stderr).toContain('district');
});

test('pictures in folders: any size comes in, and a damaged file is named before anything trains', async () => {
  const run = await swept('shapes');
  expect(run.test.rows).toBe(24);
  expect(run.test.accuracy).toBeGreaterThan(0.8);
  const discs = readdirSync(join(folder, 'shapes/disc')).slice(0, 5);
  const files = discs.map((name) => join(folder, 'shapes/disc', name));
  const { stdout } = await heddle(['predict', run.runFolder, ...files]);
  expect(stdout.trim().split('\n')).toHaveLength(6);
  expect(stdout).toMatch(/^ {2}row +prediction +probability$/m);
  const { rows, perClass, accuracy } = await evaluated(run, 'shapes');
  expect([rows, perClass?.map(({ label, support }) => [label, support])]).toEqual([
    120,
    [
      ['disc', 60],
      ['ring', 60],
    ],
  ]);
  expect(accuracy).toBeGreaterThan(0.8);
  const shapes = await exported<Uint8Array, { label: string }>(run, 'shapes');
  expect(['disc', 'ring']).toContain(shapes.predict(new Uint8Array(256))[0].label);
  writeFileSync(join(folder, 'shapes/disc/0.png'), 'no picture');
  writeFileSync(join(folder, 'shapes/ring/1.png'), '');
  const refused = await heddle(['sweep', join(folder, 'shapes.yaml'), '--out', join(folder, 'none')]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('2 of 120 that cannot');
  expect(refused.stderr).toContain('disc/0.png');
  expect(refused.stderr).toContain('ring/1.png');
  expect(existsSync(join(folder, 'none'))).toBe(false);
});
