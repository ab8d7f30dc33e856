// The check-up through the program: what people see, what scripts get, and what a wrong call is told.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckupRecord, writeIdx } from 'heddle';
import { encodePicture } from 'heddle/images';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { heddle } from './cli-process.fixture.ts';

// A busy machine starts programs slowly.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
const path = (name: string): string => join(folder, name);

/** A grey picture of one shade with a corner of another. */
const picture = (shade: number, width: number = 6): Uint8Array =>
  encodePicture({
    width,
    height: 5,
    channels: 1,
    pixels: new Uint8Array(5 * width).fill(shade).fill(255 - shade, 0, 7),
  });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heddle-check-'));
  const rows = Array.from({ length: 60 }, (_, row) => `${row * 1.5},${'ab'[row % 2]},${(row % 2) + 3}`);
  writeFileSync(path('a.csv'), `size,kind,code\n${rows.join('\n')}\n`);
  for (const name of ['cat', 'dog']) {
    mkdirSync(path(`pets/${name}`), { recursive: true });
    for (let i = 0; i < 6; i++)
      writeFileSync(path(`pets/${name}/${i}.png`), picture(20 * i + (name === 'cat' ? 3 : 9), 6 + (i % 2)));
  }
  const images = writeIdx({ sizes: [20, 3, 4], values: Uint8Array.from({ length: 240 }, (_, i) => (i * 37) % 251) });
  writeFileSync(path('images-idx3-ubyte'), images);
  writeFileSync(
    path('labels-idx1-ubyte'),
    writeIdx({ sizes: [20], values: Uint8Array.from({ length: 20 }, (_, i) => i % 2) }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function recordOf(args: readonly string[]): Promise<CheckupRecord & { page: string | null }> {
  const { stdout, stderr } = await heddle(['data', ...args, '--json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test('a CSV file: words for people, a document for scripts, a page to look at', async () => {
  const { code, stdout } = await heddle(['data', path('a.csv'), '--target', 'kind']);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^Check-up of a\.csv\n {2}rows +38 training; drawn as a sweep would: 10 validation, 12 test\n/,
  );
  expect(stdout).toContain(
    'warning  column code: tells the target by itself (1.000 of 1), and may be the target in disguise',
  );
  const page = path('sheet.html');
  const record = await recordOf([path('a.csv'), '--target', 'kind', '--ignore', 'code', '--html', page]);
  expect(record).toMatchObject({ dataset: 'a.csv', target: 'kind', page, findings: [] });
  expect(record.columns.map(({ name }) => name)).toEqual(['size', 'kind']);
  expect(readFileSync(page, 'utf8')).toContain('<h1>Check-up of a.csv</h1>');
});

test('--html writes over nothing but a page of a check-up', async () => {
  const rows = readFileSync(path('a.csv'), 'utf8');
  for (const other of ['kept.csv', 'kept.html']) {
    writeFileSync(path(other), other === 'kept.csv' ? rows : '<!doctype html>\n<h1>Check-up of the boiler</h1>\n');
    const before = readFileSync(path(other), 'utf8');
    const { code, stdout, stderr } = await heddle(['data', '--target', 'kind', '--html', path(other), path('a.csv')]);
    expect([code, stdout, readFileSync(path(other), 'utf8')]).toEqual([2, '', before]);
    expect(stderr.replace(/\s+/g, ' ')).toContain(
      'expected a name that is free, or a page that heddle data wrote received a file of something else what to do --html takes the word behind it: name the data set first, or choose another name.',
    );
  }
  const onFolder = await heddle(['data', path('a.csv'), '--html', path('pets')]);
  expect([onFolder.code, onFolder.stderr.replace(/\s+/g, ' ')]).toEqual([
    2,
    expect.stringContaining('received something else of that name'),
  ]);
  for (let time = 0; time < 2; time++)
    expect((await heddle(['data', path('a.csv'), '--target', 'kind', '--html', path('twice.html')])).code).toBe(0);
});

test('a sweep file says what the target is, how rows are split and what stands for gaps', async () => {
  const gaps = readFileSync(path('a.csv'), 'utf8').replace('\n3,', '\n,');
  writeFileSync(path('gaps.csv'), gaps);
  const sweep =
    'name: s\ndataset: { csv: gaps.csv, target: kind, missing: fill, ignore: [code], test: 10 }\nsplit: { random: 20 }\nmodels:\n  a: [dense: 2]\n';
  writeFileSync(path('s.yaml'), sweep);
  const record = await recordOf([path('s.yaml')]);
  expect(record.parts.map(({ rows }) => rows)).toEqual([30, 20, 10]);
  expect(record.findings.map(({ level, where }) => `${level} ${where}`)).toEqual(['note column size']);
  const bare = await heddle(['data', path('gaps.csv'), '--target', 'kind']);
  expect(bare.code).toBe(1);
  expect(bare.stdout).toContain('error    column size: 1 missing value: gaps.csv:4');
});

test('pictures in folders: every damaged file is listed, and the page shows the others', async () => {
  writeFileSync(path('pets/cat/bad.png'), 'no picture');
  writeFileSync(path('pets/dog/empty.jpg'), '');
  const page = path('pets.html');
  const { code, stdout } = await heddle(['data', path('pets'), '--html', page]);
  rmSync(path('pets/cat/bad.png'));
  rmSync(path('pets/dog/empty.jpg'));
  expect(code).toBe(1);
  expect(stdout).toContain(
    '2 files that cannot be read\n  pets/cat/bad.png: another format\n  pets/dog/empty.jpg: an empty file\n',
  );
  expect(stdout).toContain('32 x 32, colour, made from 2 sizes from 6 x 5 to 7 x 5');
  expect(readFileSync(page, 'utf8').split('<img src="data:image/png;base64,')).toHaveLength(13);
  expect((await heddle(['data', path('pets')])).code).toBe(0);
});

test('IDX files are two, or four with a test; a built-in data set is named', async () => {
  const pair = [path('images-idx3-ubyte'), path('labels-idx1-ubyte')];
  const record = await recordOf(pair);
  expect(record.pictures?.shape).toEqual([3, 4]);
  expect(record.parts.map(({ rows }) => rows)).toEqual([13, 3, 4]);
  const both = await recordOf([...pair, ...pair]);
  expect(both.copies).toMatchObject({ trainTest: 16, validationTest: 4 });
  expect((await heddle(['data', pair[0]])).stderr).toContain('two IDX files, images and labels, or four');
});

test.each<[string, () => readonly string[], string]>([
  [
    'nothing of that name',
    () => ['fashion-mnits'],
    'received no file or folder, and no name of a data set what to do did you mean fashion-mnist?',
  ],
  ['a target that is not there', () => [path('a.csv'), '--target', 'knid'], 'expected the target, knid'],
  ['options of tables with pictures', () => [path('pets'), '--target', 'x'], '--target'],
  ['options beside a sweep file', () => [path('s.yaml'), '--ignore', 'x'], '--ignore'],
  ['two files', () => [path('a.csv'), path('a.csv')], 'a CSV file; name test rows with --test'],
  [
    'a path through a file',
    () => [path('a.csv/rows')],
    'a.csv/rows expected a file or a folder to look at received a file where a folder must be',
  ],
  [
    'a page through a file',
    () => [path('a.csv'), '--html', path('a.csv/page.html')],
    'a.csv/page.html expected a page of a check-up to write received a file where a folder must be',
  ],
  ['an empty name for the page', () => [path('a.csv'), '--html', ''], 'the path of a file to write'],
])('a wrong call is told what is wrong: %s', async (_, args, message) => {
  const { code, stderr } = await heddle(['data', ...args()]);
  expect(code).not.toBe(0);
  expect(stderr.replace(/\s+/g, ' ')).toContain(message.replace(/\s+/g, ' '));
});
