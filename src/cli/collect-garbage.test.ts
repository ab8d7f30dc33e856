import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';

afterEach(() => vi.restoreAllMocks());

test('a shared memory that nothing holds any more is given back', async () => {
  let isGone = false;
  const registry = new FinalizationRegistry(() => {
    isGone = true;
  });
  const allocate = (): void =>
    registry.register(new WebAssembly.Memory({ initial: 16, maximum: 16, shared: true }), '');
  allocate();
  await setTimeout(20);
  expect(isGone).toBe(false);
  for (let turn = 0; turn < 5 && !isGone; turn++) {
    await collectGarbage();
    await setTimeout(20);
  }
  expect(isGone).toBe(true);
});

test('a process without an inspector, or that may not use it, does without', async () => {
  const modules = vi.spyOn(process, 'getBuiltinModule');
  modules.mockReturnValue(undefined as never);
  await collectGarbage();
  const denied = Object.assign(new Error('Access to this API has been restricted'), { code: 'ERR_ACCESS_DENIED' });
  const inspectorThat = (error: Error): unknown => ({
    Session: class {
      constructor() {
        throw error;
      }
    },
  });
  modules.mockReturnValue(inspectorThat(denied) as never);
  await collectGarbage();
  modules.mockReturnValue(inspectorThat(new Error('broken')) as never);
  await expect(collectGarbage()).rejects.toThrow('broken');
});
