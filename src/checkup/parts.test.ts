import { expect, test } from 'vitest';
import { partsOf } from './parts.ts';

test('the rows that validate by time are the latest of those that the test leaves', () => {
  const rows = 40;
  const times = Float64Array.from({ length: rows }, (_, row) => (row * 17) % rows);
  const labels = Int32Array.from(times, (_, row) => row % 2);
  const table = { rows, targets: { kind: 'classes', labels, classNames: ['a', 'b'] }, times } as const;
  const parts = partsOf('x', table, 'row', {
    test: { test: 0.25, kind: 'random', seed: 1 },
    split: { kind: 'time', validation: 0.2 },
    seed: 1,
  });
  expect(parts.problem).toBeNull();
  const held = new Set(parts.test);
  const latestFirst = Array.from({ length: rows }, (_, row) => row)
    .filter((row) => !held.has(row))
    .sort((a, b) => times[b] - times[a]);
  expect(parts.test).toHaveLength(10);
  expect([...parts.validation].sort((a, b) => times[b] - times[a])).toEqual(latestFirst.slice(0, 6));
  expect(new Set(parts.train)).toEqual(new Set(latestFirst.slice(6)));
});
