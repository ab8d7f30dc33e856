// The classic mistakes of training code. Each test checks that Heddle does not make one, and that the same check fails for a
// part that does: for every mistake there is a mutant.

import {
  adam,
  batchNorm,
  classTable,
  crossEntropy,
  dense,
  dropout,
  type EpochRecord,
  evaluate,
  f1Of,
  floatFeatures,
  type Kernels,
  type Layer,
  type Loss,
  layerKinds,
  loadModel,
  type Model,
  type NamedTensor,
  type Optimizer,
  placeTable,
  type Rows,
  randomSplit,
  readSafetensors,
  referenceBackend,
  type Span,
  saveModel,
  seedFrom,
  sequential,
  train,
  writeSafetensors,
} from 'heddle';
import { assertClose, assertGradients, FLOAT32, NEAR, parametersAfter } from 'heddle/testing';
import { expect, test } from 'vitest';
import {
  batchNormOfTheBatch,
  batchNormUntrained,
  dropoutAlways,
  network,
  optionsOf,
  ROWS,
  rowsOf,
  TRAINED,
  table,
  trained,
  wrongBackend,
  wrongLayer,
  wrongLoss,
} from './classic-mistakes.fixture.ts';

/** What `network` answers for every row, computed here: running statistics, no dropout, softmax once. */
function answersOf(tensors: readonly NamedTensor[]): number[] {
  const values = (name: string): ArrayLike<number> => {
    const tensor = tensors.find((candidate) => candidate.name === name);
    if (tensor === undefined) throw new Error(`${name} is missing`);
    return tensor.values;
  };
  const product = (x: readonly number[], layer: number): number[] => {
    const [weight, bias] = [values(`${layer}.weight`), values(`${layer}.bias`)];
    return Array.from(bias, (b, j) => x.reduce((sum, value, i) => sum + value * weight[i * bias.length + j], b));
  };
  const x = table().features.values;
  return Array.from({ length: ROWS }, (_, row) => {
    const hidden = product([x[2 * row], x[2 * row + 1]], 0).map((value, j) => {
      const deviation = Math.sqrt(values('1.runningVariance')[j] + 1e-5);
      const normal = (value - values('1.runningMean')[j]) / deviation;
      return Math.max(0, normal * values('1.gamma')[j] + values('1.beta')[j]);
    });
    const powers = product(hidden, 4).map(Math.exp);
    return powers.map((power) => power / powers.reduce((sum, value) => sum + value));
  }).flat();
}

test('at evaluation there is no dropout, and the running statistics stand in for the batch’s', async () => {
  const check = async (model: Model): Promise<void> => {
    const options = optionsOf({ model });
    const { tensors } = await train(options);
    const rows = rowsOf(options.train.placed, 0, ROWS);
    const { predictions } = await evaluate({ ...options, tensors, rows, batchSize: 7 });
    assertClose('predictions', predictions, answersOf(tensors), FLOAT32);
  };
  await check(network());
  await expect(check(network(batchNorm(), dropoutAlways()))).rejects.toThrow('predictions: worst at');
  await expect(check(network(batchNormOfTheBatch()))).rejects.toThrow('predictions: worst at');
});

test('validation between epochs is such an evaluation: its loss is that of the kept weights', async () => {
  const check = async (model: Model): Promise<void> => {
    const options = optionsOf({ model, epochs: 1 });
    const { tensors, epochs } = await train(options);
    const { loss } = await evaluate({ ...options, tensors, rows: options.validation as Rows, batchSize: 5 });
    assertClose('loss', [epochs[0].validationLoss as number], [loss], FLOAT32);
  };
  await check(network());
  await expect(check(network(batchNorm(), dropoutAlways()))).rejects.toThrow('loss: worst at');
  await expect(check(network(batchNormOfTheBatch()))).rejects.toThrow('loss: worst at');
});

