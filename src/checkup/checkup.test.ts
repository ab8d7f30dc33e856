import { expect, test } from 'vitest';
import { type CsvDatasetOptions, notedCsv } from '../csv/index.ts';
import type { Table } from '../data/index.ts';
import type { CheckupRecord } from '../record/index.ts';
import { checkPictures } from './check-pictures.ts';
import { checkTable } from './check-table.ts';
import type { Division } from './parts.ts';

const source = (name: string, text: string) => ({ name, chunks: [new TextEncoder().encode(text)] });
const division: Division = {
  test: { test: 0.2, kind: 'random', seed: 1 },
  split: { kind: 'random', validation: 0.2 },
  seed: 1,
};

async function check(
  text: string,
  options: Omit<CsvDatasetOptions, 'target'> & { readonly target: string | null },
  given: {
    readonly test?: string;
    readonly validation?: string;
    readonly missing?: 'fill' | 'drop' | 'refuse';
    readonly columns?: CsvDatasetOptions['columns'];
  } = {},
): Promise<CheckupRecord> {
  const parts = {
    ...{ id: 'a.csv', source: 'a.csv', train: source('a.csv', text) },
    validation: given.validation === undefined ? null : source('v.csv', given.validation),
    test: given.test === undefined ? 0.2 : source('t.csv', given.test),
  };
  const files = await notedCsv(parts, options);
  return checkTable({
    ...{ id: 'a.csv', source: 'a.csv', missing: given.missing ?? 'refuse' },
    columns: given.columns,
    ...files,
    division: {
      ...division,
      test: given.test === undefined ? division.test : null,
      split: given.validation === undefined ? division.split : { kind: 'given', validation: 0 },
    },
  });
}

const column = ({ columns }: CheckupRecord, name: string) => columns.find((one) => one.name === name)!;
const finding = ({ findings }: CheckupRecord, where: string) =>
  findings.filter((one) => one.where === where).map(({ level, text }) => `${level}: ${text}`);

/** Rows that are all different; `cell` may change one of them. */
const rowsOf = (count: number, cells: (row: number) => readonly (string | number)[]): string =>
  Array.from({ length: count }, (_, row) => cells(row).join(',')).join('\n');

test('what is wrong in cells is counted, with the lines of the first ones, and nothing is thrown', async () => {
  const bad: { readonly [row: number]: string } = { 3: '', 5: 'NA', 7: 'cheap', 9: 'inf', 11: '1e39', 13: 'dear' };
  const text = `size,shop\n${rowsOf(60, (row) => [bad[row] ?? row * 1.5, ['n', 's'][row % 2]])}\n1,n,3\n`;
  const record = await check(text, { target: 'shop' });
  expect(column(record, 'size')).toMatchObject({
    kind: 'number',
    missing: { count: 2, first: ['a.csv:5', 'a.csv:7'] },
    words: { count: 2, first: ['a.csv:9: "cheap"', 'a.csv:15: "dear"'] },
    notFinite: { count: 2, first: ['a.csv:11: "inf"', 'a.csv:13: "1e39"'] },
  });
  expect(record.lines).toEqual({ count: 1, first: ['a.csv:62: 3 cells'] });
  expect(finding(record, 'column size')).toEqual([
    'error: 2 words among numbers: a.csv:9: "cheap", a.csv:15: "dear"',
    'error: 2 numbers that float32 cannot hold: a.csv:11: "inf", a.csv:13: "1e39"',
    'error: 2 missing values: a.csv:5, a.csv:7',
  ]);
  expect(finding(record, 'lines')).toEqual([
    'error: 1 line with more or fewer cells than the first one: a.csv:62: 3 cells',
  ]);
});

