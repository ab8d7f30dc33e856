import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dense, flatten, type Preprocessing, type SavedModel, sequential, type Table, writeIdx } from '../../index.ts';
import { labelledRows } from './labelled-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'heddle-labelled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const network = (
  preprocessing: Preprocessing,
  input: readonly number[],
): Pick<SavedModel, 'model' | 'classNames' | 'preprocessing'> => ({
  preprocessing,
  classNames: ['large', 'small'],
  model: sequential({ input }, [...(input.length > 1 ? [flatten()] : []), dense({ units: 2 })]),
});
const ofTable = network(
  {
    kind: 'table',
    columns: [
      { name: 'size', kind: 'number', offset: 0, divisor: 1, missing: null },
      { name: 'colour', kind: 'category', categories: ['red', 'blue'], missing: null, unseen: 'refuse' },
    ],
    target: { name: 'kind', kind: 'class' },
    missingTexts: ['NA'],
  },
  [3],
);
const ofPictures = network({ kind: 'bytes', scale: 1 / 255 }, [2, 3]);

async function read(saved: typeof ofTable, ...files: string[]): Promise<Table[]> {
  const tables: Table[] = [];
  for await (const table of labelledRows(saved, files, { rows: 2 })) tables.push(table);
  return tables;
}

test('a CSV file comes in parts, with its labels by the order of the classes', async () => {
  writeFileSync(at('rows.csv'), 'kind,colour,size,other\nsmall,red,1,x\nlarge,blue,2,x\nsmall,blue,3,x\n');
  const tables = await read(ofTable, at('rows.csv'));
  expect(tables.map(({ rows }) => rows)).toEqual([2, 1]);
  expect(tables.map(({ features }) => [...features.values])).toEqual([
    [1, 1, 0, 2, 0, 1],
    [3, 0, 1],
  ]);
  expect(tables.map(({ targets }) => 'labels' in targets && [...targets.labels])).toEqual([[1, 0], [1]]);
});

test.each([
  [
    'a label that the network does not know',
    'size,colour,kind\n1,red,large\n1,red,huge\n',
    'rows.csv:3, column kind: expected one of the classes "large", "small", received "huge". mend the cell, or leave the row out',
  ],
  [
    'a row without a label',
    'size,colour,kind\n1,red,NA\n',
    'rows.csv:2, column kind: expected a value, received none.',
  ],
  [
    'no column with the labels',
    'size,colour,kin\n1,red,large\n',
    'rows.csv:1: expected the target, kind, received the columns size, colour, kin. the file needs a column kind: if kin is meant, rename it.',
  ],
  [
    'no column that the network takes',
    'size,kind\n1,large\n',
    'rows.csv:1: expected a column that the network takes, colour, received the columns size, kind. the file needs a column colour: add it, or give another file.',
  ],
  [
    'a category that it does not know',
    'size,colour,kind\n1,green,large\n',
    'rows.csv:2, column colour: expected one of the categories "red", "blue", received "green".',
  ],
  [
    'a word among the numbers',
    'size,colour,kind\nbig,red,large\n',
    'rows.csv:2, column size: expected a number, received "big".',
  ],
  ['no rows', 'size,colour,kind\n', 'rows.csv: expected at least one row below the names, received none.'],
  ['an empty file', '', 'rows.csv: expected a first line of column names, received an empty file.'],
])('%s is told by its place', async (_, text, message) => {
  writeFileSync(at('rows.csv'), text);
  await expect(read(ofTable, at('rows.csv'))).rejects.toThrow(message);
});

const pictures = writeIdx({ sizes: [2, 2, 3], values: Uint8Array.from({ length: 12 }, (_, i) => i) });

test('IDX files come whole, with the scale of the network', async () => {
  writeFileSync(at('images'), pictures);
  writeFileSync(at('labels'), writeIdx({ sizes: [2], values: Uint8Array.of(1, 0) }));
  const [{ rows, features, targets }, ...others] = await read(ofPictures, at('images'), at('labels'));
  expect([rows, others.length, features.kind === 'bytes' && features.scale]).toEqual([2, 0, 1 / 255]);
  expect(features.shape).toEqual([2, 3]);
  expect('labels' in targets && [...targets.labels]).toEqual([1, 0]);
});

test.each<[string, Uint8Array, Uint8Array, string]>([
  [
    'exchanged',
    writeIdx({ sizes: [2], values: Uint8Array.of(1, 0) }),
    pictures,
    'images: expected the first word 2051 (images), received 2049 (labels).',
  ],
  [
    'of another shape',
    writeIdx({ sizes: [2, 3, 3], values: new Uint8Array(18) }),
    writeIdx({ sizes: [2], values: Uint8Array.of(1, 0) }),
    'images: expected pictures of 2 x 3, as the network takes them, received 3 x 3.',
  ],
  [
    'with a label that no class has',
    pictures,
    writeIdx({ sizes: [2], values: Uint8Array.of(1, 7) }),
    'labels, label of row 1: expected a class, a whole number from 0 to 1, received 7.',
  ],
  [
    'that do not belong together',
    pictures,
    writeIdx({ sizes: [3], values: Uint8Array.of(1, 0, 1) }),
    'labels: expected one label for each of the 2 images in images, received 3 labels.',
  ],
])('IDX files %s are refused', async (_, images, labels, message) => {
  writeFileSync(at('images'), images);
  writeFileSync(at('labels'), labels);
  await expect(read(ofPictures, at('images'), at('labels'))).rejects.toThrow(message);
});

test('files that say no class, folders of other classes, and networks that take neither are refused', async () => {
  await expect(read(ofPictures, at('images'))).rejects.toThrow(
    'expected a folder with a folder of pictures for each class, or two IDX files: images, then labels, received one file. a picture alone does not say its class: put the pictures into folders named large, small.',
  );
  mkdirSync(at('folder/middle'), { recursive: true });
  await expect(read(ofPictures, at('folder'))).rejects.toThrow(
    'middle: expected folders of the classes large, small, received one named middle.',
  );
  await expect(read(network({ kind: 'floats' }, [3]), at('rows.csv'))).rejects.toThrow(
    'expected a network of a table or of pictures, whose preprocessing it carries, received one that takes rows of floats [3].',
  );
  await expect(read(ofTable, at('none.csv'))).rejects.toThrow('no such file or folder');
});
