import { expect, test } from 'vitest';
import { padEnd, padStart, truncate, widthOf, wrapWords } from './text-width.ts';

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;

test('colours and combining marks take no column, wide letters take two', () => {
  expect([widthOf('loss'), widthOf(red('loss')), widthOf('e\u0301'), widthOf('衣服'), widthOf('👕')]).toEqual([
    4, 4, 1, 4, 2,
  ]);
});

test('a line that fits is left alone, and one that does not ends in an ellipsis at the last column', () => {
  expect(truncate('0123456789', 10)).toBe('0123456789');
  expect(truncate('0123456789', 9)).toBe('01234567…');
  expect(widthOf(truncate('衣服衣服', 4))).toBeLessThanOrEqual(4);
});

test('cutting a coloured line ends the colour', () => {
  expect(truncate(red('0123456789'), 5)).toBe('\u001b[31m0123…\u001b[0m');
});

test('padding counts columns, not characters', () => {
  expect([padEnd('衣', 4), padStart('衣', 4), padEnd(red('ab'), 3), padStart('abc', 2)]).toEqual([
    '衣  ',
    '  衣',
    `${red('ab')} `,
    'abc',
  ]);
});

test('words are wrapped between words, and a longer word keeps a line to itself', () => {
  expect(wrapWords('one two  three extraordinarily four', 9)).toEqual(['one two', 'three', 'extraordinarily', 'four']);
  expect(wrapWords('', 9)).toEqual([]);
});
