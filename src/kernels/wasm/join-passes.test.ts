import { expect, test } from 'vitest';
import type { Kernels } from '../kernels.ts';
import { chainsOf, randomOf } from '../parity.fixture.ts';
import { joinPasses, type KernelCall } from './join-passes.ts';

/** What is left of each chain: the kernels, with the words that were joined to them. */
function joinedCalls(n: number, size: number): Record<string, string[]> {
  return Object.fromEntries(
    chainsOf(randomOf(1), n, size).map(({ name, operands, calls }) => {
      const spans = Object.fromEntries(
        Object.entries(operands).map(([field, { type, values }], at) => [
          field,
          { type, offset: 64 * (at + 1), length: values.length },
        ]),
      );
      const made: KernelCall[] = [];
      const kernels = new Proxy({} as Kernels, {
        get: (_, kernel) => (given: unknown) => made.push({ kernel, given } as KernelCall),
      });
      for (const call of calls(spans)) call(kernels);
      const left = joinPasses(made).map(({ kernel, joined = {} }) => [kernel, ...Object.keys(joined)].join(' '));
      return [name.slice(0, name.lastIndexOf(' ')), left];
    }),
  );
}

const DROP = 'dropRate dropKey dropPosition dropClock';
const RECTIFIED = 'rectified rectifiedScale';

test('calls that write over what they read become one, others stay', () => {
  expect(joinedCalls(3, 128)).toEqual({
    'forward, relu, dropout': [`batchNormForward rectify ${DROP}`],
    'forward, relu, relu, dropout': ['batchNormForward rectify', 'relu', 'dropout'],
    'forward, dropout, dropout, relu': [`batchNormForward ${DROP}`, 'dropout', 'relu'],
    'forward, relu elsewhere, dropout': ['batchNormForward', 'relu', 'dropout'],
    'forward, relu of something else': ['batchNormForward', 'relu', 'dropout'],
    'infer, relu': ['batchNormInfer rectify'],
    'reluBackward, backward, sums': [`batchNormBackward ${RECTIFIED} slopeSums`],
    'the same into dx': [`batchNormBackward ${RECTIFIED} slopeSums`],
    'the same from dx': ['reluBackward', 'batchNormBackward slopeSums'],
    'sums of dy, which is not dx': [`batchNormBackward ${RECTIFIED}`, 'columnSums'],
    'backward, sums, sums': ['batchNormBackward slopeSums', 'columnSums'],
    'reluBackward, backward without dx': [`batchNormBackward ${RECTIFIED}`, 'columnSums'],
  });
});

test('rows that are no whole stretches of dropout are not joined', () => {
  const calls = Object.values(joinedCalls(64, 96)).flat();
  expect(calls.filter((call) => call.includes(' '))).toEqual([]);
  expect(calls.length).toBe(37);
});
