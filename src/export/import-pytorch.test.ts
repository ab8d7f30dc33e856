import { expect, test } from 'vitest';
import { batchNorm, dense, type NamedTensor, relu, sequential } from '../model/index.ts';
import { importPytorch, type ModuleMap, matchPytorch } from './import-pytorch.ts';
import { writeSafetensors } from './safetensors.ts';

const model = sequential({ input: [3] }, [dense({ units: 2 }), batchNorm(), relu(), dense({ units: 2 })]);

const tensor = (name: string, shape: readonly number[], ...values: number[]): NamedTensor => ({
  name,
  shape,
  values: Float32Array.from(values),
});

/** The state of such a network, its modules named as given. */
const state = ([first, norm, second]: readonly string[]): NamedTensor[] => [
  tensor(`${second}.weight`, [2, 2], 11, 12, 13, 14),
  tensor(`${second}.bias`, [2], 15, 16),
  tensor(`${first}.weight`, [2, 3], 1, 2, 3, 4, 5, 6),
  tensor(`${first}.bias`, [2], 7, 8),
  tensor(`${norm}.weight`, [2], 21, 22),
  tensor(`${norm}.bias`, [2], 23, 24),
  tensor(`${norm}.running_mean`, [2], 25, 26),
  tensor(`${norm}.running_var`, [2], 27, 28),
  tensor(`${norm}.num_batches_tracked`, [], 100),
];
const load = (tensors: readonly NamedTensor[], map?: ModuleMap) =>
  importPytorch(writeSafetensors({ tensors, metadata: {} }), 'x', model, map);

const expected = [
  tensor('0.weight', [3, 2], 1, 4, 2, 5, 3, 6),
  tensor('0.bias', [2], 7, 8),
  tensor('1.gamma', [2], 21, 22),
  tensor('1.beta', [2], 23, 24),
  tensor('1.runningMean', [2], 25, 26),
  tensor('1.runningVariance', [2], 27, 28),
  tensor('3.weight', [2, 2], 11, 13, 12, 14),
  tensor('3.bias', [2], 15, 16),
];

test.each([
  ['places in an nn.Sequential', ['0', '1', '3']],
  ['places that count as numbers, not as text', ['layers.2', 'layers.3', 'layers.10']],
  ['numbered names', ['fc1', 'bn1', 'fc2']],
])('%s are matched in their order, and weights transposed', (_, names) => {
  expect(load(state(names))).toEqual(expected);
});

test('names that say no order are told where they go', () => {
  const tensors = state(['encoder', 'norm', 'head']);
  expect(load(tensors, { encoder: 0, head: 3 })).toEqual(expected);
  expect(load(tensors, { head: 3 })).toEqual(expected);
  expect(() => load(tensors)).toThrow(
    'x: expected module names that differ in numbers only, such as layers.0 and layers.3, so that their order is known, received head, encoder. say in `map` which layer each is, from 0: { encoder: 0 }.',
  );
  expect(() => load(tensors, { head: 1 })).toThrow(
    'x: expected head on one of the dense layers (0, 3), received layer 1.',
  );
});

test('a module without bias or without scale has zeros and ones', () => {
  const bare = state(['0', '1', '3']).filter(({ name }) => !['0.bias', '1.weight', '1.bias'].includes(name));
  const loaded = new Map(load(bare).map(({ name, values }) => [name, [...values]]));
  expect([loaded.get('0.bias'), loaded.get('1.gamma'), loaded.get('1.beta')]).toEqual([
    [0, 0],
    [1, 1],
    [0, 0],
  ]);
});

