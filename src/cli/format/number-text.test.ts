import { expect, test } from 'vitest';
import { bytesText, clockText, countText, figureText, quantityText, secondsText } from './number-text.ts';

test('a clock shows minutes and seconds, hours only where there are any, and dashes for the unknown', () => {
  expect([0, 7.9, 59.99, 750, 3723, null, Number.POSITIVE_INFINITY].map(clockText)).toEqual([
    '00:00',
    '00:07',
    '00:59',
    '12:30',
    '1:02:03',
    '--:--',
    '--:--',
  ]);
});

test('a length of time is said in the units that fit it', () => {
  expect([0.04, 8.23, 59.94, 59.96, 200, 3599.6, 3900].map(secondsText)).toEqual([
    '0.0 s',
    '8.2 s',
    '59.9 s',
    '1 min 0 s',
    '3 min 20 s',
    '1 h 0 min',
    '1 h 5 min',
  ]);
});

test('bytes are counted in powers of 1024', () => {
  expect([0, 1023, 1536, 23_907_532, 3 * 1024 ** 3].map(bytesText)).toEqual([
    '0 B',
    '1023 B',
    '1.5 KiB',
    '22.8 MiB',
    '3.0 GiB',
  ]);
});

test('thousands are set apart from the right', () => {
  expect([0, 999, 1000, 48_000, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '48,000', '1,234,567']);
});

test('figures keep four decimals while they are small, and a dash stands for one that was not measured', () => {
  expect([-0.00001, -0, -0.0001].map(figureText)).toEqual(['0.0000', '0.0000', '-0.0001']);
  expect([99.99999, -99.99999, 100, 999_999.96, 1e6].map(figureText)).toEqual([
    '100.0',
    '-100.0',
    '100.0',
    '1.000e+6',
    '1.000e+6',
  ]);
  expect([0.88214, 0, -1.5, 99.9999, 123.456, 2_345_678, null, undefined].map(figureText)).toEqual([
    '0.8821',
    '0.0000',
    '-1.5000',
    '99.9999',
    '123.5',
    '2.346e+6',
    '-',
    '-',
  ]);
});

test('a quantity agrees with its noun', () => {
  expect([quantityText(1, 'trial'), quantityText(12, 'trial'), quantityText(0, 'row')]).toEqual([
    '1 trial',
    '12 trials',
    '0 rows',
  ]);
});
