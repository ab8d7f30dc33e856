import { expect, test } from 'vitest';
import {
  bytes,
  count,
  dateTime,
  difference,
  duration,
  fixed,
  measured,
  metricName,
  options,
  plain,
  tickText,
  visible,
  words,
} from './format.ts';

test('what rounds to zero has no sign', () => {
  expect([fixed(-0.00001), fixed(-0.1), fixed(-0)]).toEqual(['0.0000', '-0.1000', '0.0000']);
});

test('numbers have fixed digits, and no value is a dash', () => {
  expect([fixed(-0.00001), fixed(-0), fixed(-0.00005), fixed(-10, 0)]).toEqual(['0.0000', '0.0000', '-0.0001', '-10']);
  expect([fixed(0.88214), fixed(1, 1), fixed(null), fixed(undefined), fixed(Number.NaN)]).toEqual([
    '0.8821',
    '1.0',
    '–',
    '–',
    '–',
  ]);
  expect([0, 0.3389, 123.45678, 12346, 0.00001234, -2, null].map(measured)).toEqual([
    '0.0000',
    '0.3389',
    '123.4568',
    '12,346.0',
    '1.234e-5',
    '-2.0000',
    '–',
  ]);
});

test('large numbers have a comma every three digits, as far as people read digits', () => {
  expect([10_000, 215_512.34, -2_155_123.45, 999_999_999, 1e9].map(measured)).toEqual([
    '10,000.0',
    '215,512.3',
    '-2,155,123.5',
    '999,999,999.0',
    '1.000e+9',
  ]);
});

test('numbers beside an axis are short', () => {
  expect([0, 0.1 + 0.2, -20_000, 1_500_000, 6.000000000000001e30, 0.00002].map(tickText)).toEqual([
    '0',
    '0.3',
    '-20,000',
    '1,500,000',
    '6e30',
    '2e-5',
  ]);
});

test('a difference has the digits of the figures that differ', () => {
  expect(difference(0.0025, 0.88)).toBe('0.0025');
  expect(difference(-0.00004, 0.8511)).toBe('less than 0.0001');
  expect(difference(0, 0.88)).toBe('0.0000');
  expect(difference(0.0000012, 0.0000345)).toBe('1.200e-6');
});

test('counts have a comma every three digits', () => {
  expect([0, 999, 1000, 48000, 1234567].map(count)).toEqual(['0', '999', '1,000', '48,000', '1,234,567']);
});

test('durations are said in the units a person would use', () => {
  expect([0.421, 12.34, 59.96, 83.4, 3599.6, 7380, 90061].map(duration)).toEqual([
    '0.42 s',
    '12.3 s',
    '1 min 00 s',
    '1 min 23 s',
    '1 h 00 min',
    '2 h 03 min',
    '25 h 01 min',
  ]);
});

test('bytes have decimal units', () => {
  expect([0, 999, 1000, 12_900_000, 999_960, 2e13].map(bytes)).toEqual([
    '0 bytes',
    '999 bytes',
    '1.0 kB',
    '12.9 MB',
    '1.0 MB',
    '20.0 TB',
  ]);
});

test('times and names read as words', () => {
  expect(dateTime('2026-11-22T16:15:00.123Z')).toBe('2026-11-22 16:15:00 UTC');
  expect(['validationMacroF1', 'validationLoss', 'trainRmse', 'constructor'].map(metricName)).toEqual([
    'validation macro-F1',
    'validation loss',
    'training RMSE',
    'constructor',
  ]);
  expect(words('beta1Decay')).toBe('beta1 decay');
});

test('option values are short text', () => {
  expect([true, false, null, 'x', 0.1, [28, 28], { metric: 'a', patience: 2 }].map((value) => plain(value))).toEqual([
    'yes',
    'no',
    'none',
    'x',
    '0.1',
    '[28, 28]',
    'metric a, patience 2',
  ]);
  expect(options({ learningRate: 0.001, kind: 'adam' })).toBe('adam, learning rate 0.001');
});

test('characters that act unseen are made visible', () => {
  expect(visible('a\0b\u202ec\ud800d\ne\u0085')).toBe('a\ufffdb\ufffdc\ufffdd\ne\ufffd');
  expect(visible('Größe 名前 😀')).toBe('Größe 名前 😀');
});
