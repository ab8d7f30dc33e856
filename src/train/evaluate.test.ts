import { expect, test } from 'vitest';
import { floatFeatures, valueTable } from '../data/index.ts';
import { wasmBackend } from '../kernels/index.ts';
import {
  binaryCrossEntropy,
  crossEntropy,
  dense,
  meanSquaredError,
  relu,
  sequential,
  sigmoid,
} from '../model/index.ts';
import { accuracyOf, totalOf } from '../record/index.ts';
import { assertClose, FLOAT32, ROUNDING } from '../testing/index.ts';
import { evaluate } from './evaluate.ts';
import { createEvaluator } from './evaluator.ts';
import { placeTable } from './place-table.ts';
import { productAndSum, rings, smallModel, smallOptions, someRows } from './small-training.fixture.ts';
import { train } from './train.ts';

const options = smallOptions();
const { model, loss, backend } = options;
const { tensors } = await train(options);
const { placed } = options.train;
const whole = await evaluate({ model, loss, tensors, backend, rows: someRows(placed, 0, 60) });

test('every row is counted exactly once, whatever the batch', async () => {
  expect(whole.rows).toBe(60);
  expect(totalOf(whole.confusion as number[][])).toBe(60);
  for (const batchSize of [1, 7, 20, 59, 1000]) {
    const parts = await evaluate({ model, loss, tensors, backend, rows: someRows(placed, 0, 60), batchSize });
    expect(parts.predictions).toEqual(whole.predictions);
    expect(parts.confusion).toEqual(whole.confusion);
    expect(parts.topK).toEqual(whole.topK);
    assertClose('loss', [parts.loss], [whole.loss], ROUNDING);
  }
});

test('predictions are probabilities, in the order of the rows given', async () => {
  const rows = { placed, rows: Uint32Array.of(5, 2, 59) };
  const { predictions } = await evaluate({ model, loss, tensors, backend, rows, batchSize: 2 });
  for (const [at, row] of [5, 2, 59].entries()) {
    const own = predictions.slice(3 * at, 3 * at + 3);
    expect(own).toEqual(whole.predictions.slice(3 * row, 3 * row + 3));
    expect(Math.abs(own[0] + own[1] + own[2] - 1)).toBeLessThan(1e-6);
  }
});

test('confusion, loss and top-k are those of the predictions', () => {
  const { labels } = rings().targets as { labels: Int32Array };
  const confusion = [0, 1, 2].map(() => [0, 0, 0]);
  let nats = 0;
  let second = 0;
  for (const [row, label] of labels.entries()) {
    const p = Array.from(whole.predictions.slice(3 * row, 3 * row + 3));
    confusion[label][p.indexOf(Math.max(...p))]++;
    nats -= Math.log(p[label]);
    if (p.filter((value) => value > p[label]).length < 2) second++;
  }
  expect(whole.confusion).toEqual(confusion);
  expect(whole.topK).toEqual([accuracyOf(confusion), second / 60, 1]);
  assertClose('loss', [whole.loss], [nats / 60], FLOAT32);
});

test('several probabilities are given RMSE, MAE and R2 of themselves, in training and after it, not of their logits', async () => {
  const targets = Float32Array.of(0, 1, 1, 0, 0, 1, 1, 0);
  const table = valueTable('signs', floatFeatures([1], [-1, 1, -2, 2]), targets, 2);
  const signs = sequential({ input: [1] }, [dense({ units: 2 }), sigmoid()]);
  const own = { ...smallOptions({ table }), model: signs, loss: binaryCrossEntropy() };
  const all = { placed: own.train.placed, rows: Uint32Array.of(0, 1, 2, 3) };
  const trained = await train({ ...own, train: all, validation: all, batchSize: 3, epochs: 30 });
  const found = await evaluate({
    model: signs,
    loss: own.loss,
    tensors: trained.tensors,
    backend: own.backend,
    rows: all,
  });
  const errors = found.predictions.map((p, i) => p - targets[i]);
  const squares = errors.reduce((sum, e) => sum + e * e, 0);
  assertClose('rmse', [found.rmse!], [Math.sqrt(squares / 8)], FLOAT32);
  assertClose('mae', [found.mae!], [errors.reduce((sum, e) => sum + Math.abs(e), 0) / 8], FLOAT32);
  expect(trained.epochs.at(-1)).toMatchObject({ validationRmse: expect.closeTo(found.rmse!, 6) });
});

