import { expect, test } from 'vitest';
import { preparedOn } from '../dataset.ts';
import type { TablePreprocessing } from '../preprocessing.ts';
import { encodeFeatures } from './encode-table.ts';
import { fitScaling, medianOf, summaryOf } from './fit-column.ts';
import type { RawColumn, RawTable } from './raw-table.ts';
import { tableDataset } from './table-dataset.ts';
import type { TableFit } from './table-rows.ts';

const numbers = (name: string, ...values: number[]): RawColumn => ({
  name,
  kind: 'number',
  values: Float32Array.from(values),
});
const words = (name: string, ...cells: (string | null)[]): RawColumn => {
  const categories = [...new Set(cells.filter((cell) => cell !== null))].sort();
  return {
    name,
    kind: 'category',
    categories,
    codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : categories.indexOf(cell))),
  };
};
const rawTable = (columns: RawColumn[], target: RawColumn | null): RawTable => {
  const [first] = columns;
  const rows = first.kind === 'number' ? first.values.length : first.codes.length;
  const lines = Uint32Array.from({ length: rows }, (_, row) => row + 2);
  return { where: 'sales.csv', rows, lines, columns, target, groups: null, times: null };
};
const NAN = Number.NaN;
const kind = words('kind', 'a', 'b', 'a', 'b', 'a', 'b');
const made = (table: RawTable, fit: TableFit = {}, test: RawTable | null = null) =>
  tableDataset({ id: 'sales', source: 'memory', train: table, validation: null, test, missingTexts: [] }, fit);
const columnsOf = (preprocessing: unknown) => (preprocessing as TablePreprocessing).columns;

test('rows that were given to validate stay so, wherever the rows of the test are held back from', () => {
  const [many, few] = [40, 12].map((rows) => {
    const names = Array.from({ length: rows }, (_, row) => (row % 2 === 0 ? 'a' : 'b'));
    return rawTable([numbers('size', ...Array(rows).fill(rows))], words('kind', ...names));
  });
  const held = { test: 10, kind: 'stratified', seed: 1 } as const;
  const dataset = tableDataset({
    id: 'sales',
    source: 'memory',
    train: many,
    validation: few,
    test: held,
    missingTexts: [],
  });
  const { train, test: tested } = dataset;
  expect([train.rows, tested?.rows]).toEqual([42, 10]);
  // Whether a row is of the second file is told by its size.
  const { values } = train.features as { values: Float32Array };
  expect([...train.validates!]).toEqual([...values].map((size) => Number(size === 12)));
  expect(preparedOn(dataset, Uint32Array.of(0, 1, 2, 3)).train.validates).toEqual(train.validates);
});

test('numbers are fitted on the training rows alone: no value of another row changes what is learnt', () => {
  const table = (last: number) => rawTable([numbers('size', 1, 3, 5, 7, last, last)], kind);
  const train = Uint32Array.of(0, 1, 2, 3);
  const fits = [9, 1e6].map((last) => preparedOn(made(table(last)), train).preprocessing);
  expect(fits[0]).toEqual(fits[1]);
  expect(columnsOf(fits[0])).toEqual([
    { name: 'size', kind: 'number', offset: 4, divisor: Math.fround(Math.sqrt(5)), missing: null },
  ]);
  const { train: encoded } = preparedOn(made(table(9)), train);
  expect(encoded.features.values[0]).toBe(Math.fround(-3 / Math.fround(Math.sqrt(5))));
});

test('the deviation is that of the population, as scikit-learn has it, and a constant column is divided by 1', () => {
  const every = Uint32Array.of(0, 1, 2, 3);
  expect(summaryOf(Float32Array.of(2, 4, 4, 6), every)).toEqual({
    count: 4,
    mean: 4,
    deviation: Math.sqrt(2),
    smallest: 2,
    largest: 6,
  });
  expect(fitScaling(Float32Array.of(0.1, 0.1, 0.1, 0.1), every, 'standardize', 'x').divisor).toBe(1);
  expect(fitScaling(Float32Array.of(2, 4, 4, 6), every, 'minMax', 'x')).toEqual({ offset: 2, divisor: 4 });
  expect(fitScaling(Float32Array.of(2, 4, 4, 6), every, 'none', 'x')).toEqual({ offset: 0, divisor: 1 });
  expect(medianOf(Float32Array.of(9, NAN, 1, 4), every)).toBe(4);
  expect(medianOf(Float32Array.of(9, 2, 1, 4), every)).toBe(3);
});

