import { expect, test } from 'vitest';
import { notedCsv } from '../../csv/index.ts';
import { type CheckupRecord, checkTable } from '../../index.ts';
import { createColours } from '../format/colours.ts';
import { checkupLines } from './checkup-lines.ts';

async function record(text: string): Promise<CheckupRecord> {
  const train = { name: 'a.csv', chunks: [new TextEncoder().encode(text)] };
  const files = await notedCsv({ id: 'a.csv', source: '', train, validation: null, test: 0 }, { target: 'kind' });
  const split = { kind: 'random', validation: 0.25 } as const;
  return checkTable({
    id: 'a.csv',
    source: 'a.csv, target kind',
    ...files,
    missing: 'refuse',
    division: { test: null, split, seed: 1 },
  });
}

const TEXT = `size,shop,kind\n${Array.from({ length: 16 }, (_, row) => `${row === 3 ? '' : row * 1.25},${'nse'[row % 3]},${row % 4 === 0 ? 'rare' : 'often'}`).join('\n')}\n`;

test('a check-up is classes with bars, columns as a table, and findings with what to do', async () => {
  const lines = checkupLines(await record(TEXT), { colours: createColours(false), columns: 100 });
  expect(lines).toEqual([
    'Check-up of a.csv',
    '  rows     12 training; drawn as a sweep would: 4 validation',
    '  source   a.csv, target kind',
    '  columns  2, and the target kind',
    '  copies   none',
    '',
    'Classes',
    '  often  12   75.0 %  ██████████████████████████████',
    '  rare    4   25.0 %  ██████████',
    '',
    'Columns, of the rows that were given to train',
    '  column         kind      missing  alone  smallest  largest  mean  deviation',
    '  size           number          1      -         0    18.75  9.75     5.7591',
    '  shop           category        -      -  n 6, e 5, s 5',
    '  kind (target)  category        -      -  often 12, rare 4',
    '',
    'Findings',
    '  error    column size: 1 missing value: a.csv:5',
    '           say what stands for them: missing: fill, or drop.',
  ]);
});

test('nothing is wider than the terminal, and colours come only where they are wanted', async () => {
  const known = await record(TEXT);
  const narrow = checkupLines(known, { colours: createColours(false), columns: 50 });
  expect(narrow.filter((line) => line.length > 50)).toEqual([]);
  expect(narrow.join('')).not.toContain('\u001b');
  expect(checkupLines(known, { colours: createColours(true), columns: 80 }).join('')).toContain('\u001b[31m');
});

test('files that cannot be read are counted as files, and a long one is wrapped under its beginning', async () => {
  const pictures: CheckupRecord['pictures'] = {
    shape: [2, 2],
    mean: 1,
    deviation: 1,
    constantValues: 0,
    blank: { count: 0, first: [] },
    sizes: null,
    unreadable: [
      { file: 'cat/1.png', problem: 'a file that ends before its last row of pixels does' },
      { file: 'cat/2.png', problem: 'an empty file' },
    ],
  };
  const known = { ...(await record(TEXT)), pictures };
  const lines = checkupLines(known, { colours: createColours(false), columns: 40 });
  const first = lines.indexOf('2 files that cannot be read');
  expect(lines.slice(first, first + 4)).toEqual([
    '2 files that cannot be read',
    '  cat/1.png: a file that ends before',
    '    its last row of pixels does',
    '  cat/2.png: an empty file',
  ]);
});
