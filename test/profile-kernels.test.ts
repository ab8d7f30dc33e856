// heddle train --profile-kernels: the table, and the document, which hold the same kernels.

import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DATA, FEW_ROWS, heddle, withFolder } from './cli-process.fixture.ts';

test(
  '--profile-kernels times every kernel of a step by layer and pass, and writes no run',
  () =>
    withFolder(async (folder) => {
      const options = ['--trial', 'model_2', '--set', 'optimizer.learningRate=0.00125', '--out', folder];
      const command = ['train', 'fashion-mnist', ...options, '--profile-kernels', ...DATA, ...FEW_ROWS];
      const { code, stdout } = await heddle([...command, '--json']);
      expect(code).toBe(0);
      const document = JSON.parse(stdout) as {
        readonly steps: number;
        readonly stepSeconds: number;
        readonly kernelSeconds: number;
        readonly kernels: readonly {
          readonly place: string;
          readonly pass: string;
          readonly kernel: string;
          readonly seconds: number;
        }[];
      };
      expect(document.steps).toBe(30);
      const forward = document.kernels.find(({ place, pass }) => place === '[1] dense' && pass === 'forward')!;
      expect(forward).toMatchObject({ kernel: 'gemm', shape: '1024 x 256 x 784', operations: 2 * 1024 * 256 * 784 });
      // The clock of the thread that computes sees the shortest of them, and together they are about the step.
      for (const { kernel, seconds } of document.kernels) expect(seconds, kernel).toBeGreaterThan(0);
      expect(document.kernelSeconds / document.stepSeconds).toBeGreaterThan(0.3);
      expect(document.kernelSeconds / document.stepSeconds).toBeLessThan(3);

      const printed = await heddle(command);
      expect(printed.stdout).toMatch(
        /^ {2}\[1\] dense, forward\n {4}gemm +1024 x 256 x 784 +1 +\d+\.\d{3} +\d+\.\d % +\d+\.\d GF\/s$/m,
      );
      expect(printed.stdout).toMatch(/^ {2}\[1\] dense, backward\n {4}columnSums .*\n {4}gemm +784 x 256 x 1024 /m);
      expect(printed.stdout).toMatch(/a whole step, some of its calls joined: \d+\.\d{3} ms/);
      expect(readdirSync(folder)).toEqual([]);
    }),
  180_000,
);
