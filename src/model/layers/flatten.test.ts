import { expect, test } from 'vitest';
import { layerCases } from '../../testing/index.ts';
import { sequential } from '../sequential.ts';
import { flatten } from './flatten.ts';

for (const { name, check } of layerCases({ layer: flatten(), input: [2, 3] })) test(name, check);

test('a row keeps its numbers under one axis', () => {
  expect(sequential({ input: [2, 3, 4] }, [flatten()]).output).toEqual([24]);
});

test('options are refused: it takes none', () => {
  expect(() => (flatten as (options: unknown) => unknown)({ axis: 1 })).toThrow(
    'flatten.axis: expected an option of flatten, received "axis". there is none to choose from (it takes no options).',
  );
});