test('categories become one number each, in their order', () => {
  const dataset = made(
    rawTable([words('colour', 'red', 'blue', 'red', 'red', 'blue', 'blue'), numbers('n', 1, 2, 3, 4, 5, 6)], kind),
  );
  expect(dataset.train.features.shape).toEqual([3]);
  expect(Array.from(dataset.train.features.values.subarray(0, 6))).toEqual([0, 1, 1, 1, 0, 2]);
  expect(dataset.train.targets).toMatchObject({ kind: 'classes', classNames: ['a', 'b'] });
});

test('fill takes the median of the training rows, and a category of its own', () => {
  const table = rawTable([numbers('size', 1, NAN, 5, 7, 100, 100), words('shop', 'x', null, 'y', 'x', 'y', 'x')], kind);
  const { preprocessing, train } = preparedOn(
    made(table, { missing: 'fill', scaling: 'none' }),
    Uint32Array.of(0, 1, 2, 3),
  );
  expect(columnsOf(preprocessing)).toEqual([
    { name: 'size', kind: 'number', offset: 0, divisor: 1, missing: 5 },
    { name: 'shop', kind: 'category', categories: ['x', 'y', ''], missing: '', unseen: 'refuse' },
  ]);
  expect(Array.from(train.features.values.subarray(4, 8))).toEqual([5, 0, 0, 1]);
});

test('every policy for one column: mean, mode, a value of the user', () => {
  const table = rawTable([numbers('size', 1, NAN, 5, 6, 2, 2), words('shop', 'x', null, 'y', 'x', 'y', 'x')], kind);
  const fitted = (columns: TableFit['columns']) =>
    columnsOf(preparedOn(made(table, { missing: 'fill', columns }), Uint32Array.of(0, 1, 2, 3)).preprocessing);
  const missing = (columns: TableFit['columns']) => fitted(columns).map((column) => column.missing);
  expect(missing({ size: { missing: 'mean' }, shop: { missing: 'mode' } })).toEqual([4, 'x']);
  expect(missing({ size: { missing: { value: -1 } }, shop: { missing: { value: 'y' } } })).toEqual([-1, 'y']);
  expect(() => fitted({ size: { missing: 'mode' } })).toThrow(
    'sales.csv, column size, missing: expected refuse, mean, median or a number, since it is a column of numbers, received mode.',
  );
  expect(() => fitted({ shop: { missing: 'mean' } })).toThrow('expected refuse, mode, own or a category');
});

test('drop leaves rows with gaps out, and says how many', () => {
  const table = rawTable([numbers('size', 1, NAN, 5, 7, 8, 9)], kind);
  const dataset = made(table, { missing: 'drop' });
  expect(dataset.train.rows).toBe(5);
  expect(dataset.notice).toBe('1 of 6 rows of sales.csv lack a value and are left out (missing: drop).');
});

test('drop leaves the rows in that a column has a way of its own for, in every part', () => {
  const size = numbers('size', 1, NAN, 5, 7, 8, 9);
  const shop = words('shop', 'n', 's', null, 'n', 's', 'n');
  const table = rawTable([size, shop], kind);
  const fit: TableFit = { missing: 'drop', columns: { size: { missing: 'median' } } };
  const dataset = made(table, fit, rawTable([size, shop], kind));
  expect([dataset.train.rows, dataset.test?.rows]).toEqual([5, 5]);
  expect(columnsOf(preparedOn(dataset, Uint32Array.of(0, 1, 2, 3, 4)).preprocessing)[0]).toMatchObject({
    missing: 7.5,
  });
  expect(() => made(table, { missing: 'drop', columns: { size: { missing: 'refuse' } } })).toThrow(
    'sales.csv:3, column size: expected a value, received none.',
  );
});

test('missing values are refused by their place unless a policy is named', () => {
  const table = rawTable([numbers('size', 1, NAN, 5, 7, NAN, 9)], kind);
  expect(() => made(table)).toThrow(
    'sales.csv:3, column size: expected a value, received none, and in 1 more row. say what stands for missing values',
  );
});

test('a target of numbers is standardised for training and keeps its unit', () => {
  const dataset = made(rawTable([numbers('n', 1, 2, 3, 4)], numbers('price', 10, 20, 30, 40)));
  const { train, preprocessing } = preparedOn(dataset, Uint32Array.of(0, 1));
  expect((preprocessing as TablePreprocessing).target).toEqual({
    name: 'price',
    kind: 'number',
    offset: 15,
    divisor: 5,
  });
  expect(train.targets).toMatchObject({ kind: 'values', size: 1, unit: { offset: 15, divisor: 5 } });
  expect(train.targets.kind === 'values' && Array.from(train.targets.values)).toEqual([-1, 1, 3, 5]);
});

