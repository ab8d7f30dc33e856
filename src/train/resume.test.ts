// What is resumed is the same training: from every checkpoint of it, whatever the optimizer, schedule or listeners.

import { expect, test } from 'vitest';
import type { Table } from '../data/index.ts';
import { referenceBackend, wasmBackend } from '../kernels/index.ts';
import { binaryCrossEntropy, dense, fingerprintOf, meanSquaredError, sequential } from '../model/index.ts';
import type { Checkpoint } from './checkpoint.ts';
import { earlyStopping, recorder } from './listeners/index.ts';
import { adam, adamW, rmsProp, sgd } from './optimizers/index.ts';
import { cosine, reduceOnPlateau, step, warmUp } from './schedules/index.ts';
import { productAndSum, smallModel, smallOptions, someRows } from './small-training.fixture.ts';
import { train } from './train.ts';
import type { TrainOptions } from './train-options.ts';

type Changes = Partial<TrainOptions> & { readonly table?: Table };

/** One step at a time, so that there is a checkpoint after each. */
const paced = { pace: { next: async () => 1 } };

/** A training and every checkpoint that can be taken of it. */
async function trainedWithCheckpoints(changes: () => Changes) {
  const checkpoints: Checkpoint[] = [];
  const save = async (checkpoint: Checkpoint): Promise<void> => void checkpoints.push(checkpoint);
  const result = await train(smallOptions({ ...changes(), ...paced, checkpoints: { every: 0, save } }));
  return { result, checkpoints };
}

const regression: Changes = { table: productAndSum(), model: smallModel(2), loss: meanSquaredError() };

test.each<[string, () => Changes]>([
  ['adam', () => ({})],
  ['adamW with a weight decay', () => ({ optimizer: adamW({ learningRate: 0.02, weightDecay: 0.1 }) })],
  ['rmsProp', () => ({ optimizer: rmsProp({ learningRate: 0.01 }) })],
  ['sgd', () => ({ optimizer: sgd({ learningRate: 0.1 }) })],
  ['sgd with Nesterov’s momentum', () => ({ optimizer: sgd({ learningRate: 0.1, momentum: 0.9, nesterov: true }) })],
  ['adam, clipped', () => ({ clipNorm: 0.3, optimizer: adam({ learningRate: 0.02 }) })],
  ['a smaller last batch', () => ({ batchSize: 7, dropLast: false })],
  ['a regression', () => regression],
  [
    'a regression whose best epoch has the highest R2',
    () => ({ ...regression, keepBest: { metric: 'validationR2', direction: 'max' } }),
  ],
  ['reduceOnPlateau', () => ({ schedule: reduceOnPlateau({ patience: 0 }), epochs: 5 })],
  ['cosine', () => ({ schedule: cosine() })],
  ['a staircase', () => ({ schedule: step({ every: 1, factor: 0.5 }) })],
  ['warm-up over a fraction of an epoch', () => ({ schedule: warmUp({ epochs: 1.4, after: 'cosine' }) })],
  [
    'early stopping',
    () => ({
      listeners: [earlyStopping({ patience: 1, minimumChange: 0.05 })],
      epochs: 12,
      schedule: reduceOnPlateau(),
    }),
  ],
  ['no validation rows', () => ({ validation: undefined })],
  ['the float64 textbook', () => ({ backend: referenceBackend({ floats: 64 }) })],
])('resumed from any checkpoint it is the same training: %s', async (_, changes) => {
  const { result, checkpoints } = await trainedWithCheckpoints(changes);
  const positions = checkpoints.map(({ epoch, step }) => `${epoch}:${step}`);
  expect(new Set(positions).size).toBeGreaterThan(8);
  for (const resumeFrom of checkpoints) {
    const resumed = await train(smallOptions({ ...changes(), resumeFrom }));
    expect(resumed, `from epoch ${resumeFrom.epoch}, step ${resumeFrom.step}`).toEqual(result);
  }
});

test('a training on WebAssembly goes on where the textbook’s was left', async () => {
  const { result, checkpoints } = await trainedWithCheckpoints(() => ({}));
  const backend = await wasmBackend({ profile: 'strict' });
  const resumed = await train(smallOptions({ backend, resumeFrom: checkpoints[6] }));
  expect(resumed.lastFingerprint).toBe(result.lastFingerprint);
});

test('a binary task with several outputs goes on with its sums', async () => {
  const table = productAndSum();
  const values = (table.targets as { values: Float32Array }).values;
  values.forEach((value, i) => {
    values[i] = value > 0 ? 1 : 0;
  });
  const changes = (): Changes => ({ table, model: smallModel(2), loss: binaryCrossEntropy() });
  const { result, checkpoints } = await trainedWithCheckpoints(changes);
  for (const resumeFrom of checkpoints) expect(await train(smallOptions({ ...changes(), resumeFrom }))).toEqual(result);
});

