import { expect, test } from 'vitest';
import { CURVE_POINTS, defaultSetup, fromHash, PROBLEMS, readLayers, type Setup, toHash } from './setup.ts';

test.each(PROBLEMS)('what %s begins with needs no more than its name in the address', (problem) => {
  expect(toHash(defaultSetup(problem))).toBe(`#problem=${problem}`);
  expect(fromHash(`#problem=${problem}`)).toEqual(defaultSetup(problem));
});

test('a set-up comes back from its address as it was', () => {
  const setup: Setup = {
    problem: 'curve',
    layers: [7],
    activation: 'sigmoid',
    batchNorm: true,
    optimizer: 'sgd',
    learningRate: 0.3,
    batchSize: 8,
    seed: 12,
    curve: Array.from({ length: CURVE_POINTS }, (_, i) => (i - 24) / 50),
  };
  expect(fromHash(toHash(setup))).toEqual(setup);
  expect(fromHash(toHash({ ...setup, layers: [], curve: null }))).toEqual({ ...setup, layers: [], curve: null });
});

test('what an address says wrongly is as it is at first', () => {
  const wrong = '#problem=loom&layers=0,9999&activation=sine&optimizer=x&rate=-1&batch=0.5&seed=x&curve=1.2';
  expect(fromHash(wrong)).toEqual(defaultSetup('spirals'));
  expect(fromHash('')).toEqual(defaultSetup('spirals'));
  expect(fromHash('#batch=&seed=&rate=')).toEqual(defaultSetup('spirals'));
  // Only the curve problem has a curve.
  const curve = Array.from({ length: CURVE_POINTS }, () => 10).join('.');
  expect(fromHash(`#problem=spirals&curve=${curve}`)).toEqual(defaultSetup('spirals'));
});

test('layers are whole numbers with commas between them, six at most, or none', () => {
  expect(readLayers('24, 12')).toEqual([24, 12]);
  expect(readLayers(' ')).toEqual([]);
  for (const text of ['a', '24,,12', '0', '513', '1.5', '1,1,1,1,1,1,1']) expect(readLayers(text)).toBeNull();
});
