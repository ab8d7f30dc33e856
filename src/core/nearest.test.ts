import { expect, test } from 'vitest';
import { nearest, suggestion } from './nearest.ts';

const LAYERS = ['dense', 'dropout', 'batchNorm', 'relu', 'leakyRelu', 'sigmoid'];

test('a mistyped name finds the one that was meant', () => {
  expect(nearest('droput', LAYERS)).toBe('dropout');
  expect(nearest('batchnorm', LAYERS)).toBe('batchNorm');
  expect(nearest('sigmiod', LAYERS)).toBe('sigmoid');
  expect(nearest('dens', LAYERS)).toBe('dense');
});

test('the nearest of several near names wins, and the first of equals', () => {
  expect(nearest('model_3', ['model_1', 'model_30', 'model_3x'])).toBe('model_1');
  expect(nearest('model_30', ['model_1', 'model_3'])).toBe('model_3');
});

test('a name that resembles none finds none', () => {
  expect(nearest('convolution', LAYERS)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
});

test('names of absurd length are compared in no time', () => {
  expect(nearest('a'.repeat(100_000), LAYERS)).toBeUndefined();
  expect(nearest('a'.repeat(300), ['a'.repeat(299)])).toBeUndefined();
});

test('a suggestion asks for the near name, or lists the choices, or says there are none', () => {
  expect(suggestion('droput', LAYERS)).toBe('did you mean dropout?');
  expect(suggestion('convolution', ['dense', 'relu'])).toBe('choose one of dense, relu');
  expect(suggestion('convolution', [])).toBe('there is none to choose from');
});