test('what is to be done about missing values follows from what is done already', async () => {
  const text = `size,shop\n${rowsOf(60, (row) => [row === 3 ? '' : row, row === 5 ? '' : ['n', 's'][row % 2]])}\n`;
  const hints = async (missing: 'refuse' | 'fill' | 'drop') => {
    const { findings } = await check(text, { target: 'shop' }, { missing });
    return findings
      .filter((one) => one.text.startsWith('1 missing value'))
      .map(({ level, hint }) => `${level}: ${hint}`);
  };
  expect(await hints('refuse')).toEqual([
    'error: say what stands for them: missing: fill, or drop.',
    'error: a row without a target teaches nothing: missing: drop.',
  ]);
  expect(await hints('fill')).toEqual([
    'error: a row without a target teaches nothing: missing: drop.',
    'note: missing: fill stands for them: the median of numbers, a category of its own for words.',
  ]);
  expect(await hints('drop')).toEqual([
    'note: missing: drop leaves these rows out.',
    'note: a row without a target teaches nothing: missing: drop leaves it out.',
  ]);
});

test('missing values of a column with a way of its own are what that makes of them', async () => {
  const text = `size,shop\n${rowsOf(60, (row) => [row === 3 ? '' : row, ['n', 's'][row % 2]])}\n`;
  const found = async (missing: 'refuse' | 'drop', own: 'median' | 'refuse' | { readonly value: number }) => {
    const { findings } = await check(text, { target: 'shop' }, { missing, columns: { size: { missing: own } } });
    const { level, hint } = findings.find(({ where }) => where === 'column size')!;
    return `${level}: ${hint}`;
  };
  expect(await found('drop', 'median')).toBe('note: missing: median, of the column itself, stands for them.');
  expect(await found('refuse', { value: 0 })).toBe(
    'note: missing: { value: 0 }, of the column itself, stands for them.',
  );
  expect(await found('drop', 'refuse')).toBe('error: say what stands for them: missing: fill, or drop.');
});

test('words that come before a column is known to be one of numbers are all counted', async () => {
  const text = `size,y\n${rowsOf(2000, (row) => [row < 8 ? 'w' : row, row % 2])}\n`;
  const { words } = column(await check(text, { target: 'y' }), 'size');
  expect(words.count).toBe(8);
  expect(words.first).toEqual([2, 3, 4, 5, 6].map((line) => `a.csv:${line}: "w"`));
});

test('figures of columns and classes are those of the rows', async () => {
  const text = `size,shop,price\n2,north,1\n4,south,2\n4,north,3\n6,north,4\n`;
  const record = await check(text, { target: 'shop' });
  expect(column(record, 'size').numbers).toEqual({
    smallest: 2,
    largest: 6,
    mean: 4,
    deviation: Math.sqrt(2),
    distinct: 3,
  });
  expect(record.classes).toEqual([
    { label: 'north', rows: 3, share: 0.75 },
    { label: 'south', rows: 1, share: 0.25 },
  ]);
  const { histogram } = column(record, 'size');
  expect(histogram).toMatchObject({ from: 2, to: 6 });
  expect(histogram!.counts.map((list) => list.reduce((sum, rows) => sum + rows, 0))).toEqual([3, 1]);
  expect(histogram!.counts[0].filter((rows) => rows > 0)).toEqual([1, 1, 1]);
});

test('a count of rows is found in the training file, whatever other files there are', async () => {
  const counted = (rows: number, first: number): string =>
    `id,y\n${rowsOf(rows, (row) => [first + row, 'ab'[row % 2]])}\n`;
  const record = await check(counted(60, 1), { target: 'y' }, { validation: counted(20, 61), test: counted(40, 81) });
  expect(finding(record, 'column id')).toEqual([
    'warning: counts the rows, so it tells only where a row stands in the file',
  ]);
});

test('whole numbers without a gap that many rows share count no rows', async () => {
  const text = `week,y\n${rowsOf(60, (row) => [1 + (row % 50), 'ab'[row % 2]])}\n`;
  expect(finding(await check(text, { target: 'y' }), 'column week')).toEqual([]);
});