test('a saved model has the running statistics, and answers as the trained one did', async () => {
  const options = optionsOf();
  const { model, loss } = options;
  const { tensors } = await train(options);
  const kept = {
    model,
    loss: { kind: 'crossEntropy' },
    tensors,
    classNames: null,
    preprocessing: { kind: 'floats' } as const,
  };
  const rows = rowsOf(options.train.placed, 0, ROWS);
  const check = async (bytes: Uint8Array): Promise<void> => {
    const saved = loadModel(bytes, 'model.safetensors', layerKinds);
    const { predictions } = await evaluate({ ...options, model: saved.model, loss, tensors: saved.tensors, rows });
    assertClose('predictions', predictions, answersOf(tensors), FLOAT32);
  };
  await check(saveModel(kept));

  const isStatistic = ({ name }: NamedTensor): boolean => name.includes('.running');
  const { tensors: stored, metadata } = readSafetensors(saveModel(kept), 'model.safetensors');
  expect(stored.filter(isStatistic).map(({ name }) => name)).toEqual(['1.runningMean', '1.runningVariance']);
  const without = stored.filter((tensor) => !isStatistic(tensor));
  await expect(check(writeSafetensors({ tensors: without, metadata }))).rejects.toThrow(
    'received 1.runningMean is missing; 1.runningVariance is missing',
  );
  const fresh = tensors.map((tensor) =>
    isStatistic(tensor)
      ? { ...tensor, values: new Float32Array(tensor.values.length).fill(tensor.name.endsWith('Mean') ? 0 : 1) }
      : tensor,
  );
  await expect(check(saveModel({ ...kept, tensors: fresh }))).rejects.toThrow('predictions: worst at');
});

test('gamma and beta of batchNorm are trained', async () => {
  const check = async (norm: Layer): Promise<void> => {
    const { tensors } = await trained({ model: network(norm) });
    const moved = (name: string, start: number) =>
      Array.from(tensors.find((tensor) => tensor.name === name)?.values ?? []).some((value) => value !== start);
    expect({ gamma: moved('1.gamma', 1), beta: moved('1.beta', 0) }).toEqual({ gamma: true, beta: true });
  };
  await check(batchNorm());
  await expect(check(batchNormUntrained())).rejects.toThrow();
});

test('Adam corrects its bias: the first step is the learning rate, whatever the size of the gradient', async () => {
  const backend = referenceBackend({ floats: 64 });
  const check = async (optimizer: Optimizer): Promise<void> => {
    const [after] = await parametersAfter({ optimizer, backend, parameters: [1, 1], gradients: [[100, -0.01]] });
    assertClose('parameters', after, [0.99, 1.01], NEAR);
  };
  const good = adam({ learningRate: 0.01 });
  await check(good);
  // Late in a training the correction is 1: a clock that says so takes it away from the first step.
  const late: Span = { type: 'int32', offset: backend.memory.allocate(12), length: 3 };
  backend.memory.write(late, [0, 1_000_000, 0]);
  const definition: Optimizer['definition'] = {
    ...good.definition,
    update: (pass, options) => good.definition.update({ ...pass, clock: late }, options),
  };
  await expect(check({ ...good, definition })).rejects.toThrow('parameters: worst at');
});

test('the gradient of the softmax is taken once, and divided by the number of rows', async () => {
  const check = (loss: Loss) => assertGradients({ input: [4], layers: [dense({ units: 3 })], loss, rows: 6 });
  const good = crossEntropy();
  const { definition, options } = good;
  await check(good);
  const twice = wrongLoss(good, {
    backward(pass) {
      definition.backward(pass, options);
      const { kernels, n, output, dy, saved } = pass;
      kernels.softmaxBackward({ out: dy, dy, y: saved['probabilities'], n, size: output[0] });
    },
  });
  await expect(check(twice)).rejects.toThrow('gradient of ');
  const undivided = wrongLoss(good, {
    plan: (output) => ({ ...definition.plan(output, options), constants: { one: [1] } }),
    forward: (pass) => definition.forward({ ...pass, constants: {} }, options),
    backward: (pass) => definition.backward({ ...pass, scale: pass.constants['one'], constants: {} }, options),
  });
  await expect(check(undivided)).rejects.toThrow('gradient of ');
});