test('an unseen category is told by its cell before anything trains, or becomes zeros', () => {
  const train = rawTable([words('shop', 'x', 'y', 'x', 'y')], words('kind', 'a', 'b', 'a', 'b'));
  const other = { ...rawTable([words('shop', 'x', 'z')], words('kind', 'a', 'b')), where: 'test.csv' };
  expect(() => made(train, {}, other)).toThrow(
    'test.csv:3, column shop: expected one of the categories "x", "y", received "z". mend the cell; or train with unseen: zeros',
  );
  const unclear = rawTable([words('shop', 'x, y', '', 'x, y', '')], words('kind', 'a', 'b', 'a', 'b'));
  expect(() => made(unclear, {}, other)).toThrow('expected one of the categories "", "x, y", received "x".');
  const { test: held } = made(train, { unseen: 'zeros' }, other);
  expect(Array.from(held!.features.values)).toEqual([1, 0, 0, 0]);
});

test('classes that training lacks, columns of another kind and columns that are not there are told', () => {
  const train = rawTable([numbers('n', 1, 2, 3, 4)], words('kind', 'a', 'b', 'a', 'b'));
  const test = (columns: RawColumn[], target: RawColumn) => () => made(train, {}, rawTable(columns, target));
  expect(test([numbers('n', 1)], words('kind', 'c'))).toThrow(
    'sales.csv:2, column kind: expected one of the classes "a", "b", received "c".',
  );
  expect(test([words('n', 'x')], words('kind', 'a'))).toThrow(
    'sales.csv, column n: expected a column of numbers, received texts.',
  );
  expect(test([numbers('m', 1)], words('kind', 'a'))).toThrow(
    'sales.csv: expected a column n, received none of that name. check the names in the first line: capital letters count.',
  );
  expect(() =>
    encodeFeatures(rawTable([numbers('n', NAN)], null), { columns: columnsOf(made(train).preprocessing) }),
  ).toThrow('sales.csv:2, column n: expected a value, received none. fill it in, or leave the row out.');
});

test('a class with one row is told, and so is an option for a column that is not there', () => {
  const lonely = rawTable([numbers('n', 1, 2, 3)], words('kind', 'a', 'a', 'b'));
  expect(() => made(lonely)).toThrow(
    'sales, class b: expected at least 2 rows, one for each part of the data, received 1. add rows of the class, or leave it out.',
  );
  const table = rawTable([numbers('size', 1, 2, 3, 4)], words('kind', 'a', 'b', 'a', 'b'));
  expect(() => made(table, { columns: { sice: { scaling: 'none' } } })).toThrow(
    'sales.csv, columns: expected names of its columns, received "sice". did you mean size?',
  );
});

test('numbers that float32 cannot hold once they are scaled are told by column or cell, before anything trains', () => {
  const far = numbers('n', 3e38, -3e38, 3e38, -3e38);
  const classes = words('kind', 'a', 'b', 'a', 'b');
  expect(() => made(rawTable([far], classes), { scaling: 'minMax' })).toThrow(
    'sales.csv, column n: expected numbers that float32 can hold once they are scaled (minMax), received numbers from -3e+38 to 3e+38. divide the column by one number in every file, or do not scale it: scaling: none, or targetScaling: none for a target.',
  );
  expect(made(rawTable([far], classes), { scaling: 'none' }).train.rows).toBe(4);
  const target = numbers('price', 3.3e38, 3.3e38, 3.3e38, -3.3e38);
  expect(() => made(rawTable([numbers('n', 1, 2, 3, 4)], target))).toThrow(
    'sales.csv, column price: expected numbers that float32 can hold once they are scaled (standardize), received numbers from -3.3e+38 to 3.3e+38.',
  );
  const column = { name: 'n', kind: 'number', offset: 1, divisor: Math.fround(0.001), missing: null } as const;
  expect(() => encodeFeatures(rawTable([numbers('n', 1, 3e38)], null), { columns: [column] })).toThrow(
    'sales.csv:3, column n: expected a number that float32 can hold once it is scaled, received 3e+38. mend the cell, or leave the row out: it is far from the numbers that the scaling was fitted on.',
  );
});

test('the hash is of the raw cells: it does not depend on what is fitted, and a changed cell changes it', () => {
  const table = (cell: number) => rawTable([numbers('n', 1, 2, 3, cell)], words('kind', 'a', 'b', 'a', 'b'));
  expect(made(table(4)).sha256).toBe(made(table(4), { scaling: 'minMax' }).sha256);
  expect(made(table(4)).sha256).not.toBe(made(table(5)).sha256);
});
