// What every optimizer must do, whatever its formula: cases to run with any test runner.

import { canonicalJson, resolveOptions } from '../core/index.ts';
import { referenceBackend, wasmBackend } from '../kernels/index.ts';
import type { Optimizer } from '../train/index.ts';
import { assertSameBits } from './compare.ts';
import type { TestCase } from './layer-cases.ts';
import { parametersAfter } from './optimizer-steps.ts';
import { sampleNumbers, sampleSequence } from './samples.ts';

/**
 * The cases of an optimizer; its learning rate should be 0.001 to 0.1.
 *
 * @example
 * import { test } from 'vitest';
 * for (const { name, check } of optimizerCases(adam())) test(name, check);
 */
export function optimizerCases(optimizer: Optimizer): readonly TestCase[] {
  const { definition, options } = optimizer;
  const { kind } = definition;
  return [
    {
      name: `strict and fused WebAssembly take ten steps of ${kind} with the bits of the float32 textbook`,
      async check() {
        const random = sampleSequence(0);
        const parameters = sampleNumbers(random, 37);
        const gradients = Array.from({ length: 10 }, () => sampleNumbers(random, 37));
        const steps = { optimizer, parameters, gradients };
        const textbook = await parametersAfter({ ...steps, backend: referenceBackend({ floats: 32 }) });
        for (const profile of ['strict', 'fused'] as const) {
          const wasm = await parametersAfter({ ...steps, backend: await wasmBackend({ profile }) });
          for (const [step, expected] of textbook.entries())
            assertSameBits(`${profile}, parameters after step ${step + 1}`, wasm[step], expected);
        }
      },
    },
    {
      name: `${kind} starts afresh: two runs from the same parameters take the same steps`,
      async check() {
        const backend = referenceBackend({ floats: 64 });
        const steps = {
          optimizer,
          backend,
          parameters: [1, -2],
          gradients: [
            [0.5, 1],
            [0.25, -1],
          ],
        };
        const [first, second] = [await parametersAfter(steps), await parametersAfter(steps)];
        for (const [step, expected] of first.entries()) assertSameBits(`step ${step + 1}`, second[step], expected);
      },
    },
    {
      name: `${kind} walks down a parabola`,
      async check() {
        const backend = referenceBackend({ floats: 64 });
        let parameters = [0.3, -0.2];
        const before = sizeOfVector(parameters);
        const gradients: number[][] = [];
        for (let step = 0; step < 40; step++) {
          gradients.push(parameters.map((p) => 2 * p));
          const after = await parametersAfter({ optimizer, backend, parameters: [0.3, -0.2], gradients });
          parameters = after[step];
        }
        if (!(sizeOfVector(parameters) < before)) throw new Error(`from ${before} to ${sizeOfVector(parameters)}`);
      },
    },
    {
      name: `the options of ${kind} survive JSON`,
      async check() {
        const again = resolveOptions(kind, definition.options, JSON.parse(JSON.stringify(options)));
        const [a, b] = [canonicalJson(options as never), canonicalJson(again as never)];
        if (a !== b) throw new Error(`${b} instead of ${a}`);
      },
    },
  ];
}

function sizeOfVector(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
