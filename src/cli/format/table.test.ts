import { expect, test } from 'vitest';
import { pairs, table } from './table.ts';

const COLUMNS = [
  { title: '#', align: 'right' },
  { title: 'model', align: 'left' },
  { title: 'F1', align: 'right' },
] as const;

test('columns are as wide as their widest cell, words on the left and numbers on the right', () => {
  expect(
    table(COLUMNS, [
      ['1', 'model_1', '0.8871'],
      ['12', 'm', '1'],
    ]),
  ).toEqual([' #  model        F1', ' 1  model_1  0.8871', '12  m             1']);
});

test('the last cell of a short row runs on without widening its column', () => {
  expect(
    table(COLUMNS, [
      ['1', 'a', '0.5'],
      ['2', 'failed: the loss is NaN'],
    ]),
  ).toEqual(['#  model   F1', '1  a      0.5', '2  failed: the loss is NaN']);
});

test('a last cell that runs on is wrapped under its beginning where the columns end', () => {
  expect(table(COLUMNS, [['2', 'failed: the loss of the third step is NaN']], { indent: 2, columns: 30 })).toEqual([
    '  #  model  F1',
    '  2  failed: the loss of the',
    '     third step is NaN',
  ]);
});

test('a table can be indented and its lines dressed', () => {
  const dressed = table(COLUMNS, [['1', 'a', '2']], {
    indent: 2,
    title: (line) => `<${line}>`,
    row: (line, i) => `${i}${line}`,
  });
  expect(dressed).toEqual(['<  #  model  F1>', '0  1  a       2']);
});

test('pairs stand under each other', () => {
  expect(
    pairs([
      ['why', 'best'],
      ['batch size', '1024'],
    ]),
  ).toEqual(['  why         best', '  batch size  1024']);
});
