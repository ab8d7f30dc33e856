import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import type { TablePreprocessing } from '../data/index.ts';
import { type CsvDatasetOptions, csvDataset } from './csv-dataset.ts';
import { type ReadCsvOptions, readCsv } from './read-csv.ts';
import { recordReader } from './records.ts';
import { rowBatches } from './row-batches.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const source = (text: string) => ({ name: 'sales.csv', chunks: [bytes(text)] });
const read = (text: string, options: Partial<ReadCsvOptions> = {}) =>
  readCsv(source(text), { target: null, ...options });
const columns = async (text: string, options: Partial<ReadCsvOptions> = {}) =>
  (await read(text, options)).columns.map((column) =>
    column.kind === 'number'
      ? [column.name, ...column.values]
      : [column.name, ...Array.from(column.codes, (code) => column.categories[code] ?? null)],
  );

const cell = fc.string({
  unit: fc.constantFrom('a', 'b', '1', '.', ' ', ',', '"', '\n', 'é', '\u{1f600}'),
  maxLength: 6,
});

test('records are those of csv-parse, however the text is cut into pieces', () => {
  const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(records, fc.constantFrom('\n', '\r\n'), fc.integer({ min: 1, max: 7 }), (rows, end, piece) => {
      const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
      const text = rows.map((row) => row.map(quoted).join(',')).join(end);
      const reader = recordReader('x', ',');
      const given = [];
      for (let at = 0; at < text.length; at += piece) given.push(...reader.push(text.slice(at, at + piece)));
      given.push(...reader.end());
      const expected = parse(text, { relax_column_count: true, record_delimiter: ['\n', '\r\n'] });
      expect(given.map(({ cells }) => cells)).toEqual(expected.filter((row) => row.length > 1 || row[0].trim() !== ''));
      const lines = rows.map((_, i) => rows.slice(0, i).join('').split('\n').length + i);
      expect(given.map(({ line }) => line)).toEqual(lines);
    }),
  );
});

test.for([
  ['without quotes', 'four,five,six', 1_000_000],
  ['with quotes', '"four",five,six', 300_000],
] as const)('a file may come as one piece of many records, %s', ([, line, count]) => {
  const records = recordReader('x', ',').push(`${line}\n`.repeat(count));
  expect(records).toHaveLength(count);
  expect(records[count - 1]).toEqual({ cells: ['four', 'five', 'six'], line: count });
});

test('a table of many columns and few rows takes the memory of its cells', async () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `c${i}`);
  const text = `${names.join()}\n${names.map((_, i) => i).join()}\n${names.map((_, i) => i % 7).join()}\n`;
  const before = process.memoryUsage().arrayBuffers;
  const table = await read(text);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
  expect(table.columns).toHaveLength(10_000);
  expect(table.columns[9999]).toEqual({ name: 'c9999', kind: 'number', values: Float32Array.of(9999, 9999 % 7) });
});

test('a record that is too long is called that, with a quote only where one is open', () => {
  const errorsOf = (text: string): string[] => {
    const thrown = (pieces: readonly string[]): string => {
      const reader = recordReader('x', ',');
      try {
        for (const piece of pieces) reader.push(piece);
        reader.end();
      } catch (error) {
        return (error as HeddleError).message;
      }
      return '';
    };
    const pieces = Array.from({ length: 9 }, (_, i) => text.slice((i * text.length) / 9, ((i + 1) * text.length) / 9));
    return [...new Set([thrown([text]), thrown(pieces)])];
  };
  const long = 'x'.repeat(2 << 20);
  const plain =
    'x:2: expected a record of at most 1048576 characters, received a longer one. leave such long cells out, or check that the file has line breaks.';
  expect(errorsOf(`a,b\n1,${long}\n2,y\n`)).toEqual([plain]);
  expect(errorsOf(`a,b\n1,"${long}"\n2,y\n`)).toContain(
    'x:2: expected a record of at most 1048576 characters, received a longer one, inside a quote. look for a quote that is not closed, which makes one record of all lines behind it; or leave such long cells out.',
  );
  expect(errorsOf(`a,b\n1,"${long}`)).toEqual([expect.stringContaining('received a longer one, inside a quote.')]);
  expect(errorsOf(`a,b\n1,"${long.slice(0, 1 << 19)}`)).toEqual([
    expect.stringContaining('received none to the end of the file.'),
  ]);
  expect(errorsOf(`a,b\n1,"${long.slice(0, 1 << 19)}"\n`)).toEqual(['']);
});