test.each<[string, readonly NamedTensor[], string]>([
  [
    'a module too few',
    state(['0', '1', '3']).slice(2),
    'x: expected a module for each dense layer (2), received 1: 0.',
  ],
  [
    'no module of a kind',
    state(['0', '1', '3']).slice(0, 4),
    'x: expected a module for each batchNorm layer (1), received none.',
  ],
  [
    'another tensor',
    [tensor('0.in_proj_weight', [1], 1)],
    'x: expected tensors of nn.Linear and nn.BatchNorm1d: weight, bias, running_mean, running_var, received 0.in_proj_weight.',
  ],
  [
    'another shape',
    [
      ...state(['0', '1', '3']).slice(0, 2),
      tensor('0.weight', [2, 4], 1, 2, 3, 4, 5, 6, 7, 8),
      ...state(['0', '1', '3']).slice(3),
    ],
    'x, 0.weight: expected shape [2, 3], for 0.weight [3, 2] of the model, received [2, 4]. load the weights into the architecture they were trained in.',
  ],
  [
    'statistics that are not there',
    state(['0', '1', '3']).filter(({ name }) => name !== '1.running_var'),
    'x, 1.running_var: expected shape [2], for 1.runningVariance [2] of the model, received no such tensor.',
  ],
])('%s is refused', (_, tensors, message) => {
  expect(() => load(tensors)).toThrow(message);
});

test('a module in `map` that the file does not have is told, with the nearest', () => {
  expect(() => load(state(['encoder', 'norm', 'head']), { encode: 0 })).toThrow(
    'x, map: expected modules of the file: head, encoder, norm, received encode. did you mean encoder?',
  );
});

test('what torch.save wrote, what Heddle wrote, and weights that are no numbers are told as that', () => {
  const given = (bytes: ArrayLike<number>) => () => importPytorch(Uint8Array.from(bytes), 'x', model);
  const zip = given([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0]);
  expect(zip).toThrow(
    'x: expected a state_dict saved as safetensors, received a file that torch.save wrote (a ZIP archive).',
  );
  expect(zip).toThrow('in Python: from safetensors.torch import save_file;');
  expect(given([0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9])).toThrow('torch.save wrote (pickled Python)');
  const own = writeSafetensors({ tensors: [], metadata: { format: 'heddle-model-1' } });
  expect(given(own)).toThrow(
    'received a model file of Heddle. it needs no import: predict, evaluate and export take it as it is.',
  );
  const wrong = state(['0', '1', '3']).map((given) =>
    given.name === '1.weight' ? tensor('1.weight', [2], 1, Number.NaN) : given,
  );
  expect(() => load(wrong)).toThrow(
    'x, 1.weight: expected finite numbers that float32 can hold, received NaN at place 1. the training diverged',
  );
});

test('whole numbers are counts of batches, and no weights', () => {
  /** Tensors of one module in a file; the count as PyTorch has it. */
  const file = (dtype: string): Uint8Array => {
    const sizes: readonly (readonly [string, string, number])[] = [
      ['0.weight', dtype, dtype === 'F32' ? 12 : 24],
      ['0.num_batches_tracked', 'I64', 8],
    ];
    let at = 0;
    const entries = sizes.map(([name, type, size]) => {
      at += size;
      return [name, { dtype: type, shape: name === '0.weight' ? [1, 3] : [], data_offsets: [at - size, at] }];
    });
    const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
    const length = new Uint8Array(new BigUint64Array([BigInt(header.length)]).buffer);
    return Uint8Array.from([...length, ...header, ...new Uint8Array(at)]);
  };
  const single = sequential({ input: [3] }, [dense({ units: 1 })]);
  expect(importPytorch(file('F32'), 'x', single).map(({ name }) => name)).toEqual(['0.weight', '0.bias']);
  expect(() => importPytorch(file('I64'), 'x', single)).toThrow(
    'x: expected tensor "0.weight" of dtype F32, F64, F16 or BF16, received "I64". convert the tensor before it is saved; in Python: tensor.float().',
  );
});

test('which module went where is told, in the order of the layers', () => {
  const bytes = writeSafetensors({ tensors: state(['fc1', 'bn1', 'fc2']), metadata: {} });
  expect(matchPytorch(bytes, 'x', model)).toEqual({
    tensors: expected,
    modules: [
      { layer: 0, module: 'fc1' },
      { layer: 1, module: 'bn1' },
      { layer: 3, module: 'fc2' },
    ],
  });
});
