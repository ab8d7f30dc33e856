import { expect, test } from 'vitest';
import type { KernelCost } from '../../index.ts';
import { kernelLines } from './kernel-table.ts';

const cost = (changes: Partial<KernelCost>): KernelCost => ({
  ...{ place: 'step', pass: null, kernel: 'fill', shape: '1000', operations: 0, bytes: 0 },
  ...{ calls: 1, seconds: 0, share: 0 },
  ...changes,
});

const product = cost({
  ...{ place: '[1] dense', pass: 'forward', kernel: 'gemm', shape: '1024 x 512 x 784' },
  ...{ operations: 2 * 1024 * 512 * 784, seconds: 0.0125, share: 0.625 },
});
const back = cost({
  place: '[1] dense',
  pass: 'backward',
  kernel: 'columnSums',
  bytes: 4e6,
  seconds: 0.005,
  share: 0.25,
});
const loss = cost({
  ...{ place: 'crossEntropy', pass: 'backward', kernel: 'crossEntropyBackward', shape: '1024 x 10' },
  ...{ bytes: 1e8, seconds: 0.0025, share: 0.125, calls: 2 },
});

test('each caller has a line, its kernels below it, and all fits into 80 columns', () => {
  const kernels = [cost({}), cost({ kernel: 'tick', shape: '' }), product, loss, back];
  const lines = kernelLines({ batchSize: 1024, steps: 30, kernels, kernelSeconds: 0.02, stepSeconds: 0.019 });
  expect(lines).toEqual([
    '  kernel                             shape  calls      ms    share       rate',
    '  step',
    '    fill                              1000      1   0.000    0.0 %',
    '    tick                                        1   0.000    0.0 %',
    '  [1] dense, forward',
    '    gemm                  1024 x 512 x 784      1  12.500   62.5 %  65.8 GF/s',
    '  crossEntropy, backward',
    '    crossEntropyBackward         1024 x 10      2   2.500   12.5 %  40.0 GB/s',
    '  [1] dense, backward',
    '    columnSums                        1000      1   5.000   25.0 %   0.8 GB/s',
    '  all kernels                                   6  20.000  100.0 %  41.1 GF/s',
    '',
    '  a whole step, some of its calls joined: 19.000 ms, products at 43.3 GF/s',
    '  30 steps of 1024 rows, medians',
  ]);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});