/** Macro-F1 by scikit-learn's definition, from labels and predicted classes alone. */
function macroF1(labels: readonly number[], predicted: readonly number[]): number {
  const classes = [...new Set([...labels, ...predicted])];
  const scores = classes.map((c) => {
    const hits = labels.filter((label, i) => label === c && predicted[i] === c).length;
    const both = labels.filter((label) => label === c).length + predicted.filter((p) => p === c).length;
    return (2 * hits) / both;
  });
  return scores.reduce((sum, score) => sum + score, 0) / classes.length;
}

test('macro-F1 is that of the whole set: not micro, and not the mean of batches', async () => {
  // At a rate this small the weights stand still, so the training passes answer as an evaluation does.
  const model = sequential({ input: [2] }, [dense({ units: 8 }), dense({ units: 3 })]);
  const options = optionsOf({ model, optimizer: adam({ learningRate: 1e-20 }), epochs: 1, batchSize: 6 });
  const { tensors, epochs } = await train(options);
  const [record] = epochs as Extract<EpochRecord, { trainMacroF1: number }>[];
  const all = rowsOf(options.train.placed, 0, ROWS);
  const { predictions } = await evaluate({ ...options, tensors, rows: all });
  const { labels } = table().targets as { labels: Int32Array };
  const classOf = (row: number): number => {
    const scores = Array.from(predictions.slice(3 * row, 3 * row + 3));
    return scores.indexOf(Math.max(...scores));
  };
  const over = (first: number, end: number): number => {
    const rows = Array.from({ length: end - first }, (_, i) => first + i);
    return macroF1(
      rows.map((row) => labels[row]),
      rows.map(classOf),
    );
  };
  expect(record.trainMacroF1).toBeCloseTo(over(0, TRAINED), 12);
  expect(record.validationMacroF1).toBeCloseTo(over(TRAINED, ROWS), 12);
  // The set tells the three apart.
  const batches = [0, 6].map((first) => over(TRAINED + first, TRAINED + first + 6));
  expect(Math.abs((batches[0] + batches[1]) / 2 - over(TRAINED, ROWS))).toBeGreaterThan(0.01);
  const micro = f1Of(record.validationConfusion as number[][], 'micro');
  expect(Math.abs(micro - over(TRAINED, ROWS))).toBeGreaterThan(0.01);
});

test('trainings that share a model, its layers and its optimizer do not influence each other', async () => {
  const check = async (first: Layer): Promise<void> => {
    const rest = network().layers.slice(1);
    const model = sequential({ input: [2] }, [first, ...rest]);
    const optimizer = adam({ learningRate: 0.03 });
    const backend = referenceBackend({ floats: 32 });
    const facts = async (seed: number) => {
      const { fingerprint, lastFingerprint } = await trained({ model, optimizer, backend, seed: seedFrom(seed) });
      return { fingerprint, lastFingerprint };
    };
    const alone = await trained({ seed: seedFrom(1) });
    // After another, and beside another.
    await facts(2);
    const [after, , beside] = [await facts(1), ...(await Promise.all([facts(3), facts(1)]))];
    for (const again of [after, beside])
      expect(again).toEqual({ fingerprint: alone.fingerprint, lastFingerprint: alone.lastFingerprint });
  };
  const good = dense({ units: 6 });
  await check(good);
  let kept: Parameters<typeof good.definition.forward>[0]['params'] | undefined;
  const remembering = wrongLayer(good, {
    forward(pass) {
      kept ??= pass.params;
      good.definition.forward({ ...pass, params: kept }, good.options);
    },
  });
  await expect(check(remembering)).rejects.toThrow();
});

