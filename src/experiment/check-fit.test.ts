import { expect, test } from 'vitest';
import { xor } from '../data/index.ts';
import { crossEntropy, dense, sequential } from '../model/index.ts';
import { checkFit, type OptionNames } from './check-fit.ts';
import type { FitOptions } from './fit.ts';

const model = sequential({ input: [2] }, [dense({ units: 2 })]);
const names: OptionNames<Pick<FitOptions, 'loss' | 'optimizer' | 'schedule'>> = {
  loss: true,
  optimizer: true,
  schedule: true,
};
const check = (options: object): void => checkFit(model, xor(), { loss: crossEntropy(), ...options }, names);

test('names instead of an optimizer or a schedule are refused', () => {
  expect(() => check({ optimizer: 'adam' })).toThrow('such as adam(), received "adam". call its factory: adam().');
  expect(() => check({ schedule: null })).toThrow(
    'fit schedule: expected a schedule, such as cosine(), received null. call its factory: cosine().',
  );
});

test('an option that this call does not take is refused, whatever others take', () => {
  expect(() => check({ listeners: [] })).toThrow(
    'fit listeners: expected an option of fit, received "listeners". choose one of loss, optimizer, schedule',
  );
});
