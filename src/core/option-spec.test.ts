import { expect, test } from 'vitest';
import { HeddleError } from './errors.ts';
import {
  booleanOption,
  choiceOption,
  customOption,
  integerOption,
  numberOption,
  type OptionField,
  type OptionSpec,
  resolveOptions,
} from './option-spec.ts';

interface Options {
  rate: number;
  units: number;
  bias: boolean;
  scheme: 'he' | 'glorot';
}

const spec: OptionSpec<Options> = {
  rate: numberOption({ doc: 'the share of zeroed values.', default: 0.5, min: 0, max: 1, open: 'max' }),
  units: integerOption({ doc: 'how many outputs.', min: 1 }),
  bias: booleanOption({ doc: 'whether to add b.', default: true }),
  scheme: choiceOption({ doc: 'how W begins.', default: 'he', choices: ['he', 'glorot'] }),
};

function messageOf(given: unknown, where = 'model[0] dense'): string {
  try {
    resolveOptions(where, spec, given);
  } catch (error) {
    expect(error).toBeInstanceOf(HeddleError);
    expect((error as HeddleError).code).toBe('option');
    return (error as HeddleError).message;
  }
  throw new Error('nothing was thrown');
}

test('defaults fill in what is not given, in the order of the spec', () => {
  const resolved = resolveOptions('dense', spec, { units: 3, rate: undefined });
  expect(Object.entries(resolved)).toEqual([
    ['rate', 0.5],
    ['units', 3],
    ['bias', true],
    ['scheme', 'he'],
  ]);
});

test('given values win over defaults, false and 0 included', () => {
  expect(resolveOptions('dense', spec, { units: 3, rate: 0, bias: false, scheme: 'glorot' })).toEqual({
    rate: 0,
    units: 3,
    bias: false,
    scheme: 'glorot',
  });
});

test('the given object is not changed', () => {
  const given = Object.freeze({ units: 3 });
  expect(resolveOptions('dense', spec, given)).not.toBe(given);
});

test.each<[string, unknown, string]>([
  [
    'a missing required option',
    {},
    'model[0] dense.units: expected a whole number at least 1, received nothing. give units: how many outputs.',
  ],
  [
    'no options at all',
    undefined,
    'model[0] dense.units: expected a whole number at least 1, received nothing. give units: how many outputs.',
  ],
  [
    'a number out of range',
    { units: 3, rate: 1 },
    'model[0] dense.rate: expected a number at least 0 and below 1, received 1. rate is the share of zeroed values.',
  ],
  [
    'NaN',
    { units: 3, rate: Number.NaN },
    'model[0] dense.rate: expected a number at least 0 and below 1, received NaN. rate is the share of zeroed values.',
  ],
  [
    'a text for a number',
    { units: 3, rate: '0.1' },
    'model[0] dense.rate: expected a number at least 0 and below 1, received "0.1". rate is the share of zeroed values.',
  ],
  [
    'a fraction for a whole number',
    { units: 2.5 },
    'model[0] dense.units: expected a whole number at least 1, received 2.5. units is how many outputs.',
  ],
  [
    'null',
    { units: null },
    'model[0] dense.units: expected a whole number at least 1, received null. units is how many outputs.',
  ],
  [
    'a number for a truth value',
    { units: 3, bias: 1 },
    'model[0] dense.bias: expected true or false, received 1. bias is whether to add b.',
  ],
  [
    'a name that is no choice',
    { units: 3, scheme: 'xavier' },
    'model[0] dense.scheme: expected one of he, glorot, received "xavier". scheme is how W begins.',
  ],
  [
    'a mistyped option',
    { unit: 3 },
    'model[0] dense.unit: expected an option of dense, received "unit". did you mean units?',
  ],
  [
    'an unknown option',
    { activation: 'relu' },
    'model[0] dense.activation: expected an option of dense, received "activation". choose one of rate, units, bias, scheme',
  ],
  [
    'an inherited name',
    { units: 3, toString: 1 },
    'model[0] dense.toString: expected an option of dense, received "toString". choose one of rate, units, bias, scheme',
  ],
  [
    'a number for the options',
    512,
    'model[0] dense: expected its options as fields, received 512. write them as { rate, units, bias, scheme }.',
  ],
  [
    'a list for the options',
    [512],
    'model[0] dense: expected its options as fields, received [512]. write them as { rate, units, bias, scheme }.',
  ],
  [
    'null for the options',
    null,
    'model[0] dense: expected its options as fields, received null. write them as { rate, units, bias, scheme }.',
  ],
])('%s is refused', (_, given, message) => {
  expect(messageOf(given)).toBe(message);
});

test('a thing without options says so', () => {
  expect(() => resolveOptions('flatten', {}, { size: 1 })).toThrow(
    'flatten.size: expected an option of flatten, received "size". there is none to choose from (it takes no options).',
  );
});

const texts: [string, OptionField<number>, string, number[], number[]][] = [
  ['no bounds', numberOption({ doc: '' }), 'a number', [-1e300, 0, 1e300], [Infinity, Number.NaN]],
  ['a closed minimum', numberOption({ doc: '', min: 0 }), 'a number at least 0', [0, 1], [-1e-9]],
  ['an open minimum', numberOption({ doc: '', min: 0, open: 'min' }), 'a number above 0', [1e-9], [0]],
  ['a closed maximum', numberOption({ doc: '', max: 1 }), 'a number at most 1', [1], [1.1]],
  ['both open', numberOption({ doc: '', min: 0, max: 1, open: 'both' }), 'a number above 0 and below 1', [0.5], [0, 1]],
  ['whole numbers', integerOption({ doc: '' }), 'a whole number', [-3, 0, 3], [0.5, 2 ** 53]],
  [
    'whole numbers in a range',
    integerOption({ doc: '', min: 1, max: 9 }),
    'a whole number at least 1 and at most 9',
    [1, 9],
    [0, 10],
  ],
];

test.each(texts)('a range with %s says and accepts the same', (_, field, expected, good, bad) => {
  expect(field.expected).toBe(expected);
  for (const value of good) expect(field.accepts(value), `${value}`).toBe(true);
  for (const value of bad) expect(field.accepts(value), `${value}`).toBe(false);
});

test('a custom option is what its parts say', () => {
  const pair = customOption<number[]>({
    doc: 'two numbers.',
    default: [0.9, 0.999],
    expected: 'a list of two numbers',
    accepts: (value) => Array.isArray(value) && value.length === 2,
  });
  expect(resolveOptions('adam', { betas: pair }, {})).toEqual({ betas: [0.9, 0.999] });
  expect(() => resolveOptions('adam', { betas: pair }, { betas: [0.9] })).toThrow(
    'adam.betas: expected a list of two numbers, received [0.9]. betas is two numbers.',
  );
});
