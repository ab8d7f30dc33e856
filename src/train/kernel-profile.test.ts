import { expect, test } from 'vitest';
import type { Backend, Kernels, Program } from '../kernels/index.ts';
import { profileKernels } from './kernel-profile.ts';
import { workOf } from './kernel-work.ts';
import { smallOptions } from './small-training.fixture.ts';

test('every kernel call of a step is timed and named by what made it, in the order of the step', async () => {
  const profile = await profileKernels(smallOptions(), 4);
  expect(profile.kernels.map(({ place, pass, kernel, shape }) => `${place} ${pass} ${kernel} ${shape}`)).toEqual([
    'step null gatherFloats 8 x 2',
    'step null gatherLabels 8',
    '[0] dense forward gemm 8 x 6 x 2',
    '[1] batchNorm forward batchNormStatistics 8 x 6',
    '[1] batchNorm forward batchNormForward 8 x 6',
    '[2] relu forward relu 48',
    '[3] dropout forward dropout 48',
    '[4] dense forward gemm 8 x 3 x 6',
    'crossEntropy forward crossEntropy 8 x 3',
    'step null meanLoss 8',
    'step null countClasses 8 x 3',
    'step null fill 112',
    'crossEntropy backward crossEntropyBackward 8 x 3',
    '[4] dense backward columnSums 8 x 3',
    '[4] dense backward gemm 6 x 3 x 8',
    '[4] dense backward gemm 8 x 6 x 3',
    // Through the rectifier before it too.
    '[3] dropout backward reluBackward 48',
    '[1] batchNorm backward batchNormBackward 8 x 6',
    '[0] dense backward columnSums 8 x 6',
    '[0] dense backward gemm 2 x 6 x 8',
    'adam null adam 112',
    'step null tick ',
  ]);
});

test('times are medians a step, by the clock of the backend, and shares add up to 1', async () => {
  const options = smallOptions();
  // Products take 6 ms and the optimizer 2; every third step everything takes ten times as long.
  const costs: { readonly [kernel: string]: number } = { gemm: 0.006, adam: 0.002 };
  const costOf = new Map<Program, number>();
  let steps = 0;
  const timed: Backend = {
    ...options.backend,
    record(body) {
      const names: string[] = [];
      const namesOnly = new Proxy({} as Kernels, { get: (_, name: string) => () => names.push(name) });
      body(namesOnly);
      const program = options.backend.record(body);
      costOf.set(
        program,
        names.reduce((sum, name) => sum + (costs[name] ?? 0), 0),
      );
      return program;
    },
    async time(programs, now) {
      await options.backend.time(programs, now);
      const factor = steps++ % 3 === 0 ? 10 : 1;
      return programs.map((program) => factor * costOf.get(program)!);
    },
  };
  const profile = await profileKernels({ ...options, backend: timed }, 5);
  expect(profile).toMatchObject({ batchSize: 8, steps: 5 });
  // Five products and one optimizer.
  expect(profile.kernelSeconds).toBeCloseTo(0.032, 9);
  expect(profile.stepSeconds).toBeCloseTo(0.032, 9);
  const adam = profile.kernels.find(({ kernel }) => kernel === 'adam')!;
  expect([adam.seconds, adam.share, adam.calls]).toEqual([0.002, expect.closeTo(2 / 32, 9), 1]);
  expect(profile.kernels.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
});

test('the work of a product is 2 m n k operations; of other kernels the bytes of all operands, each counted once', () => {
  const span = (length: number) => ({ type: 'float', offset: 64, length }) as const;
  const product = { out: span(15), a: span(6), b: span(10), m: 3, n: 5, k: 2 };
  expect(workOf('gemm', product)).toEqual({ shape: '3 x 5 x 2', operations: 60, bytes: 4 * (15 + 6 + 10) });
  expect(workOf('gemm', { ...product, accumulate: true, bias: span(5) }).bytes).toBe(4 * (30 + 6 + 10 + 5));
  expect(workOf('relu', { out: span(100), x: span(100), length: 40 })).toEqual({
    shape: '40',
    operations: 0,
    bytes: 4 * 80,
  });
  // A batch of 2 rows of 3 bytes out of a data set of 1000, with the batch's row numbers.
  const source = { type: 'uint8', offset: 64, length: 3000 } as const;
  const order = { type: 'int32', offset: 64, length: 6 } as const;
  expect(workOf('gatherBytes', { out: span(6), source, order, n: 2, size: 3 }).bytes).toBe(24 + 6 + 24);
});