test('columns to leave out are found: constant, a count of rows, the target in disguise, texts, dates', async () => {
  const day = (row: number): string =>
    `2026-01-${String((row % 28) + 1).padStart(2, '0')}T${String(row % 24).padStart(2, '0')}:00`;
  const text = `id,same,leak,date,name,big,y\n${rowsOf(300, (row) => [row + 1, 'x', (row * 7919) % 3, day(row), `n${row}`, 20_000_001 + 50 * row, 'abc'[(row * 7919) % 3]])}\n`;
  const record = await check(text, { target: 'y' });
  expect(finding(record, 'column same')).toEqual(['warning: one value in all rows, which tells nothing']);
  expect(finding(record, 'column id')).toEqual([
    'warning: counts the rows, so it tells only where a row stands in the file',
  ]);
  expect(finding(record, 'column leak')).toEqual([
    'warning: tells the target by itself (1.000 of 1), and may be the target in disguise',
  ]);
  expect(finding(record, 'column name')).toEqual([
    'error: neither numbers nor at most 100 different texts, such as "n100"',
  ]);
  expect(record.findings.find(({ where }) => where === 'column date')?.hint).toContain('a date is no feature');
  expect(finding(record, 'column big')).toEqual([
    'note: whole numbers above 16,777,216 are rounded to what float32 holds, 7 digits',
  ]);
  expect(record.findings.map(({ level }) => level)).toEqual([
    'error',
    'error',
    'warning',
    'warning',
    'warning',
    'note',
  ]);
});

test('numbers that float32 takes for one are told, not called one value', async () => {
  const text = `t,y\n${rowsOf(40, (row) => [1_700_000_000 + row, 'ab'[row % 2]])}\n`;
  const record = await check(text, { target: 'y' });
  expect(record.findings.filter(({ where }) => where === 'column t')).toEqual([
    {
      level: 'warning',
      where: 'column t',
      text: 'float32 takes different numbers for one, such as 1700000000 and 1700000001',
      hint: 'subtract one number from the whole column, in every file; or, if they are names of things, columns: { t: category } or ignore: [t].',
    },
  ]);
});

test('a target without any value is told as that, and lines that are all ragged are', async () => {
  for (const task of [undefined, 'classes', 'numbers'] as const) {
    const record = await check('n,y\n1,NA\n2,\n3,NA\n', { target: 'y', task });
    expect(record.findings).toEqual([
      {
        level: 'error',
        where: 'column y',
        text: 'no value in any row that was given to train',
        hint: 'there is nothing to learn: choose another target.',
      },
    ]);
  }
  await expect(check('n,y\n1\n2\n3,4,5\n', { target: 'y' })).rejects.toThrow(
    'a.csv:2: expected 2 cells, as in the first line, received 1. mend the line;',
  );
});

test('a column of numbers with commas in them is told how numbers are written', async () => {
  const text = `price,amount,y\n${rowsOf(150, (row) => [`"1,${100 + row}.56"`, `"${row},5"`, row % 2])}\n`;
  const { findings } = await check(text, { target: 'y' });
  const hints = ['price', 'amount'].map((name) => findings.find(({ where }) => where === `column ${name}`)?.hint);
  const hint = 'numbers have a decimal point and no other sign between digits: write 3.14 and 1234.';
  expect(hints).toEqual([hint, hint]);
});

test('rare classes and classes too small for the parts are told', async () => {
  const text = `x,y\n${rowsOf(200, (row) => [row * 1.5, row < 12 ? 'ill' : 'healthy'])}\n`;
  expect(finding(await check(text, { target: 'y' }), 'classes')).toEqual([
    'warning: 1 class with less than a tenth of the rows of healthy: ill; always healthy is right in 94.0 % of rows',
  ]);
  const small = `x,y\n${rowsOf(30, (row) => [row * 1.5, row === 3 ? 'once' : 'often'])}\n`;
  expect(finding(await check(small, { target: 'y' }), 'a.csv, class once')).toEqual([
    'error: expected at least 3 rows, one for each part of the data, received 1',
  ]);
});

