import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { parsePreprocessing } from './parse-preprocessing.ts';
import {
  answeredNumber,
  columnWidth,
  type Preprocessing,
  preprocessedShape,
  scaledNumber,
  type TablePreprocessing,
} from './preprocessing.ts';

const table: TablePreprocessing = {
  kind: 'table',
  columns: [
    { name: 'area', kind: 'number', offset: 80, divisor: 25, missing: 80 },
    { name: 'district', kind: 'category', categories: ['north', 'south', ''], missing: '', unseen: 'refuse' },
  ],
  target: { name: 'price', kind: 'number', offset: 200, divisor: 50 },
  missingTexts: ['NA'],
};
const image: Preprocessing = { kind: 'image', height: 8, width: 12, channels: 3, fit: 'crop', scale: 1 / 255 };
const classes: TablePreprocessing = { ...table, target: { name: 'kind', kind: 'class' } };

test.each<Preprocessing>([{ kind: 'bytes', scale: 1 / 255 }, { kind: 'floats' }, image, table, classes])(
  '$kind comes back from JSON as it was',
  (preprocessing) => {
    expect(parsePreprocessing(JSON.parse(JSON.stringify(preprocessing)), 'x')).toEqual(preprocessing);
  },
);

test('fields of a later version are left out', () => {
  expect(parsePreprocessing({ kind: 'floats', colour: 'blue' }, 'x')).toEqual({ kind: 'floats' });
});

const changedColumn = (change: object): unknown => ({ ...table, columns: [{ ...table.columns[0], ...change }] });

test.each<[unknown, string]>([
  [null, 'x, preprocessing: expected named fields, received null.'],
  [[], 'x, preprocessing: expected named fields, received [].'],
  [{}, 'x, preprocessing.kind: expected one of bytes, floats, image, table, received nothing.'],
  [{ kind: 'bytes' }, 'x, preprocessing.scale: expected a finite number, received nothing.'],
  [{ kind: 'bytes', scale: 1e300 }, 'x, preprocessing.scale: expected a finite number, received 1e+300.'],
  [{ ...image, channels: 2 }, 'x, preprocessing.channels: expected one of 1, 3, received 2.'],
  [{ ...image, width: 0.5 }, 'x, preprocessing.width: expected a whole number of at least 1, received 0.5.'],
  [{ ...table, columns: {} }, 'x, preprocessing.columns: expected a list, received {}.'],
  [changedColumn({ name: 7 }), 'x, preprocessing.columns[0].name: expected a text, received 7.'],
  [changedColumn({ divisor: 0 }), 'x, preprocessing.columns[0].divisor: expected a number other than 0, received 0.'],
  [
    changedColumn({ kind: 'category', categories: ['a'], missing: 'b', unseen: 'zeros' }),
    'x, preprocessing.columns[0].missing: expected one of a, received "b".',
  ],
  [{ ...table, missingTexts: [1] }, 'x, preprocessing.missingTexts[0]: expected a text, received 1.'],
])('%j is refused by the field that is wrong', (value, message) => {
  let told: unknown;
  try {
    parsePreprocessing(value, 'x');
  } catch (error) {
    told = error;
  }
  expect(told).toBeInstanceOf(HeddleError);
  expect((told as HeddleError).message).toBe(`${message} the file is damaged, or of a newer version of Heddle.`);
  expect((told as HeddleError).code).toBe('format');
});

test('the shape of a row is that of its picture or the sum of its columns', () => {
  expect(preprocessedShape(image)).toEqual([8, 12, 3]);
  expect(preprocessedShape({ ...image, channels: 1 })).toEqual([8, 12]);
  expect(preprocessedShape(table)).toEqual([4]);
  expect(table.columns.map(columnWidth)).toEqual([1, 3]);
  expect(preprocessedShape({ kind: 'floats' })).toBeNull();
});

test('numbers are scaled in float32, one rounding after each operation', () => {
  expect(scaledNumber(90, { offset: 80, divisor: 25 })).toBe(Math.fround(0.4));
  // In double arithmetic 0.1 - 0.3 would keep digits that float32 does not have.
  const difference = Math.fround(Math.fround(0.1) - Math.fround(0.3));
  expect(scaledNumber(0.1, { offset: 0.3, divisor: 0.7 })).toBe(Math.fround(difference / Math.fround(0.7)));
  expect(answeredNumber(0.4, { offset: 80, divisor: 25 })).toBe(90);
});
