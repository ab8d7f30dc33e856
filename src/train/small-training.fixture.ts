// Trainings small enough for a test: points in a square and whether they lie in a ring, and two values of a point.

import { randomSequence, seedFrom } from '../core/index.ts';
import { classTable, floatFeatures, type Table, valueTable } from '../data/index.ts';
import { referenceBackend } from '../kernels/index.ts';
import { batchNorm, crossEntropy, dense, dropout, type Model, relu, sequential } from '../model/index.ts';
import type { EpochRecord } from '../record/index.ts';
import { adam } from './optimizers/index.ts';
import { placeTable, type Rows } from './place-table.ts';
import { train } from './train.ts';
import type { TrainOptions, TrainResult } from './train-options.ts';

function points(rows: number): number[] {
  const random = randomSequence(seedFrom(3), 'synthetic', 0);
  return Array.from({ length: 2 * rows }, () => 2 * random.uniform() - 1);
}

/** Three classes of unlike sizes, by the distance from the middle. */
export function rings(rows = 60): Table {
  const x = points(rows);
  const labels = Int32Array.from({ length: rows }, (_, i) => {
    const square = x[2 * i] ** 2 + x[2 * i + 1] ** 2;
    return square < 0.3 ? 0 : square < 1.3 ? 1 : 2;
  });
  return classTable('rings', floatFeatures([2], x), labels, ['inside', 'ring', 'outside']);
}

/** The product and the sum of both coordinates. */
export function productAndSum(rows = 60): Table {
  const x = points(rows);
  const values = Float32Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? x[i] * x[i + 1] : x[i - 1] + x[i]));
  return valueTable('product and sum', floatFeatures([2], x), values, 2);
}

/** Dense, batchNorm, relu, dropout, dense: something of everything. */
export function smallModel(outputs = 3): Model {
  return sequential({ input: [2] }, [
    dense({ units: 6 }),
    batchNorm(),
    relu(),
    dropout({ rate: 0.25 }),
    dense({ units: outputs }),
  ]);
}

/** The rows [first, end) of a table. */
export function someRows(placed: Rows['placed'], first: number, end: number): Rows {
  return { placed, rows: Uint32Array.from({ length: end - first }, (_, i) => first + i) };
}

/** A training on rings: 40 rows to train on, 20 to validate, on the float32 textbook, three epochs of five steps. */
export function smallOptions(changes: Partial<TrainOptions> & { readonly table?: Table } = {}): TrainOptions {
  const backend = changes.backend ?? referenceBackend({ floats: 32 });
  const placed = placeTable(backend.memory, changes.table ?? rings());
  return {
    model: smallModel(),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 0.02 }),
    backend,
    train: someRows(placed, 0, 40),
    validation: someRows(placed, 40, 60),
    batchSize: 8,
    epochs: 3,
    seed: seedFrom(1),
    now: () => 0,
    ...changes,
  };
}

/** Trains with {@link smallOptions}. */
export function trainSmall(changes: Partial<TrainOptions> & { readonly table?: Table } = {}): Promise<TrainResult> {
  return train(smallOptions(changes));
}

/** An epoch record with only a validation loss that matters. */
export function epochOf(epoch: number, validationLoss: number): EpochRecord {
  return {
    epoch,
    learningRate: 0.1,
    trainLoss: 1,
    trainRmse: 1,
    validationLoss,
    seconds: 1,
    samplesPerSecond: 1,
  };
}
