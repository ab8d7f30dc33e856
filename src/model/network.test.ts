import { expect, test } from 'vitest';
import { keyOf } from '../core/index.ts';
import { type Kernels, referenceBackend } from '../kernels/index.ts';
import type { BackwardPass } from './layer.ts';
import { batchNorm, dense, dropout, flatten, leakyRelu, relu, sigmoid, softmax, tanh } from './layers/index.ts';
import { meanSquaredError } from './losses/index.ts';
import { layoutNetwork, recordBackward, recordForward, recordInitialize } from './network.ts';
import { objectiveOf } from './output.ts';
import { placeLayout } from './placer.ts';
import { sequential } from './sequential.ts';

const key = keyOf('0000000000000007');

/** Places a network for four rows. */
function placed(layers: Parameters<typeof sequential>[1], training = true) {
  const backend = referenceBackend({ floats: 64 });
  const objective = objectiveOf(sequential({ input: [400] }, layers), meanSquaredError());
  const { buffers } = placeLayout(backend.memory, (place) =>
    layoutNetwork(objective, { batchSize: 4, training, floatBytes: 8 }, place),
  );
  return { backend, objective, buffers };
}

/** The names of the kernels that `body` calls. */
function callsOf(body: (kernels: Kernels) => void): string[] {
  const names: string[] = [];
  const kernels = new Proxy({} as Kernels, { get: (_, name) => () => names.push(String(name)) });
  body(kernels);
  return names;
}

test('nothing is computed on the way back before the first trained layer', () => {
  const { objective, buffers } = placed([relu(), dense({ units: 3 }), relu(), dense({ units: 2 })]);
  const y = buffers.layers[3].y as never;
  expect(callsOf((kernels) => recordBackward(objective, buffers, { kernels, n: 4, key, y }))).toEqual([
    'squaredErrorBackward',
    ...['columnSums', 'gemm', 'gemm'],
    'reluBackward',
    // The first dense layer needs no dx.
    ...['columnSums', 'gemm'],
  ]);
});

test('dropout behind a rectifier goes back through both in one call, unless nothing needs the gradient before them', () => {
  const callsBack = (layers: Parameters<typeof sequential>[1]) => {
    const { objective, buffers } = placed(layers);
    const y = buffers.layers[layers.length - 1].y as never;
    return callsOf((kernels) => recordBackward(objective, buffers, { kernels, n: 4, key, y })).slice(1);
  };
  expect(callsBack([dense({ units: 3 }), relu(), dropout({ rate: 0.5 })])).toEqual([
    'reluBackward',
    ...['columnSums', 'gemm'],
  ]);
  expect(callsBack([dense({ units: 3 }), dropout({ rate: 0.5 }), relu()])).toEqual([
    ...['reluBackward', 'dropout'],
    ...['columnSums', 'gemm'],
  ]);
  expect(callsBack([relu(), dropout({ rate: 0.5 }), dense({ units: 2 })])).toEqual(['columnSums', 'gemm']);
});

test('a layer that passes x through costs no call and no buffer; dropout does so at evaluation', () => {
  const { objective, buffers } = placed([flatten(), dense({ units: 3 }), dropout({ rate: 0.5 })]);
  expect(buffers.layers[0].y).toBeNull();
  const forward = (training: boolean) =>
    callsOf((kernels) => recordForward(objective, buffers, { kernels, n: 4, training, key }));
  expect(forward(true)).toEqual(['gemm', 'dropout']);
  expect(forward(false)).toEqual(['gemm']);
});

test('a layer writes over its x where neither it nor the layer before reads that on the way back', () => {
  /** For each layer the first that has the same y. */
  const sharing = (layers: Parameters<typeof sequential>[1]) => {
    const offsets = placed(layers).buffers.layers.map(({ y }) => y?.offset);
    return offsets.map((offset) => offsets.indexOf(offset));
  };
  expect(sharing([dense({ units: 3 }), batchNorm(), relu(), dropout({ rate: 0.5 }), dense({ units: 3 })])).toEqual([
    0, 1, 1, 1, 4,
  ]);
  // tanh reads its y on the way back, and so does dropout behind a rectifier.
  expect(sharing([dense({ units: 3 }), tanh(), relu()])).toEqual([0, 0, 2]);
  expect(sharing([dense({ units: 3 }), tanh(), dropout({ rate: 0.5 }), dropout({ rate: 0.5 })])).toEqual([0, 0, 2, 3]);
  expect(sharing([relu(), dense({ units: 3 }), relu(), dropout({ rate: 0.5 }), relu()])).toEqual([0, 1, 1, 1, 4]);
});

test('dx is written over dy by every layer but dense', () => {
  /** For each way back, whether dx is dy; the first layer that is trained has no dx. */
  const over = (layers: Parameters<typeof sequential>[1]) => {
    const seen: (boolean | null)[] = [];
    const watched = sequential({ input: [400] }, layers).layers.map(({ definition, options }) => ({
      options,
      definition: {
        ...definition,
        backward: ({ dx, dy }: BackwardPass) => seen.push(dx === null ? null : dx.offset === dy.offset),
      },
    }));
    const { objective, buffers } = placed(watched);
    const y = buffers.layers[layers.length - 1].y as never;
    callsOf((kernels) => recordBackward(objective, buffers, { kernels, n: 4, key, y }));
    return seen.reverse();
  };
  expect(over([dense({ units: 3 }), batchNorm(), relu(), dense({ units: 3 }), softmax()])).toEqual([
    ...[null, true, true],
    ...[false, true],
  ]);
  const others = [tanh(), sigmoid(), leakyRelu(), dropout({ rate: 0.5 })];
  expect(over([dense({ units: 3 }), ...others])).toEqual([null, true, true, true, true]);
});

test('without training there are no gradients', () => {
  const { buffers } = placed([dense({ units: 3 })], false);
  expect([buffers.gradients, buffers.slopes]).toEqual([null, null]);
});

test('tensors are named by layer, in model order, and begin as their plans say', async () => {
  const { backend, buffers } = placed([dense({ units: 50 }), dense({ units: 3 })]);
  expect(buffers.tensors.map(({ name }) => name)).toEqual(['0.weight', '0.bias', '1.weight', '1.bias']);
  await backend.run(
    backend.record((kernels) => recordInitialize(buffers, kernels, key)),
    1,
  );
  const [weight, bias, next] = buffers.tensors.map(({ span }) => Array.from(backend.memory.read(span)));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  // He-normal: deviation sqrt(2 / 400), 20,000 numbers; four standard errors.
  const deviation = Math.sqrt(2 / 400);
  expect(Math.abs(mean(weight))).toBeLessThan((4 * deviation) / Math.sqrt(20_000));
  expect(Math.abs(mean(weight.map((w) => w * w)) / deviation ** 2 - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
  expect(new Set(bias)).toEqual(new Set([0]));
  expect(next.slice(0, 10)).not.toEqual(weight.slice(0, 10));
});
