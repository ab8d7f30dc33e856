import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';

test('what nothing holds any more is given back', async () => {
  const MEGABYTES = 64;
  const arrays = (): number => process.memoryUsage().arrayBuffers / (1 << 20);
  const allocate = (): number => new Uint8Array(MEGABYTES << 20).length;
  collectGarbage();
  await setImmediate();
  const before = arrays();
  allocate();
  expect(arrays() - before).toBeGreaterThan(MEGABYTES - 1);
  await setImmediate();
  collectGarbage();
  expect(arrays() - before).toBeLessThan(MEGABYTES / 2);
});