test('more epochs than the training was begun with go on from its end, as if they had been asked for at first', async () => {
  const { checkpoints } = await trainedWithCheckpoints(() => ({ epochs: 2 }));
  const resumeFrom = checkpoints.at(-1)!;
  expect({ epoch: resumeFrom.epoch, step: resumeFrom.step }).toEqual({ epoch: 2, step: 0 });
  expect(await train(smallOptions({ epochs: 4, resumeFrom }))).toEqual(await train(smallOptions({ epochs: 4 })));
});

test('an early-stopped training stays stopped, also when it is resumed after its last epoch', async () => {
  const listeners = (): Changes => ({ listeners: [earlyStopping({ patience: 1, minimumChange: 9 })], epochs: 12 });
  const { result, checkpoints } = await trainedWithCheckpoints(listeners);
  expect(result.stopReason).toBe('early-stopping');
  const resumeFrom = checkpoints.at(-1)!;
  expect(resumeFrom.stop).toEqual({ reason: 'early-stopping', message: 'Early stopping at epoch 2' });
  expect(await train(smallOptions({ ...listeners(), resumeFrom }))).toEqual(result);
});

test('the time that an epoch took before it was left counts', async () => {
  let time = 0;
  const now = (): number => (time += 1000);
  const checkpoints: Checkpoint[] = [];
  const save = async (checkpoint: Checkpoint): Promise<void> => void checkpoints.push(checkpoint);
  await train(smallOptions({ ...paced, now, epochs: 1, checkpoints: { every: 0, save } }));
  const resumeFrom = checkpoints.find((checkpoint) => checkpoint.step === 3)!;
  expect(resumeFrom.milliseconds).toBeGreaterThan(5000);
  const { epochs } = await train(smallOptions({ now, epochs: 1, resumeFrom }));
  expect(epochs[0].seconds).toBeGreaterThan(resumeFrom.milliseconds / 1000);
});

test('a signal leaves a checkpoint of the very step, and it is waited for', async () => {
  const control = new AbortController();
  const kept: Checkpoint[] = [];
  let steps = 0;
  const pace = {
    async next() {
      if (steps++ === 8) control.abort();
      return 1;
    },
  };
  const save = (checkpoint: Checkpoint): Promise<void> =>
    new Promise((resolve) => {
      setTimeout(() => {
        kept.push(checkpoint);
        resolve();
      }, 20);
    });
  const checkpoints = { every: 1e9, save };
  const { stopReason } = await train(smallOptions({ pace, signal: control.signal, checkpoints }));
  expect(stopReason).toBe('aborted');
  expect(kept.map(({ epoch, step }) => [epoch, step])).toEqual([
    [1, 0],
    [1, 3],
  ]);
  const resumed = await train(smallOptions({ resumeFrom: kept[1] }));
  expect(resumed).toEqual(await train(smallOptions()));
});

test('a signal during the pass over the validation rows leaves a checkpoint before it', async () => {
  const kept: Checkpoint[] = [];
  const save = async (checkpoint: Checkpoint): Promise<void> => void kept.push(checkpoint);
  const control = new AbortController();
  const backend = referenceBackend({ floats: 32 });
  const { run } = backend;
  let runs = 0;
  const counted = {
    ...backend,
    run: (...args: Parameters<typeof run>) => {
      if (runs++ === 7) control.abort(); // initialise, shuffle, 5 steps, then the validation rows
      return run(...args);
    },
  };
  const options = smallOptions({ ...paced, backend: counted, batchSize: 8, signal: control.signal });
  const { stopReason } = await train({ ...options, checkpoints: { every: 1e9, save } });
  expect(stopReason).toBe('aborted');
  expect(kept.map(({ epoch, step }) => [epoch, step])).toEqual([[0, 5]]);
  expect(await train(smallOptions({ resumeFrom: kept[0] }))).toEqual(await train(smallOptions()));
});

test('numbers that are lent to save are written over later, and the training comes to the same', async () => {
  const lent: Checkpoint[] = [];
  const atOnce: string[] = [];
  const save = async (checkpoint: Checkpoint): Promise<void> => {
    lent.push(checkpoint);
    atOnce.push(fingerprintOf(checkpoint.tensors));
  };
  const options = { epochs: 4, checkpoints: { every: 1e9, save, lent: true } };
  const { checkpoints, result } = await trainedAtEnds({ epochs: 4 });
  expect(await train(smallOptions(options))).toEqual(result);
  expect(atOnce).toEqual(checkpoints.map(({ tensors }) => fingerprintOf(tensors)));
  expect(lent[0].tensors[0].values).toBe(lent[1].tensors[0].values);
  expect(checkpoints[0].tensors[0].values).not.toEqual(checkpoints[1].tensors[0].values);
});