/** Trains on rows whose one feature is their number; gives the rows of every training batch, by epoch. */
async function batchesSeen(
  split: { readonly train: Uint32Array; readonly validation: Uint32Array },
  change: (kernels: Kernels, order: Span) => Kernels = (kernels) => kernels,
): Promise<number[][]> {
  const numbers = Array.from({ length: ROWS }, (_, row) => row);
  const numbered = classTable('numbered', floatFeatures([1], numbers), new Int32Array(ROWS), ['a', 'b']);
  const backend = referenceBackend({ floats: 32 });
  const placed = placeTable(backend.memory, numbered);
  const order: Span = { type: 'int32', offset: backend.memory.allocate(4 * ROWS), length: ROWS };
  backend.memory.write(order, numbers);
  let x: Span | undefined;
  const good = dense({ units: 2 });
  const watching = wrongLayer(good, {
    forward(pass) {
      x = { ...pass.x, length: pass.n };
      good.definition.forward(pass, good.options);
    },
  });
  const epochs: number[][] = [];
  let time = 0;
  await train({
    ...optionsOf({ backend: wrongBackend(backend, (kernels) => change(kernels, order)) }),
    model: sequential({ input: [1] }, [watching]),
    optimizer: adam({ learningRate: 1e-6 }),
    train: { placed, rows: split.train },
    validation: { placed, rows: split.validation },
    batchSize: 6,
    epochs: 3,
    // Every look at the clock is a second later, so each step is told of alone.
    now: () => (time += 1000),
    listeners: [
      {
        name: 'watch',
        onEvent(event) {
          if (event.type !== 'progress') return;
          if (event.step === 1) epochs.push([]);
          epochs.at(-1)?.push(...backend.memory.read(x as Span));
        },
      },
    ],
  });
  return epochs;
}

const split = randomSplit(ROWS, ROWS - TRAINED, seedFrom(1));

test('rows are shuffled anew for every epoch', async () => {
  const check = (epochs: readonly (readonly number[])[]): void => {
    expect(epochs).toHaveLength(3);
    const orders = new Set([...epochs, split.train].map((rows) => Array.from(rows).join()));
    expect(orders.size).toBe(4);
  };
  check(await batchesSeen(split));
  const once = await batchesSeen(split, (kernels) => ({
    ...kernels,
    shuffle: (call) => kernels.shuffle({ ...call, position: 0 }),
  }));
  expect(() => check(once)).toThrow();
});

test('an epoch trains on every training row once, and on no validation row', async () => {
  const check = (epochs: readonly (readonly number[])[]): void => {
    for (const rows of epochs) expect([...rows].sort((a, b) => a - b)).toEqual([...split.train]);
    const seen = new Set(epochs.flat());
    expect([...split.validation].filter((row) => seen.has(row))).toEqual([]);
  };
  check(await batchesSeen(split));
  // Row numbers of the whole table instead of the split's.
  const anyRow = await batchesSeen(split, (kernels, order) => ({
    ...kernels,
    gatherFloats: (call) => kernels.gatherFloats({ ...call, order }),
  }));
  expect(() => check(anyRow)).toThrow();
  const [leaked] = split.validation;
  const overlapping = { ...split, train: Uint32Array.of(leaked, ...split.train.slice(1)) };
  const leaking = await batchesSeen(overlapping);
  expect(() => check(leaking)).toThrow();
});

test('looking at validation rows trains nothing', async () => {
  const check = async (model: Model): Promise<void> => {
    const looked = await trained({ model });
    const blind = await trained({ model, validation: undefined });
    expect(blind.lastFingerprint).toBe(looked.lastFingerprint);
  };
  await check(network(batchNorm(), dropout({ rate: 0.5 })));
  // Running statistics that follow the validation rows too.
  await expect(check(network(batchNormOfTheBatch()))).rejects.toThrow();
});
