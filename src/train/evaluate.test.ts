import { expect, test } from 'vitest';
import { crossEntropy, meanSquaredError } from '../model/index.ts';
import { accuracyOf, totalOf } from '../record/index.ts';
import { assertClose, FLOAT32, ROUNDING } from '../testing/index.ts';
import { evaluate } from './evaluate.ts';
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