/** A training and a checkpoint of each of its epochs' ends. */
async function trainedAtEnds(changes: Changes) {
  const checkpoints: Checkpoint[] = [];
  const save = async (checkpoint: Checkpoint): Promise<void> => void checkpoints.push(checkpoint);
  return { checkpoints, result: await train(smallOptions({ ...changes, checkpoints: { every: 1e9, save } })) };
}

test('each epoch that ends is kept once, the last one too', async () => {
  const kept: (readonly [epoch: number, step: number])[] = [];
  const save = async ({ epoch, step }: Checkpoint): Promise<void> => void kept.push([epoch, step]);
  await train(smallOptions({ epochs: 3, checkpoints: { every: 1e9, save } }));
  expect(kept).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
});

test('while a checkpoint is being kept no other is taken', async () => {
  let keeping = 0;
  let most = 0;
  let taken = 0;
  const save = async (): Promise<void> => {
    taken++;
    most = Math.max(most, ++keeping);
    await new Promise((resolve) => setTimeout(resolve, 5));
    keeping--;
  };
  await train(smallOptions({ ...paced, epochs: 20, checkpoints: { every: 0, save } }));
  expect({ most, keeping }).toEqual({ most: 1, keeping: 0 });
  expect(taken).toBeGreaterThan(1);
});

test('a checkpoint that cannot be kept ends the training with its error', async () => {
  const save = async (): Promise<void> => {
    throw new Error('no space left');
  };
  await expect(train(smallOptions({ checkpoints: { every: 0, save } }))).rejects.toThrow('no space left');
});

test('a checkpoint of another training is refused', async () => {
  const { checkpoints } = await trainedWithCheckpoints(() => ({}));
  const [, , resumeFrom] = checkpoints;
  const resume = (changes: Changes): Promise<unknown> => train(smallOptions({ resumeFrom, ...changes }));
  await expect(resume({ resumeFrom: { ...resumeFrom, seed: '00000000000000ff' } })).rejects.toThrow(
    /^resumeFrom: expected a checkpoint of seed [0-9a-f]{16}, received one of seed 00000000000000ff\. resume with the options that the training was begun with\.$/,
  );
  await expect(resume({ listeners: [earlyStopping()] })).rejects.toThrow(
    'resumeFrom: expected what listener earlyStopping remembers, received nothing of it. resume with the options',
  );
  await expect(resume({ optimizer: sgd() })).rejects.toThrow(
    'resumeFrom: expected the 8 tensors of the model, received optimizer.firstMoment is not part of the model;',
  );
  await expect(resume({ model: sequential({ input: [2] }, [dense({ units: 3 })]) })).rejects.toThrow(
    '0.weight is [2, 6] instead of [2, 3]',
  );
  await expect(train(smallOptions({ resumeFrom: checkpoints.at(-1)!, epochs: 2 }))).rejects.toThrow(
    'epochs: expected at least the 3 that the checkpoint has trained, received 2. resume with as many epochs',
  );
});

test('divergence is found at the same step and layer after a resumption', async () => {
  const model = sequential({ input: [2] }, [dense({ units: 4 }), dense({ units: 2 })]);
  const diverging: Changes = { ...regression, model, optimizer: sgd({ learningRate: 10 }), validation: undefined };
  const checkpoints: Checkpoint[] = [];
  const save = async (checkpoint: Checkpoint): Promise<void> => void checkpoints.push(checkpoint);
  const message = async (changes: Changes): Promise<string> => {
    const failed = await train(smallOptions({ ...diverging, epochs: 40, ...changes })).catch((error: Error) => error);
    return (failed as Error).message;
  };
  const first = await message({ ...paced, checkpoints: { every: 0, save } });
  expect(first).toMatch(/^epoch \d+, step \d+: expected a finite loss, received .*; .* model\[\d\] \w+\. lower/);
  expect(await message({})).toBe(first);
  expect(await message({ resumeFrom: checkpoints.at(-1) })).toBe(first);
});

test('rows that are not numbers are named as the data', async () => {
  const options = smallOptions({ epochs: 1 });
  const { values } = options.train.placed.table.features as { values: Float32Array };
  values[3] = Number.NaN;
  const { features } = options.train.placed;
  options.backend.memory.write(features, values);
  const failed = train({ ...options, train: someRows(options.train.placed, 0, 8) });
  await expect(failed).rejects.toThrow('the first output that is not finite is that of the data.');
});

test('a training that goes on tells how many steps it had before', async () => {
  const { checkpoints } = await trainedWithCheckpoints(() => ({}));
  for (const resumeFrom of [checkpoints[2], checkpoints[7]]) {
    const log = recorder();
    await train(smallOptions({ resumeFrom, listeners: [log] }));
    const taken = 5 * resumeFrom.epoch + resumeFrom.step;
    expect(log.events[0]).toEqual({ type: 'train-started', epochs: 3, stepsPerEpoch: 5, taken });
  }
});