test('columns are told apart: numbers, words, and gaps in both', async () => {
  const text = '\ufeffsize, shop ,flag\n1.5,north,true\r\n-2e3, south,NA\n\n?,north,false\n';
  expect(await columns(text)).toEqual([
    ['size', 1.5, -2000, Number.NaN],
    ['shop', 'north', 'south', 'north'],
    ['flag', 'true', null, 'false'],
  ]);
  expect((await read(text)).lines).toEqual(Uint32Array.of(2, 3, 5));
});

test.each([';', '\t', '|'])('the delimiter %j is found in the first line', async (delimiter) => {
  expect(await columns(`a${delimiter}"b, c"\n1${delimiter}2\n`)).toEqual([
    ['a', 1],
    ['b, c', 2],
  ]);
});

test.each([',', '\t', ' '])(
  'a row of empty cells is a row, whatever %j is between them; an empty line is none',
  async (between) => {
    const text = ['a,b', '1,2', ',', '', '   ', '3,4'].map((line) => line.replace(',', between)).join('\n');
    const blank = between === ' ' ? text.replace('   \n', '') : text;
    expect(await columns(blank, { delimiter: between })).toEqual([
      ['a', 1, Number.NaN, 3],
      ['b', 2, Number.NaN, 4],
    ]);
  },
);

test('a header may begin as a ZIP archive does', async () => {
  expect(await columns('PKS,size\n1,2\n')).toEqual([
    ['PKS', 1],
    ['size', 2],
  ]);
});

test('columns may be declared, left out, or chosen', async () => {
  const text = 'id,postcode,n\nx1,1010,1\nx2,2020,2\n';
  expect(await columns(text, { kinds: { postcode: 'category' }, ignore: ['id'] })).toEqual([
    ['postcode', '1010', '2020'],
    ['n', 1, 2],
  ]);
  expect(await columns(text, { only: ['n'] })).toEqual([['n', 1, 2]]);
});

test('groups and times are read beside the features', async () => {
  const text = 'who,day,n\nb,2026-01-02,1\na,2026-01-01T12:00,2\nb,2026-01-01T13:00+01:00,3\n';
  const byGroup = await read(text, { by: { column: 'who', kind: 'group' } });
  expect(byGroup.groups).toEqual(Int32Array.of(0, 1, 0));
  expect(byGroup.columns.map(({ name }) => name)).toEqual(['day', 'n']);
  const { times } = await read(text, { by: { column: 'day', kind: 'time' } });
  expect(Array.from(times!, (time) => (time - times![1]) / 3_600_000)).toEqual([12, 0, 0]);
});

test.each(['constructor', 'toString', '__proto__'])('a column %s to split by is no feature', async (name) => {
  const text = `${name},n\n1,5\n2,6\n`;
  expect(await columns(text, { by: { column: name, kind: 'group' } })).toEqual([['n', 5, 6]]);
  expect(await columns(text, { by: { column: name, kind: 'time' }, kinds: { n: 'number' } })).toEqual([['n', 5, 6]]);
  const declared = { by: { column: name, kind: 'group' }, kinds: { [name]: 'number' } } as const;
  expect(await columns(text, declared)).toEqual([
    [name, 1, 2],
    ['n', 5, 6],
  ]);
});