test('copies are counted inside each file and between them, whatever the order of categories in each', async () => {
  const train = 'x,k,y\n1,b,0\n2,a,1\n1,b,1\n3,c,0\n3,c,0\n';
  const record = await check(
    train,
    { target: 'y' },
    { validation: 'y,k,x\n0,c,3\n1,a,9\n', test: 'k,x,y\nc,3,1\nb,1,0\na,2,0\nd,2,0\n' },
  );
  expect(record.parts.map(({ name, rows, origin }) => [name, rows, origin])).toEqual([
    ['training', 5, 'given'],
    ['validation', 2, 'given'],
    ['test', 4, 'given'],
  ]);
  expect(record.copies.inside).toEqual([
    { part: 'training', rows: 2, conflicting: 1, first: ['a.csv:4 = a.csv:2', 'a.csv:6 = a.csv:5'] },
    { part: 'validation', rows: 0, conflicting: 0, first: [] },
    { part: 'test', rows: 0, conflicting: 0, first: [] },
  ]);
  expect(record.copies).toMatchObject({ trainValidation: 1, trainTest: 3, validationTest: 1 });
  expect(finding(record, 'copies')).toContain('warning: 3 test rows that also stand among the training rows');
});

test('parts are drawn as a sweep would draw them, and copies between them counted', async () => {
  const text = `x,y\n${rowsOf(100, (row) => [row % 50, row % 2])}\n`;
  const record = await check(text, { target: 'y' });
  expect(record.parts.map(({ rows, origin }) => [rows, origin])).toEqual([
    [64, 'given'],
    [16, 'drawn'],
    [20, 'drawn'],
  ]);
  expect(record.copies.inside[0].rows).toBe(50);
  expect(record.copies.trainTest! + record.copies.validationTest!).toBeGreaterThan(8);
});

test('without a target the columns are checked all the same', async () => {
  const record = await check(`a,b\n${rowsOf(30, (row) => [row * 1.5, row % 3])}\n`, { target: null });
  expect(record.classes).toBe(null);
  expect(record.columns.map(({ alone }) => alone)).toEqual([null, null]);
  expect(record.findings).toEqual([]);
});

function pictures(rows: readonly (readonly number[])[], labels: readonly number[]): Table {
  return {
    rows: rows.length,
    features: { kind: 'bytes', shape: [2, 2], values: Uint8Array.from(rows.flat()), scale: 1 / 255 },
    targets: { kind: 'classes', labels: Int32Array.from(labels), classNames: ['cat', 'dog'] },
  };
}

test('pictures: blank ones, copies with another class, pixels that never change, files that cannot be read', () => {
  const train = pictures(
    [
      [1, 2, 3, 9],
      [4, 4, 4, 4],
      [1, 2, 3, 9],
      [5, 6, 7, 9],
      [8, 1, 2, 9],
      [9, 9, 1, 9],
    ],
    [0, 0, 1, 1, 0, 1],
  );
  const record = checkPictures({
    ...{ id: 'pets', source: 'pictures in pets', validation: null, sizes: null },
    train: { table: train, names: ['cat/1.png', 'cat/2.png', 'dog/1.png', 'dog/2.png', 'cat/3.png', 'dog/3.png'] },
    test: { table: pictures([[5, 6, 7, 9]], [1]), names: null },
    division: { test: null, split: { kind: 'stratified', validation: 0.34 }, seed: 1 },
    unreadable: [{ file: 'pets/cat/4.png', problem: 'an empty file' }],
  });
  const values = [...train.features.values];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / values.length;
  expect(record.pictures).toMatchObject({ blank: { count: 1, first: ['cat/2.png'] }, constantValues: 0 });
  expect(record.pictures!.mean).toBeCloseTo(mean, 10);
  expect(record.pictures!.deviation).toBeCloseTo(Math.sqrt(square), 10);
  expect(record.copies.inside[0]).toEqual({
    part: 'training',
    rows: 1,
    conflicting: 1,
    first: ['dog/1.png = cat/1.png'],
  });
  expect(record.copies.trainTest! + record.copies.validationTest!).toBe(1);
  expect(finding(record, 'files')).toEqual(['error: 1 file that cannot be read, all listed above']);
  expect(finding(record, 'pictures')).toEqual(['warning: 1 picture of one colour: cat/2.png']);
});
