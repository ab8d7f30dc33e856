import { expect, test } from 'vitest';
import { floatFeatures, valueTable } from '../data/index.ts';
import { referenceBackend, wasmBackend } from '../kernels/index.ts';
import {
  crossEntropy,
  dense,
  meanSquaredError,
  sequential as network,
  relu,
  type sequential,
  softmax,
} from '../model/index.ts';
import type { ClassificationEpoch, RegressionEpoch } from '../record/index.ts';
import { totalOf } from '../record/index.ts';
import { assertClose, ROUNDING } from '../testing/index.ts';
import { earlyStopping, recorder } from './listeners/index.ts';
import { sgd } from './optimizers/index.ts';
import { step } from './schedules/index.ts';
import { openSession } from './session.ts';
import { productAndSum, smallModel, smallOptions, someRows, trainSmall } from './small-training.fixture.ts';
import { train } from './train.ts';

/** A clock that jumps a second at every look, so that every step is told of. */
function slowClock(): () => number {
  let time = 0;
  return () => (time += 1000);
}

test('events come in order: started, the progress of each epoch and its record, stopped', async () => {
  const log = recorder();
  const result = await trainSmall({ listeners: [log], now: slowClock(), epochs: 2 });
  const told = log.events.map((event) =>
    event.type === 'progress'
      ? `${event.epoch}:${event.step}/${event.stepsPerEpoch}`
      : event.type === 'epoch'
        ? `epoch ${event.record.epoch}`
        : event.type,
  );
  const steps = (epoch: number) => [1, 2, 3, 4, 5].map((at) => `${epoch}:${at}/5`);
  expect(told).toEqual(['train-started', ...steps(1), 'epoch 1', ...steps(2), 'epoch 2', 'train-stopped']);
  expect(log.events[0]).toEqual({ type: 'train-started', epochs: 2, stepsPerEpoch: 5 });
  expect(log.events.at(-1)).toEqual({
    type: 'train-stopped',
    reason: 'epochs',
    message: result.message,
    bestEpoch: result.bestEpoch,
  });
  expect(result.message).toBe(`All 2 epochs trained; the weights of epoch ${result.bestEpoch} were kept`);
});

test('when steps are fast, one event tells of many', async () => {
  const log = recorder();
  await trainSmall({ listeners: [log], batchSize: 1, epochs: 1 });
  const steps = log.events.flatMap((event) => (event.type === 'progress' ? [event.step] : []));
  expect(steps).toEqual([1, 5, 21, 40]);
});

test('an epoch’s record holds what its passes counted, and the learning rate exactly as it was given', async () => {
  const { epochs } = await trainSmall({
    optimizer: sgd({ learningRate: 0.1 }),
    schedule: step({ every: 2, factor: 0.5 }),
    now: slowClock(),
  });
  expect(epochs.map(({ epoch, learningRate }) => [epoch, learningRate])).toEqual([
    [1, 0.1],
    [2, 0.1],
    [3, 0.05],
  ]);
  for (const record of epochs as ClassificationEpoch[]) {
    expect(totalOf(record.validationConfusion as number[][])).toBe(20);
    expect(record.trainLoss).toBeGreaterThan(0);
    expect(record.samplesPerSecond).toBeGreaterThan(0);
  }
});

test('a regression’s record holds RMSE, MAE and R2', async () => {
  const { epochs } = await trainSmall({
    table: productAndSum(),
    model: smallModel(2),
    loss: meanSquaredError(),
    epochs: 1,
  });
  const [record] = epochs as RegressionEpoch[];
  expect(Object.keys(record)).toEqual([
    ...['epoch', 'learningRate', 'trainLoss', 'trainRmse', 'validationLoss', 'validationRmse', 'validationMae'],
    ...['validationR2', 'seconds', 'samplesPerSecond'],
  ]);
  assertClose('RMSE', [(record.validationRmse as number) ** 2], [record.validationLoss as number], ROUNDING);
});

test('a loss that is not finite ends the training with an error that names epoch and step', async () => {
  const optimizer = sgd({ learningRate: 1e30 });
  const table = productAndSum();
  const model = network({ input: [2] }, [dense({ units: 2 })]);
  const failure = trainSmall({ table, model, loss: meanSquaredError(), optimizer, now: slowClock() });
  await expect(failure).rejects.toThrow(
    /^epoch 1, step 3: expected a finite loss, received NaN; the first output that is not finite is that of model\[0\] dense\. lower the learning rate, or clip gradients with clipNorm\.$/,
  );
  await expect(failure).rejects.toMatchObject({ code: 'diverged' });
});

