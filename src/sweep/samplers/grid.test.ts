import { expect, test } from 'vitest';
import { gridSampler } from './grid.ts';

test('a grid sampler asks for each trial once, in order, and then for none', () => {
  const sampler = gridSampler(['a', 'b']);
  expect([sampler.ask(), sampler.ask(), sampler.ask(), sampler.ask()]).toEqual(['a', 'b', undefined, undefined]);
});
