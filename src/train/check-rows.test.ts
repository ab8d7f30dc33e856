import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { floatFeatures, type Table, valueTable } from '../data/index.ts';
import {
  binaryCrossEntropy,
  crossEntropy,
  dense,
  type Loss,
  type Model,
  meanSquaredError,
  objectiveOf,
  relu,
  sequential,
} from '../model/index.ts';
import { checkRows } from './check-rows.ts';
import { evaluate } from './evaluate.ts';
import { type PlacedTable, placeTable } from './place-table.ts';
import { productAndSum, rings, smallModel, smallOptions, someRows, trainSmall } from './small-training.fixture.ts';
import { train } from './train.ts';

const options = smallOptions();
const { memory } = options.backend;
const classes = options.train.placed;
const values = placeTable(memory, productAndSum());
const wide = placeTable(memory, valueTable('wide', floatFeatures([3], [1, 2, 3, 4, 5, 6]), Float32Array.of(1, 0), 1));

/** What checkRows says of the first rows of a table. */
function refusalOf(model: Model, loss: Loss, placed: PlacedTable, rows: Uint32Array = Uint32Array.of(0, 1)) {
  try {
    checkRows('training rows', objectiveOf(model, loss), { placed, rows });
  } catch (error) {
    if (error instanceof HeddleError) return [error.code, error.message];
    throw error;
  }
  return null;
}

test('rows that fit are let through', () => {
  expect(refusalOf(smallModel(), crossEntropy(), classes, Uint32Array.of(59))).toBeNull();
  expect(refusalOf(smallModel(2), meanSquaredError(), values)).toBeNull();
});

test('no rows, and row numbers outside the table, are refused', () => {
  expect(refusalOf(smallModel(), crossEntropy(), classes, new Uint32Array())).toEqual([
    'data',
    'training rows: expected at least one row, received none. check the split.',
  ]);
  expect(refusalOf(smallModel(), crossEntropy(), classes, Uint32Array.of(3, 60, 61))).toEqual([
    'data',
    'training rows: expected row numbers from 0 to 59, received 60. take rows of the table that was placed.',
  ]);
});

test('features of another shape are refused', () => {
  expect(refusalOf(smallModel(1), meanSquaredError(), wide)).toEqual([
    'shape',
    'model input: expected the shape of the training rows, [3], received [2]. give sequential the shape of the data.',
  ]);
});

test('targets of another kind are refused', () => {
  expect(refusalOf(smallModel(), meanSquaredError(), classes)).toEqual([
    'data',
    'meanSquaredError, training rows: expected targets that are values, received targets that are classes. use crossEntropy for classes.',
  ]);
  expect(refusalOf(smallModel(), crossEntropy(), values)).toEqual([
    'data',
    'crossEntropy, training rows: expected targets that are classes, received targets that are values. use a loss for values, such as meanSquaredError.',
  ]);
});

test('outputs of another number than the targets are refused', () => {
  expect(refusalOf(smallModel(4), crossEntropy(), classes)).toEqual([
    'shape',
    'model[4] dense: expected 3 outputs, one for each class, received 4. end the network with dense: 3 for crossEntropy.',
  ]);
  expect(refusalOf(sequential({ input: [2] }, [dense({ units: 3 }), relu()]), meanSquaredError(), values)).toEqual([
    'shape',
    'model[1] relu: expected 2 outputs, one for each target, received 3. end the network with dense: 2 for meanSquaredError.',
  ]);
});

test('a binary task takes targets from 0 to 1', () => {
  const model = sequential({ input: [1] }, [dense({ units: 1 })]);
  const placedOf = (second: number) =>
    placeTable(memory, valueTable('shares', floatFeatures([1], [1, 2]), Float32Array.of(0.25, second), 1));
  for (const fine of [0, 0.5, 1]) expect(refusalOf(model, binaryCrossEntropy(), placedOf(fine))).toBeNull();
  for (const bad of [-0.5, 1.5]) {
    expect(refusalOf(model, binaryCrossEntropy(), placedOf(bad))).toEqual([
      'data',
      `binaryCrossEntropy, training rows: expected targets from 0 to 1, received ${bad}. use meanSquaredError for other numbers.`,
    ]);
    expect(refusalOf(model, meanSquaredError(), placedOf(bad))).toBeNull();
  }
});

test('a network without parameters is evaluated, but not trained', async () => {
  const loss = meanSquaredError();
  const rows = someRows(values, 0, 4);
  const empty = sequential({ input: [2] }, []);
  const trained = (model: Model) =>
    train({ ...options, model, loss, batchSize: 4, train: rows, validation: undefined });
  await expect(trained(empty)).rejects.toThrow(
    'model: expected a layer with parameters to train, such as dense, received no layer. add a dense layer with as many units as there are classes, or numbers to predict.',
  );
  await expect(trained(sequential({ input: [2] }, [relu(), relu()]))).rejects.toThrow(
    'received none among relu, relu.',
  );
  expect((await evaluate({ model: empty, loss, tensors: [], backend: options.backend, rows })).rows).toBe(4);
});

const other = (table: Table) => someRows(placeTable(memory, table), 0, 2);

test('validation rows are checked before the first step, like training rows', async () => {
  const valid = (rows: ReturnType<typeof other>) => train({ ...options, validation: rows });
  await expect(valid(someRows(wide, 0, 2))).rejects.toThrow(
    'model input: expected the shape of the validation rows, [3], received [2]. give sequential the shape of the data.',
  );
  await expect(valid(other(productAndSum()))).rejects.toThrow(
    'crossEntropy, validation rows: expected targets that are classes, received targets that are values.',
  );
  await expect(valid(someRows(classes, 60, 61))).rejects.toThrow(
    'validation rows: expected row numbers from 0 to 59, received 60.',
  );
  await expect(valid(someRows(classes, 0, 0))).rejects.toThrow(
    'validation rows: expected at least one row, received none.',
  );
});

test('rows to evaluate are checked too', async () => {
  const { model, loss, backend } = options;
  const { tensors } = await trainSmall({ epochs: 1 });
  const evaluated = (rows: ReturnType<typeof other>) => evaluate({ model, loss, tensors, backend, rows });
  await expect(evaluated(someRows(wide, 0, 2))).rejects.toThrow(
    'model input: expected the shape of the rows to evaluate, [3], received [2].',
  );
  await expect(evaluated(other(productAndSum()))).rejects.toThrow(
    'crossEntropy, rows to evaluate: expected targets that are classes, received targets that are values.',
  );
  await expect(evaluated(someRows(placeTable(memory, rings(7)), 7, 8))).rejects.toThrow(
    'rows to evaluate: expected row numbers from 0 to 6, received 7.',
  );
  await expect(evaluated(someRows(classes, 0, 0))).rejects.toThrow(
    'rows to evaluate: expected at least one row, received none.',
  );
});
