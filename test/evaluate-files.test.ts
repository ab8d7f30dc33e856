// `heddle evaluate` on files that a user has labelled. The oracles: the run's own test figures, which training wrote; scikit-learn's
// published figures; and the confusion matrix counted from what `heddle predict` says.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { type Figures, type Preprocessing, randomSequence, seedFrom, type TestRecord, writeIdx } from 'heddle';
import { afterAll, expect, test } from 'vitest';
import { heddle } from './cli-process.fixture.ts';
import { copyingModel } from './copying-model.fixture.ts';
import { ROOT } from './source/parse.ts';

const folder = mkdtempSync(join(tmpdir(), 'heddle-evaluate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const random = randomSequence(seedFrom(5), 'synthetic', 0);
const at = (name: string): string => join(folder, name);

const evaluated = async (...args: string[]): Promise<Figures> => {
  const { code, stdout, stderr } = await heddle(['evaluate', ...args, '--json']);
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout) as { figures: Figures }).figures;
};
const refused = async (...args: string[]): Promise<string> => {
  const { code, stderr } = await heddle(['evaluate', ...args]);
  expect(code).not.toBe(0);
  return stderr.replace(/\s+/g, ' ');
};

/** Rows of a table with a target that a network can learn in part; the words are `kind`. */
function csvText(rows: number): { readonly head: string; readonly lines: readonly string[] } {
  const lines = Array.from({ length: rows }, () => {
    const size = random.uniform();
    const colour = ['red', 'blue', 'green'][random.below(3)];
    const kind = size + (colour === 'red' ? 0.3 : 0) + 0.3 * random.uniform() > 0.8 ? 'large' : 'small';
    return [size.toFixed(4), colour, (10 * size + random.uniform()).toFixed(3), kind].join(',');
  });
  return { head: 'size,colour,weight,kind', lines };
}

const { head, lines } = csvText(400);
writeFileSync(at('train.csv'), `${[head, ...lines.slice(0, 250)].join('\n')}\n`);
writeFileSync(at('test.csv'), `${[head, ...lines.slice(250)].join('\n')}\n`);

async function trained(name: string, sweep: readonly string[]): Promise<{ run: string; test: TestRecord }> {
  writeFileSync(at(`${name}.yaml`), [`name: ${name}`, ...sweep].join('\n'));
  const { code, stdout, stderr } = await heddle([
    'sweep',
    at(`${name}.yaml`),
    '--out',
    at('runs'),
    '--json',
    '--quiet',
  ]);
  expect([code, stderr]).toEqual([0, '']);
  const { runFolder, test: figures } = JSON.parse(stdout) as { runFolder: string; test: TestRecord };
  return { run: runFolder, test: figures };
}

test('the test rows as a file give the figures, to the last bit, that the run wrote of them; the run notes no reading', async () => {
  const { run, test: own } = await trained('kinds', [
    'dataset: { csv: train.csv, target: kind, test: test.csv }',
    'models: { little: [dense: 6, relu, dense: 2] }',
    'training: { epochs: 6, batchSize: 32 }',
  ]);
  const { formatVersion, trial, name, ...figures } = own;
  expect(figures.accuracy).toBeGreaterThan(0.7);
  expect(figures.accuracy).toBeLessThan(1);
  const record = readFileSync(join(run, 'sweep.json'), 'utf8');
  expect(await evaluated(run, at('test.csv'))).toEqual(figures);
  expect(readFileSync(join(run, 'sweep.json'), 'utf8')).toBe(record);

  // Columns in another order, one that nobody asked for, another delimiter, from standard input.
  const cells = lines.slice(250).map((line) => line.split(','));
  const mixed = ['kind;note;weight;colour;size', ...cells.map(([a, b, c, d]) => [d, 'x', c, b, a].join(';'))].join(
    '\n',
  );
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/cli/main.js'), 'evaluate', run, '-', '--json'], {
    input: mixed,
    encoding: 'utf8',
  });
  expect((JSON.parse(stdout) as { figures: Figures }).figures).toEqual(figures);

  // A model file alone does not know in which batches it was tested: the loss may differ in its last digits.
  const model = join(run, 'trials', trial, 'model.safetensors');
  const alone = await evaluated(model, at('test.csv'));
  expect(alone).toMatchObject({ ...figures, loss: expect.closeTo(figures.loss, 10) as number });

  // Two files are one set of rows.
  writeFileSync(at('first.csv'), `${[head, ...lines.slice(250, 300)].join('\n')}\n`);
  writeFileSync(at('second.csv'), `${[head, ...lines.slice(300)].join('\n')}\n`);
  const both = await evaluated(run, at('first.csv'), at('second.csv'));
  expect(both).toMatchObject({ rows: 150, confusion: figures.confusion, perClass: figures.perClass });

  const { stdout: text } = await heddle(['evaluate', run, at('test.csv')]);
  expect(text).toContain('on 150 rows of');
  expect(text).toMatch(/class +precision +recall +F1 +support\n/);
  expect(text).toContain(`accuracy  ${figures.accuracy?.toFixed(4)}`);
  expect(text).toMatch(/# {2}true class +1 +2\n +1 {2}large/);

  // What cannot be evaluated says where it is, and what is known.
  writeFileSync(at('bad.csv'), `${head}\n0.5,red,5,large\n0.5,red,5,huge\n`);
  expect(await refused(run, at('bad.csv'))).toContain(
    'bad.csv:3, column kind expected one of the classes "large", "small" received "huge"',
  );
  expect(await refused(run, at('test.csv'), '--split', 'test')).toContain("an option for the run's own rows");
  expect(await refused(run, at('test.csv'), '--data-dir', folder)).toContain(
    "leave --data-dir out to evaluate the files, or the files out to evaluate the run's own rows.",
  );
  expect(await refused(model)).toContain('labelled files behind a model file');
}, 120_000);