test('a training that diverged gives its memory back', async () => {
  const backend = referenceBackend({ floats: 32 });
  const options = smallOptions({ backend, optimizer: sgd({ learningRate: 1e30 }), model: smallModel(), epochs: 50 });
  const free = backend.memory.allocate(64);
  backend.memory.release(free);
  await train(options).catch(() => undefined);
  expect(backend.memory.allocate(64)).toBe(free);
});

test('a last step that ruins the weights ends the training with an error, though no loss tells of it', async () => {
  const model = network({ input: [2] }, [dense({ units: 2 })]);
  const table = valueTable('far', floatFeatures([2], [1, 2, 3, 4]), Float32Array.of(100, 100, 100, 100), 2);
  const changes = { table, model, loss: meanSquaredError(), optimizer: sgd({ learningRate: 1e38 }) };
  const options = smallOptions({ ...changes, batchSize: 2, epochs: 1, validation: undefined });
  const failure = train({ ...options, train: someRows(options.train.placed, 0, 2) });
  await expect(failure).rejects.toThrow(
    'epoch 1, 0.weight: expected finite weights after the last step, received numbers that are not finite. lower the learning rate, or clip gradients with clipNorm.',
  );
  await expect(failure).rejects.toMatchObject({ code: 'diverged' });
});

test('an aborted training keeps the weights of its best epoch, and says where it stopped', async () => {
  const control = new AbortController();
  const listener = {
    name: 'abort',
    onEvent: ({ type, ...event }: { type: string; epoch?: number; step?: number }) => {
      if (type === 'progress' && event.epoch === 3 && event.step === 2) control.abort();
    },
  };
  const options = { listeners: [listener], now: slowClock(), epochs: 9 };
  const stopped = await trainSmall({ ...options, signal: control.signal });
  const two = await trainSmall({ epochs: 2 });
  expect(stopped.stopReason).toBe('aborted');
  expect(stopped.epochs).toHaveLength(2);
  expect(stopped.message).toBe(`Stopped in epoch 3; the weights of epoch ${two.bestEpoch} were kept`);
  expect(stopped.fingerprint).toBe(two.fingerprint);
});

test('a training aborted before its first epoch ended keeps the weights of the last step', async () => {
  const result = await trainSmall({ signal: AbortSignal.abort() });
  expect([result.bestEpoch, result.bestValue, result.stopReason]).toEqual([0, null, 'aborted']);
  expect(result.message).toBe('Stopped in epoch 1; the weights of the last step were kept');
  expect(result.fingerprint).toBe(result.initialFingerprint);
});

test('early stopping ends on the best weights', async () => {
  const optimizer = sgd({ learningRate: 0.5 });
  const result = await trainSmall({ optimizer, epochs: 60, listeners: [earlyStopping({ patience: 2 })] });
  expect(result.stopReason).toBe('early-stopping');
  const last = result.epochs.length;
  expect(result.message).toBe(`Early stopping at epoch ${last}; the weights of epoch ${result.bestEpoch} were kept`);
  expect(result.bestEpoch).toBe(last - 2);
  expect(result.fingerprint).toBe((await trainSmall({ optimizer, epochs: result.bestEpoch })).fingerprint);
  expect(result.lastFingerprint).not.toBe((await trainSmall({ optimizer, epochs: result.bestEpoch })).lastFingerprint);
});

test('the kept epoch is the best by the metric asked for; without validation rows it is the last', async () => {
  const keepBest = { metric: 'validationMacroF1', direction: 'max' } as const;
  const { epochs, bestEpoch, bestValue } = await trainSmall({ keepBest, epochs: 6 });
  const scores = (epochs as ClassificationEpoch[]).map((record) => record.validationMacroF1 as number);
  expect([bestEpoch, bestValue]).toEqual([scores.indexOf(Math.max(...scores)) + 1, Math.max(...scores)]);
  expect((await trainSmall({ validation: undefined })).bestEpoch).toBe(3);
});

test('dropLast leaves the last, smaller batch of an epoch out; otherwise every row is trained on once', async () => {
  const rowsOf = async (dropLast: boolean | undefined) => {
    const options = smallOptions({ batchSize: 12, dropLast });
    const session = openSession(options);
    await session.initialize();
    await session.beginEpoch(0, Array(session.stepsPerEpoch).fill(0.01));
    await session.step(session.stepsPerEpoch);
    const { confusion } = session.trainCounts(40);
    session.close();
    return [session.stepsPerEpoch, totalOf(confusion as number[][])];
  };
  expect(await rowsOf(undefined)).toEqual([3, 36]);
  expect(await rowsOf(true)).toEqual([3, 36]);
  expect(await rowsOf(false)).toEqual([4, 40]);
});