test.each(['', ',,', '"', '\n', '\r'])('%j is no delimiter', (delimiter) => {
  expect(() => recordReader('sales.csv', delimiter)).toThrow(
    `sales.csv, delimiter: expected one character other than a quote or a line break, received ${JSON.stringify(delimiter)}. leave it out: it is found in the first line.`,
  );
});

const errorOf = async (text: string | Uint8Array, options: Partial<ReadCsvOptions> = {}): Promise<string> => {
  const chunks = [typeof text === 'string' ? bytes(text) : text];
  const error = await readCsv({ name: 'sales.csv', chunks }, { target: null, ...options }).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(HeddleError);
  return (error as HeddleError).message;
};
const many = Array.from({ length: 200 }, (_, i) => i);

test.each<[string, string | Uint8Array, Partial<ReadCsvOptions>, string]>([
  ['an empty file', '', {}, 'sales.csv: expected a first line of column names, received an empty file.'],
  ['names alone', 'a,b\n', {}, 'sales.csv: expected at least one row below the names, received none.'],
  ['no names', '1,2\n3,4\n', {}, 'sales.csv:1, column 1: expected the name of a column, received "1".'],
  ['a column without a name', 'a,,c\n1,2,3\n', {}, 'sales.csv:1, column 2: expected a name, received "".'],
  [
    'a name twice',
    'a,b,a\n1,2,3\n',
    {},
    'sales.csv:1, column 3: expected a name that no other column has, received "a".',
  ],
  ['a short row', 'a,b\n1,2\n3\n', {}, 'sales.csv:3: expected 2 cells, as in the first line, received 1.'],
  ['a long row', 'a,b\n1,2,3\n', {}, 'sales.csv:2: expected 2 cells, as in the first line, received 3.'],
  [
    'a word among numbers',
    `n\n${many.join('\n')}\ntwelve\n`,
    {},
    'sales.csv:202, column n: expected a number, received "twelve". mend the cell; if "twelve" means that there is no value, add it to missingTexts; ',
  ],
  [
    'an infinite number',
    'n\n1\nInf\n',
    {},
    'sales.csv:3, column n: expected a finite number that float32 can hold, received "Inf".',
  ],
  [
    'a number too large',
    'n\n1\n1e39\n',
    {},
    'sales.csv:3, column n: expected a finite number that float32 can hold, received "1e39".',
  ],
  [
    'too many words',
    `name,n\n${many.map((i) => `person ${i},1`).join('\n')}\n`,
    {},
    'sales.csv:102, column name: expected numbers, or at most 100 different categories, received "person 100", the 101st different text. leave the column out: ignore: [name]; ',
  ],
  [
    'a quote that is not closed',
    'a,b\n1,"x\n2,y\n',
    {},
    'sales.csv:2: expected a quote at the end of every cell that begins with one, received none to the end of the file.',
  ],
  [
    'a quote inside a cell',
    'a,b\n1,x"y"\n',
    {},
    'sales.csv:2: expected quotes around a whole cell, and two for each one inside it, received a quote where none can be.',
  ],
  [
    'a spreadsheet',
    Uint8Array.of(0x50, 0x4b, 3, 4),
    {},
    'sales.csv: expected a CSV file: text in UTF-8, received a ZIP archive, as spreadsheets are.',
  ],
  [
    'an archive of no file',
    Uint8Array.of(0x50, 0x4b, 5, 6),
    {},
    'sales.csv: expected a CSV file: text in UTF-8, received a ZIP archive, as spreadsheets are.',
  ],
  [
    'a part of an archive',
    Uint8Array.of(0x50, 0x4b, 7, 8),
    {},
    'sales.csv: expected a CSV file: text in UTF-8, received a ZIP archive, as spreadsheets are.',
  ],
  [
    'a packed file',
    Uint8Array.of(0x1f, 0x8b, 8),
    {},
    'sales.csv: expected a CSV file: text in UTF-8, received a gzip file.',
  ],
  [
    'Latin-1',
    Uint8Array.of(0x61, 0x0a, 0xe9, 0x0a),
    {},
    'sales.csv: expected a CSV file: text in UTF-8, received bytes that are no UTF-8.',
  ],
  [
    'zero bytes',
    Uint8Array.of(0x61, 0, 0x0a),
    {},
    'sales.csv: expected a CSV file: text in UTF-8, received a file with zero bytes.',
  ],
  [
    'a missing target',
    'size,n\n1,2\n',
    { target: 'sise' },
    'sales.csv:1: expected the target, sise, received the columns size, n. did you mean size?',
  ],
  [
    'a missing declared column',
    'a\n1\n',
    { kinds: { b: 'number' } },
    'sales.csv:1: expected a declared column, b, received the columns a.',
  ],
  [
    'a date that is none',
    'day\nmonday\n',
    { by: { column: 'day', kind: 'time' } },
    'sales.csv:2, column day: expected a number, or a date such as 2026-01-31',
  ],
  [
    'a day that does not exist',
    'day\n2026-02-28\n2026-02-31\n',
    { by: { column: 'day', kind: 'time' } },
    'sales.csv:3, column day: expected a number, or a date such as 2026-01-31 or 2026-01-31T12:00:00Z, to split by, received "2026-02-31".',
  ],
  [
    'a minute of a day that does not exist',
    'day\n2026-02-30T12:00\n',
    { by: { column: 'day', kind: 'time' } },
    'sales.csv:2, column day: expected a number, or a date such as',
  ],
  [
    'a number among dates',
    'day\n2026-01-31\n2026-02-01 12:00\n2024\n',
    { by: { column: 'day', kind: 'time' } },
    'sales.csv:4, column day: expected a date, as in the rows above, to split by, received "2024". write all cells of the column as dates, such as 2026-01-31, or all as numbers.',
  ],
  [
    'a date among numbers',
    'day\n1\n2024-01-01\n3\n',
    { by: { column: 'day', kind: 'time' } },
    'sales.csv:3, column day: expected a number, as in the rows above, to split by, received "2024-01-01".',
  ],
  [
    'no group',
    'who,n\n,1\n',
    { by: { column: 'who', kind: 'group' } },
    'sales.csv:2, column who: expected a value to split by, received none.',
  ],
])('%s is told by line and column', async (_, text, options, message) => {
  expect(await errorOf(text, options)).toContain(message);
});

