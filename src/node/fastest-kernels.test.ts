import { expect, test } from 'vitest';
import { fastestKernels } from './fastest-kernels.ts';
import { processorFlags } from './processor-flags.ts';

delete process.env['HEDDLE_VECTORS'];

/** Whether the processor has AVX2; undefined where the system does not tell. */
function hasAvx2(): boolean | undefined {
  const flags = processorFlags();
  return flags.size === 0 ? undefined : flags.has('avx2');
}

test('vectors of 256 bits are used where this Node can make them; elsewhere 128, and it says why', async () => {
  const { vectors } = await fastestKernels('strict');
  const mayTry = process.arch === 'x64' && /^(24|26)\./.test(process.versions.node);
  const can = mayTry ? (hasAvx2() ?? vectors.bits === 256) : false;
  // Where they can be had a try may go wrong beside other programs; test/vectors.test.ts tries more than once.
  if (can && vectors.bits === 128) expect(vectors.why).toBe('vectors of 256 bits are not faster here');
  else
    expect(vectors).toEqual({ bits: can ? 256 : 128, why: expect.stringMatching(can ? /two vectors .* as one/ : /./) });
});

test('builds are tried once in a process, also when they are asked for at the same time', async () => {
  const [first, second, other] = await Promise.all([
    fastestKernels('strict'),
    fastestKernels('strict'),
    fastestKernels('fused'),
  ]);
  expect(second.module).toBe(first.module);
  expect(other.module).not.toBe(first.module);
});
