import { expect, test } from 'vitest';
import { compileSharedKernels } from './shared-modules.ts';
import { productOf } from './try-product.ts';

test('a product is tried until it is enough, and the first and the shortest run are told', async () => {
  const module = await compileSharedKernels('strict');
  // Each look at the clock takes as long as the next of these; a run is two looks.
  const steps = [0, 0, 9, 0, 5, 0, 7, 0, 8, 0];
  let look = 0;
  let time = 0;
  const now = () => {
    time += steps[look++] ?? 3;
    return time;
  };
  const asked: unknown[] = [];
  const tryIt = await productOf(module, now);
  const times = tryIt((tried, milliseconds) => asked.push([tried, milliseconds]) === 2);
  expect(asked).toEqual([
    [{ first: 9, least: 5 }, 29],
    [{ first: 9, least: 3 }, 56],
  ]);
  expect(times).toEqual({ first: 9, least: 3 });
});