test('a reporter hears of every wrong cell and row, and the rest is read', async () => {
  const problems: string[] = [];
  const report = (problem: HeddleError): void => {
    problems.push(problem.where);
  };
  const table = await read('n,m\n1,2\nInf,3\n4\n5,6\n', { report });
  expect(problems).toEqual(['sales.csv:3, column n', 'sales.csv:4']);
  expect(table.rows).toBe(3);
});

const parts = (text: string, test: number | string = 0) => ({
  id: 'sales.csv',
  source: 'memory',
  train: source(text),
  validation: null,
  test: typeof test === 'number' ? test : { name: 'test.csv', chunks: [bytes(test)] },
});

test('a data set holds its test back by the seed of the data; classes keep their shares', async () => {
  const text = `n,kind\n${many.map((i) => `${i},${i % 4 === 0 ? 'b' : 'a'}`).join('\n')}\n`;
  const dataset = await csvDataset(parts(text, 0.2), { target: 'kind' });
  expect([dataset.train.rows, dataset.test?.rows]).toEqual([160, 40]);
  const labels = dataset.test?.targets.kind === 'classes' ? Array.from(dataset.test.targets.labels) : [];
  expect(labels.filter((label) => label === 1)).toHaveLength(10);
  const again = await csvDataset(parts(text, 0.2), { target: 'kind', seed: 2 });
  expect(again.test?.features.values).not.toEqual(dataset.test?.features.values);
});