test('numbers: the figures of the run, in the unit of the target', async () => {
  const { run, test: own } = await trained('weights', [
    'dataset: { csv: train.csv, target: weight, test: test.csv, ignore: [kind] }',
    'models: { little: [dense: 6, relu, dense: 1] }',
    'loss: meanSquaredError',
    'training: { epochs: 10, batchSize: 32 }',
  ]);
  const { formatVersion, trial, name, ...figures } = own;
  expect(await evaluated(run, at('test.csv'))).toEqual(figures);
  const { stdout } = await heddle(['evaluate', run, at('test.csv')]);
  expect(stdout).toContain(`RMSE  ${figures.rmse?.toFixed(4)}`);
}, 120_000);

/** A model file whose network copies its inputs. */
const copying = (preprocessing: Preprocessing, loss: string, inputs: readonly number[], classNames: string[] | null) =>
  copyingModel(at(`copying-${loss}-${preprocessing.kind}.safetensors`), preprocessing, loss, inputs, classNames);

test("scikit-learn's published figures come out", async () => {
  // sklearn.metrics.r2_score, mean_squared_error, mean_absolute_error of [3, -0.5, 2, 7] and [2.5, 0.0, 2, 8].
  const number = { kind: 'number', offset: 0, divisor: 1, missing: null } as const;
  const regression = copying(
    {
      kind: 'table',
      columns: [{ name: 'said', ...number }],
      target: { name: 'true', kind: 'number', offset: 0, divisor: 1 },
      missingTexts: [],
    },
    'meanSquaredError',
    [1],
    null,
  );
  writeFileSync(at('numbers.csv'), 'said,true\n2.5,3\n0,-0.5\n2,2\n8,7\n');
  const values = await evaluated(regression, at('numbers.csv'));
  expect(values.r2).toBeCloseTo(0.9486081370449679, 12);
  expect([values.mae, values.loss]).toEqual([0.5, 0.375]);
  expect(values.rmse).toBeCloseTo(Math.sqrt(0.375), 12);

  // sklearn.metrics.classification_report's example: y_true [0, 1, 2, 2, 2], y_pred [0, 0, 2, 2, 1].
  const classifier = copying(
    {
      kind: 'table',
      columns: ['a', 'b', 'c'].map((name) => ({ name, ...number })),
      target: { name: 'true', kind: 'class' },
      missingTexts: [],
    },
    'crossEntropy',
    [3],
    ['class 0', 'class 1', 'class 2'],
  );
  const rows = [
    [0, 0],
    [1, 0],
    [2, 2],
    [2, 2],
    [2, 1],
  ].map(([truth, said]) => `${[0, 1, 2].map((c) => (c === said ? 1 : 0)).join(',')},class ${truth}`);
  writeFileSync(at('classes.csv'), `a,b,c,true\n${rows.join('\n')}\n`);
  const classes = await evaluated(classifier, at('classes.csv'));
  expect(classes.confusion).toEqual([
    [1, 0, 0],
    [1, 0, 0],
    [0, 1, 2],
  ]);
  expect(classes.perClass).toEqual([
    { label: 'class 0', precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
    { label: 'class 1', precision: 0, recall: 0, f1: 0, support: 1 },
    { label: 'class 2', precision: 1, recall: 2 / 3, f1: 0.8, support: 3 },
  ]);
  expect(classes.accuracy).toBe(0.6);
  expect(classes.macroF1).toBeCloseTo((2 / 3 + 0.8) / 3, 15);
});

test('pictures: IDX files, packed or not, and folders of PNG files give the same figures', async () => {
  // Three pictures of 2 x 3: the class is the place of the brightest of the first two pixels; the second is labelled wrongly.
  const pixels = Uint8Array.of(255, 0, 9, 9, 9, 9, 0, 255, 9, 9, 9, 9, 0, 200, 9, 9, 9, 9);
  const labels = Uint8Array.of(0, 0, 1);
  writeFileSync(at('images'), writeIdx({ sizes: [3, 2, 3], values: pixels }));
  writeFileSync(at('labels'), writeIdx({ sizes: [3], values: labels }));
  const names = ['left', 'right'];
  for (const [i, label] of labels.entries()) {
    mkdirSync(at(`pictures/${names[label]}`), { recursive: true });
    const data = pixels.slice(6 * i, 6 * i + 6);
    writeFileSync(
      at(`pictures/${names[label]}/${i}.png`),
      encode({ width: 3, height: 2, channels: 1, depth: 8, data }),
    );
  }
  const ofBytes = copying({ kind: 'bytes', scale: 1 / 255 }, 'crossEntropy', [2, 3], names);
  const ofImages = copying(
    { kind: 'image', height: 2, width: 3, channels: 1, fit: 'crop', scale: 1 / 255 },
    'crossEntropy',
    [2, 3],
    names,
  );
  for (const model of [ofBytes, ofImages]) {
    const figures = await evaluated(model, at('images'), at('labels'));
    expect(figures.confusion).toEqual([
      [1, 1],
      [0, 1],
    ]);
    const byFolder = await evaluated(model, at('pictures'));
    expect({ ...byFolder, loss: 0 }).toEqual({ ...figures, loss: 0 });
    expect(byFolder.loss).toBeCloseTo(figures.loss, 12);
    // What predict says of the same pictures, counted.
    const { stdout } = await heddle(['predict', model, at('images'), '--json']);
    const said = (JSON.parse(stdout) as { row: string; prediction: string }[]).map(({ prediction }) => prediction);
    expect(said).toEqual(['left', 'right', 'right']);
  }
});
