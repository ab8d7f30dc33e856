import { expect, test } from 'vitest';
import type { Memory } from '../kernels/kernels.ts';
import { binaryCrossEntropy, crossEntropy, dense, meanSquaredError, sequential } from '../model/index.ts';
import { MEMORY_SHARE } from '../testing/index.ts';
import { batchesOf } from './batches.ts';
import { adam, sgd } from './optimizers/index.ts';
import { openSession } from './session.ts';
import { productAndSum, smallModel, smallOptions, someRows } from './small-training.fixture.ts';
import type { TrainOptions } from './train-options.ts';

const small = smallOptions();

test.each<[string, Partial<TrainOptions>, string]>([
  [
    'a batch of no rows',
    { batchSize: 0 },
    'batchSize: expected a whole number of at least 1, received 0. choose how many rows a step takes.',
  ],
  [
    'no epochs',
    { epochs: 0.5 },
    'epochs: expected a whole number of at least 1, received 0.5. choose how often to go through the rows.',
  ],
  [
    'a batch larger than the training rows',
    { batchSize: 41 },
    'batchSize: expected at most the 40 training rows, received 41. use a smaller batch, or dropLast: false.',
  ],
  [
    'a limit of 0 on the gradients’ norm',
    { clipNorm: 0 },
    'clipNorm: expected a number above 0, received 0. leave it out to set no limit.',
  ],
  [
    'a limit below 0 on the gradients’ norm',
    { clipNorm: -1 },
    'clipNorm: expected a number above 0, received -1. leave it out to set no limit.',
  ],
  [
    'no training rows',
    { train: someRows(small.train.placed, 0, 0), dropLast: false },
    'training rows: expected at least one row, received none. check the split.',
  ],
  [
    'a model of another input',
    { model: sequential({ input: [3] }, [dense({ units: 3 })]) },
    'model input: expected the shape of the training rows, [2], received [3]. give sequential the shape of the data.',
  ],
  [
    'a loss of values on classes',
    { loss: meanSquaredError() },
    'meanSquaredError, training rows: expected targets that are values, received targets that are classes. use crossEntropy for classes.',
  ],
  [
    'outputs that are not the classes',
    { model: smallModel(4) },
    'model[4] dense: expected 3 outputs, one for each class, received 4. end the network with dense: 3 for crossEntropy.',
  ],
])('%s is refused before the first step', (_, changes, message) => {
  expect(() => openSession({ ...small, ...changes })).toThrow(message);
});

test('a loss of classes on values, and outputs that are not the targets, are refused', () => {
  const options = smallOptions({ table: productAndSum() });
  expect(() => openSession({ ...options, loss: crossEntropy() })).toThrow(
    'crossEntropy, training rows: expected targets that are classes, received targets that are values. use a loss for values, such as meanSquaredError.',
  );
  expect(() => openSession({ ...options, loss: binaryCrossEntropy(), model: smallModel(1) })).toThrow(
    'model[4] dense: expected 2 outputs, one for each target, received 1. end the network with dense: 2 for binaryCrossEntropy.',
  );
});

test.each([
  ['adam', adam(), 2],
  ['sgd', sgd(), 0],
] as const)('the memory that a model plans is within 10 %% of what a training with %s takes', (_, optimizer, slots) => {
  const model = sequential({ input: [2] }, [dense({ units: 64 }), dense({ units: 64 }), dense({ units: 3 })]);
  const session = openSession({ ...small, model, optimizer });
  const planned = model.memory({ batchSize: 8, slots }).total;
  session.close();
  expect(Math.abs(planned - session.memoryBytes)).toBeLessThanOrEqual(MEMORY_SHARE * session.memoryBytes);
});

/** Options whose memory notes the blocks that are taken from it and given back. */
function watchedOptions() {
  const options = smallOptions();
  const memory = options.backend.memory as { -readonly [Name in keyof Memory]: Memory[Name] };
  const taken: { readonly bytes: number; readonly offset: number }[] = [];
  const given: number[] = [];
  const { allocate, release } = memory;
  memory.allocate = (bytes) => {
    const offset = allocate(bytes);
    taken.push({ bytes, offset });
    return offset;
  };
  memory.release = (offset) => {
    given.push(offset);
    release(offset);
  };
  return { options, memory, taken, given };
}

test('a session allocates one block for all its buffers, and gives everything back', () => {
  const { options, taken, given } = watchedOptions();
  const session = openSession(options);
  expect(taken.map(({ bytes }) => bytes)).toEqual([session.memoryBytes]);
  session.close();
  expect(given).toHaveLength(1);
});

test('a session that cannot be filled gives its block back', () => {
  const { options, memory, taken, given } = watchedOptions();
  memory.write = () => {
    throw new Error('no room');
  };
  expect(() => openSession(options)).toThrow('no room');
  expect(taken).toHaveLength(1);
  expect(given).toEqual(taken.map(({ offset }) => offset));
});

test('batches cover every row once', () => {
  expect(batchesOf(10, 4)).toEqual([
    { n: 4, times: 2 },
    { n: 2, times: 1 },
  ]);
  expect(batchesOf(8, 4)).toEqual([{ n: 4, times: 2 }]);
  expect(batchesOf(3, 4)).toEqual([{ n: 3, times: 1 }]);
  expect(batchesOf(0, 4)).toEqual([]);
});