test('a test file is read as the training file turned out to be', async () => {
  const text = 'n,shop,kind\n1,x,a\n2,y,b\n3,x,a\n4,y,b\n';
  const dataset = await csvDataset(parts(text, 'kind,shop,n,more\nb,y,5,0\n'), { target: 'kind' });
  expect(Array.from(dataset.test!.features.values)).toEqual([5, 0, 1]);
  await expect(csvDataset(parts(text, 'kind,shop,n\nb,y,five\n'), { target: 'kind' })).rejects.toThrow(
    'test.csv:2, column n: expected a number, received "five".',
  );
});

test('a column that float32 is too coarse for is told by its name, and any other is not', async () => {
  const rows = (of: (i: number) => number) => many.map((i) => `${of(i)},${i % 2}`).join('\n');
  const noticeOf = async (of: (i: number) => number, kind?: 'number') => {
    const columns: CsvDatasetOptions['columns'] = kind === undefined ? {} : { t: { kind } };
    return (await csvDataset(parts(`t,y\n${rows(of)}\n`), { target: 'y', task: 'classes', columns })).notice;
  };
  const notice =
    'sales.csv, column t: float32 takes different numbers for one, such as 1700000000 and 1700000001: subtract one number from the whole column, in every file; or, if they are names of things, columns: { t: category } or ignore: [t].';
  expect(await noticeOf((i) => 1_700_000_000 + i)).toBe(notice);
  expect(await noticeOf((i) => 1_700_000_000 + i, 'number')).toBe(notice);
  // 200 days; numbers that are only nearly equal; whole numbers that float32 holds; a constant with noise of float64.
  expect(await noticeOf((i) => 1_700_000_000 + 86_400 * i + (i % 2))).toBe(null);
  expect(await noticeOf((i) => i / 10 + (i % 2) * 1e-12)).toBe(null);
  expect(await noticeOf((i) => 16_777_000 + i)).toBe(null);
  expect(await noticeOf((i) => (i % 2 === 0 ? 0.3 : 0.1 + 0.2))).toBe(null);
});

test('fractions are no classes', async () => {
  await expect(csvDataset(parts('n,price\n1,1.5\n2,2.5\n'), { target: 'price', task: 'classes' })).rejects.toThrow(
    'sales.csv, column price: expected classes, received numbers, such as "1.5". for a target of numbers choose a loss for numbers',
  );
});

test('rows for a network come in batches of the columns that it takes, in any order of columns', async () => {
  const preprocessing: TablePreprocessing = {
    kind: 'table',
    columns: [
      { name: 'n', kind: 'number', offset: 0, divisor: 1, missing: null },
      { name: 'shop', kind: 'category', categories: ['x', 'y'], missing: null, unseen: 'refuse' },
    ],
    target: { name: 'kind', kind: 'class' },
    missingTexts: [],
  };
  const batches = [];
  for await (const { raw, first } of rowBatches(source('other,shop,n\nz,y,1\nz,x,2\nz,x,3\n'), preprocessing, {
    rows: 2,
  }))
    batches.push([first, raw.rows, ...raw.columns.map(({ name }) => name)]);
  expect(batches).toEqual([
    [0, 2, 'shop', 'n'],
    [2, 1, 'shop', 'n'],
  ]);
  await expect(rowBatches(source(''), preprocessing).next()).rejects.toThrow(
    'sales.csv: expected a first line of column names, received an empty file. check that it is the file meant.',
  );
  await expect(rowBatches(source('n,shop\n'), preprocessing).next()).rejects.toThrow(
    'sales.csv: expected at least one row below the names, received none.',
  );
  const all = rowBatches(source('shop\nx\n'), preprocessing);
  await expect(all.next()).rejects.toThrow(
    'sales.csv:1: expected a column that the network takes, n, received the columns shop. the file needs a column n: add it, or give another file.',
  );
});
