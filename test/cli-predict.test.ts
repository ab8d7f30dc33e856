// What `heddle predict` prints, and what where a row or a picture cannot be answered, by networks that nobody trained.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { writeIdx } from 'heddle';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { heddle } from './cli-process.fixture.ts';
import { copyingModel } from './copying-model.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'heddle-predict-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const table = at('table.safetensors');
const pictures = at('pictures.safetensors');

beforeAll(() => {
  const column = { kind: 'number', offset: 0, divisor: 1, missing: null } as const;
  const columns = ['a', 'b'].map((name) => ({ name, ...column }));
  const target = { name: 'side', kind: 'class' } as const;
  copyingModel(table, { kind: 'table', columns, target, missingTexts: [] }, 'crossEntropy', [2], ['left', 'right']);
  const image = { kind: 'image', height: 1, width: 2, channels: 1, fit: 'crop', scale: 1 / 255 } as const;
  copyingModel(pictures, image, 'crossEntropy', [1, 2], ['left', 'right']);
  for (const [name, data] of [
    ['a', [255, 0]],
    ['b', [0, 255]],
  ] as const) {
    mkdirSync(at(name));
    const picture = { width: 2, height: 1, channels: 1, depth: 8, data: Uint8Array.from(data) } as const;
    writeFileSync(at(`${name}/10.png`), encode(picture));
    writeFileSync(at(`${name}/rows.csv`), `a,b\n${data.join(',')}\n`);
  }
  writeFileSync(at('bad.csv'), 'a,b\n1,x\n');
});

/** An error as a program finds it: all of stdout, which is one JSON document. */
async function failed(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await heddle(['predict', ...args]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: /);
  return JSON.parse(stdout);
}

const BAD_CELL = { error: expect.objectContaining({ code: 'data', where: expect.stringContaining('bad.csv:2') }) };
const NO_PICTURE = { error: expect.objectContaining({ code: 'file', where: at('none.png') }) };

test.each(['--json', '--format json'])(
  '%s is one document where the first row is bad, a later one, or a picture is missing',
  async (options) => {
    const json = options.split(' ');
    expect(await failed(table, at('bad.csv'), ...json)).toEqual(BAD_CELL);
    const answered = expect.objectContaining({ prediction: 'left' });
    expect(await failed(table, at('a/rows.csv'), at('bad.csv'), ...json)).toEqual([answered, BAD_CELL]);
    expect(await failed(pictures, at('none.png'), ...json)).toEqual(NO_PICTURE);
    expect(await failed(pictures, at('a/10.png'), at('none.png'), ...json)).toEqual([answered, NO_PICTURE]);
  },
);

test('a bad row among thousands ends the list of those before it', async () => {
  const lines = Array.from({ length: 3000 }, (_, i) => (i === 2500 ? '1,x' : '1,0'));
  writeFileSync(at('long.csv'), `a,b\n${lines.join('\n')}\n`);
  const answers = (await failed(table, at('long.csv'), '--json')) as { error?: object }[];
  expect(answers.length).toBeGreaterThan(1000);
  expect(answers.filter(({ error }) => error !== undefined)).toEqual([answers.at(-1)]);
});

test.each(['table', 'csv'])('a %s without an answer has no head', async (format) => {
  const { code, stdout, stderr } = await heddle(['predict', table, at('bad.csv'), '--format', format]);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('bad.csv:2');
});

test('files of one name in two folders are told apart in tables, CSV and JSON', async () => {
  for (const [model, name] of [
    [table, 'rows.csv'],
    [pictures, '10.png'],
  ]) {
    const files = [at(`a/${name}`), at(`b/${name}`)];
    const printed = async (format: string): Promise<string> =>
      (await heddle(['predict', model, ...files, '--format', format])).stdout;
    const answers = JSON.parse(await printed('json')) as { file: string; prediction: string }[];
    expect(answers.map(({ file, prediction }) => [file, prediction])).toEqual([
      [files[0], 'left'],
      [files[1], 'right'],
    ]);
    const [head, ...rows] = (await printed('csv')).trim().split('\n');
    expect(head.split(',').length).toBe(rows[0].split(',').length);
    expect(rows.map((row) => row.split(',')[0])).toEqual(files);
    const lines = (await printed('table')).trimEnd().split('\n');
    expect(lines.slice(1).map((line) => files.findIndex((file) => line.includes(file)))).toEqual([0, 1]);
    expect(new Set(lines.map((line) => line.search(/left|right|prediction/))).size).toBe(1);
  }
});

test('pictures of several IDX files are told apart by file and number', async () => {
  const images = writeIdx({ sizes: [1, 1, 2], values: Uint8Array.of(255, 0) });
  for (const name of ['a', 'b']) writeFileSync(at(`${name}/images`), images);
  const { stdout } = await heddle(['predict', pictures, at('a/images'), at('b/images'), '--format', 'csv']);
  const rows = stdout.trim().split('\n').slice(1);
  expect(rows.map((row) => row.split(',')[0])).toEqual([`${at('a/images')}:1`, `${at('b/images')}:1`]);
});
