import { expect, test } from 'vitest';
import { compileBlasKernels } from './blas-modules.ts';
import { compileKernels } from './modules.ts';
import { compileSharedKernels } from './shared-modules.ts';

test.each(['strict', 'fused'] as const)(
  'the %s kernels import a memory and nothing else: a step can call no JavaScript',
  async (profile) => {
    const module = await compileKernels(profile);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  },
);

test.each(['strict', 'fused'] as const)(
  'the shared %s kernels import beside it only the two functions that wait at a barrier',
  async (profile) => {
    const module = await compileSharedKernels(profile);
    const names = WebAssembly.Module.imports(module).map(({ name, kind }) => `${kind} ${name}`);
    expect(names.sort()).toEqual(['function sleep', 'function wake', 'memory memory']);
  },
);

test('the kernels of the profile fast import two functions more, the product and the clock of the host', async () => {
  const names = WebAssembly.Module.imports(await compileBlasKernels()).map(({ name, kind }) => `${kind} ${name}`);
  expect(names.sort()).toEqual([
    'function multiply',
    'function now',
    'function sleep',
    'function wake',
    'memory memory',
  ]);
});