test('steps taken one by one, in chunks and across the smaller last batch are the same training', async () => {
  const options = { batchSize: 12, dropLast: false };
  const fast = await trainSmall(options);
  const slow = await trainSmall({ ...options, now: slowClock() });
  expect(slow.lastFingerprint).toBe(fast.lastFingerprint);
  const losses = (result: typeof fast) => result.epochs.map(({ trainLoss }) => trainLoss);
  expect(losses(slow)).toEqual(losses(fast));
});

test('the same seed gives the same training, another seed another', async () => {
  const [one, same, other] = [await trainSmall(), await trainSmall(), await trainSmall({ seed: '00000000000000ff' })];
  expect(same).toEqual(one);
  expect(other.initialFingerprint).not.toBe(one.initialFingerprint);
});

test('clipping changes the training only where a norm is above the limit', async () => {
  const free = await trainSmall();
  expect((await trainSmall({ clipNorm: 1e6 })).lastFingerprint).toBe(free.lastFingerprint);
  expect((await trainSmall({ clipNorm: 0.01, optimizer: sgd() })).lastFingerprint).not.toBe(
    (await trainSmall({ optimizer: sgd() })).lastFingerprint,
  );
});

test('a network that ends in softmax under crossEntropy is the same network as without it', async () => {
  const layers: Parameters<typeof sequential>[1] = [dense({ units: 5 }), relu(), dense({ units: 3 })];
  const plain = await trainSmall({ model: network({ input: [2] }, layers) });
  const merged = await trainSmall({ model: network({ input: [2] }, [...layers, softmax()]) });
  expect(merged.fingerprint).toBe(plain.fingerprint);
  expect(merged.lastFingerprint).toBe(plain.lastFingerprint);
  expect(merged.epochs).toEqual(plain.epochs);
});

test('strict WebAssembly trains the network that the float32 textbook trains, bit for bit', async () => {
  const textbook = await trainSmall();
  const strict = await trainSmall({ backend: await wasmBackend({ profile: 'strict' }) });
  expect(strict.lastFingerprint).toBe(textbook.lastFingerprint);
  expect(strict.epochs).toEqual(textbook.epochs);
});

test('class weights reach the loss', async () => {
  const weighted = await trainSmall({ loss: crossEntropy({ classWeights: [1, 1, 5] }) });
  expect(weighted.lastFingerprint).not.toBe((await trainSmall()).lastFingerprint);
  expect(weighted.lastFingerprint).toBe(
    (await trainSmall({ loss: crossEntropy({ classWeights: [1, 1, 5] }) })).lastFingerprint,
  );
});

test('batches whose rows all weigh nothing have loss 0 and change nothing, on both backends alike', async () => {
  const linear = network({ input: [2] }, [dense({ units: 3 })]);
  const changes = { model: linear, optimizer: sgd(), loss: crossEntropy({ classWeights: [0, 0, 1] }), batchSize: 1 };
  const session = openSession(smallOptions(changes));
  await session.initialize();
  await session.beginEpoch(0, Array(session.stepsPerEpoch).fill(0.1));
  const losses = Array.from(await session.step(session.stepsPerEpoch));
  session.close();
  const light = losses.filter((value) => value === 0).length;
  expect(light).toBeGreaterThan(0);
  expect(losses.filter((value) => value > 0)).toHaveLength(40 - light);

  const textbook = await trainSmall(changes);
  const strict = await trainSmall({ ...changes, backend: await wasmBackend({ profile: 'strict' }) });
  expect(strict.lastFingerprint).toBe(textbook.lastFingerprint);
  expect(strict.epochs).toEqual(textbook.epochs);
  expect(strict.lastFingerprint).not.toBe(strict.initialFingerprint);
});

test('a training whose rows all weigh nothing has loss 0 throughout, and keeps its weights', async () => {
  for (const backend of [referenceBackend({ floats: 32 }), await wasmBackend({ profile: 'strict' })]) {
    const options = smallOptions({ backend, optimizer: sgd(), loss: crossEntropy({ classWeights: [1, 0, 0] }) });
    const { targets } = options.train.placed.table;
    const heavy = targets.kind === 'classes' ? targets.labels : [];
    const rows = Uint32Array.from(Array.from(heavy.keys()).filter((row) => heavy[row] !== 0));
    const weightless = { placed: options.train.placed, rows };
    const model = network({ input: [2] }, [dense({ units: 3 })]);
    const result = await train({ ...options, model, train: weightless, validation: weightless });
    expect(result.epochs.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss])).toEqual(
      Array(3).fill([0, 0]),
    );
    expect(result.fingerprint).toBe(result.initialFingerprint);
  }
});