test('a regression is given RMSE, MAE and R2 of its predictions', async () => {
  const regression = { ...smallOptions({ table: productAndSum() }), model: smallModel(2), loss: meanSquaredError() };
  const { tensors: own } = await train(regression);
  const rows = someRows(regression.train.placed, 0, 60);
  const found = await evaluate({ ...regression, tensors: own, rows, batchSize: 13 });
  const { values } = productAndSum().targets as { values: Float32Array };
  const errors = Array.from(found.predictions, (value, i) => value - values[i]);
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  assertClose('MAE', [found.mae as number], [mean(errors.map(Math.abs))], ROUNDING);
  assertClose('RMSE', [found.rmse as number], [Math.sqrt(mean(errors.map((e) => e * e)))], ROUNDING);
  const r2 = [0, 1].map((j) => {
    const column = Array.from(values).filter((_, i) => i % 2 === j);
    const spread = column.reduce((sum, value) => sum + (value - mean(column)) ** 2, 0);
    return 1 - errors.filter((_, i) => i % 2 === j).reduce((sum, e) => sum + e * e, 0) / spread;
  });
  assertClose('R2', [found.r2 as number], [mean(r2)], ROUNDING);
});

test('rows that do not fit the network are refused', async () => {
  const rows = someRows(placeTable(backend.memory, rings()), 0, 10);
  await expect(evaluate({ model: smallModel(5), loss: crossEntropy(), tensors, backend, rows })).rejects.toThrow(
    'model[4] dense: expected 3 outputs, one for each class, received 5. end the network with dense: 3 for crossEntropy.',
  );
});

/** R2 of predictions, as the WebAssembly kernels count it. `skip` rows at the beginning are not looked at. */
async function r2Of(predictions: readonly number[], targets: readonly number[], skip = 0): Promise<number> {
  const on = await wasmBackend({ profile: 'strict' });
  // The network says what it is given: numbers of at least 0 pass a rectifier unchanged.
  const table = valueTable('r2', floatFeatures([1], predictions), Float32Array.from(targets), 1);
  const rows = someRows(placeTable(on.memory, table), skip, targets.length);
  const says = { model: sequential({ input: [1] }, [relu()]), tensors: [] };
  return (await evaluate({ ...says, loss: meanSquaredError(), backend: on, rows, batchSize: 64 })).r2 as number;
}

test('an evaluator refuses more rows at once than it has room for, and has no figures before there were rows', async () => {
  const evaluator = createEvaluator({ model, loss, tensors, backend, mostRows: 10 });
  try {
    expect(() => evaluator.figures()).toThrow(
      'figures of an evaluator: expected rows that it has answered, received none. add rows first.',
    );
    await expect(evaluator.add(someRows(placed, 0, 11))).rejects.toThrow(
      'rows to evaluate: expected at most 10 in one part, as mostRows says, received 11. add them in smaller parts, or make the evaluator for more.',
    );
    for (let row = 0; row < 60; row += 10) await evaluator.add(someRows(placed, row, row + 10));
    expect(evaluator.figures().confusion).toEqual(whole.confusion);
  } finally {
    evaluator.close();
  }
});

test('R2 of 1,000 targets that are all equal is exactly 0, or exactly 1 when they are predicted exactly', async () => {
  const equal = new Array<number>(1000).fill(0.1);
  const imperfect = equal.map((value, i) => value + (i % 7) / 100);
  expect(await r2Of(imperfect, equal)).toBe(0);
  expect(await r2Of(equal, equal)).toBe(1);
  // The same where the rows looked at are equal and the rest of the table is not.
  expect(await r2Of([700, ...imperfect], [700, ...equal], 1)).toBe(0);
  expect(await r2Of([700, ...equal], [700, ...equal], 1)).toBe(1);
});

test('R2 of large targets that differ little keeps its digits', async () => {
  const noiseOf = (i: number): number => ((i * 37) % 101) / 16;
  const small = Array.from({ length: 1000 }, (_, i) => noiseOf(i));
  const said = small.map((value, i) => value + noiseOf(i + 13) / 4 - 0.75);
  const predictions = said.map((value) => Math.fround(1e6 + value) - 1e6);
  const mean = small.reduce((sum, value) => sum + value, 0) / 1000;
  const spread = small.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const errors = small.reduce((sum, value, i) => sum + (predictions[i] - value) ** 2, 0);
  const large = (values: readonly number[]): number[] => values.map((value) => 1e6 + value);
  expect(Math.abs((await r2Of(large(said), large(small))) - (1 - errors / spread))).toBeLessThan(1e-9);
  // Also where the table begins with a target far away that is not looked at.
  const far = (values: readonly number[]): number[] => [1e30, ...large(values)];
  expect(Math.abs((await r2Of(far(said), far(small), 1)) - (1 - errors / spread))).toBeLessThan(1e-9);
});
