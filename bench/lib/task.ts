// The task that everyone gets, as raw files in one folder: the same rows, the same split, the same initial weights.
//
//   train-x.u8, train-y.u8, validation-x.u8, validation-y.u8    pixels [rows, 784] and classes, one byte each
//   weight-0.f32 [784, 512], weight-1.f32 [512, 256], weight-2.f32 [256, 10]    He-normal, as Heddle draws them; biases are 0

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  batchNorm,
  classTable,
  crossEntropy,
  dense,
  dropout,
  keyOf,
  layoutNetwork,
  type Model,
  objectiveOf,
  placeLayout,
  randomSplit,
  recordInitialize,
  relu,
  seedFrom,
  sequential,
  type Table,
  wasmBackend,
} from 'heddle';
import { loadDataset } from 'heddle/node';

/** The numbers of the main job that every peer is given. */
export const TASK = { batchSize: 1024, learningRate: 0.000625, validationRows: 12_000, seed: 1 } as const;

const FEATURES = 784;
const CLASSES = Array.from({ length: 10 }, (_, label) => String(label));

/** The main job's largest network, on flat rows of pixels. */
export function modelThree(): Model {
  return sequential({ input: [FEATURES] }, [
    dense({ units: 512 }),
    batchNorm(),
    relu(),
    dropout({ rate: 0.3 }),
    dense({ units: 256 }),
    batchNorm(),
    relu(),
    dropout({ rate: 0.3 }),
    dense({ units: 10 }),
  ]);
}

/** A folder with the task's files. */
export interface TaskFolder {
  readonly path: string;
  /** What the rows are, and where they came from. */
  readonly data: string;
  readonly trainRows: number;
  readonly validationRows: number;
  remove(): void;
}

/** Writes the task's files into a temporary folder; drawn garments stand in where Fashion-MNIST is not to be had. */
export async function writeTask(): Promise<TaskFolder> {
  const dataset = await loadDataset('fashion-mnist', { fallback: true });
  const { rows, features, targets } = dataset.train;
  if (features.kind !== 'bytes' || targets.kind !== 'classes') throw new Error('the task needs bytes and classes');
  const split = randomSplit(rows, Math.min(TASK.validationRows, rows >> 2), seedFrom(TASK.seed));
  const path = mkdtempSync(join(tmpdir(), 'heddle-bench-'));
  for (const part of ['train', 'validation'] as const) {
    const pixels = new Uint8Array(split[part].length * FEATURES);
    split[part].forEach((row, at) => {
      pixels.set(features.values.subarray(row * FEATURES, (row + 1) * FEATURES), at * FEATURES);
    });
    writeFileSync(join(path, `${part}-x.u8`), pixels);
    writeFileSync(
      join(path, `${part}-y.u8`),
      Uint8Array.from(split[part], (row) => targets.labels[row]),
    );
  }
  for (const [index, weight] of (await initialWeights(modelThree())).entries())
    writeFileSync(join(path, `weight-${index}.f32`), weight);
  return {
    path,
    data: `${dataset.id}, ${dataset.source}`,
    trainRows: split.train.length,
    validationRows: split.validation.length,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The weights of a model's dense layers as its training begins. */
async function initialWeights(model: Model): Promise<Float32Array[]> {
  const backend = await wasmBackend({ profile: 'strict' });
  const { memory } = backend;
  const options = { batchSize: 1, training: false, floatBytes: memory.floatBytes };
  const { buffers } = placeLayout(memory, (place) => layoutNetwork(objectiveOf(model, crossEntropy()), options, place));
  await backend.run(
    backend.record((kernels) => recordInitialize(buffers, kernels, keyOf(seedFrom(TASK.seed)))),
    1,
  );
  return buffers.tensors
    .filter(({ name }) => name.endsWith('.weight'))
    .map(({ span }) => memory.read(span) as Float32Array);
}

/** A part of the task as Heddle reads tables. */
export function readTable(folder: string, part: 'train' | 'validation'): Table {
  const values = new Uint8Array(readFileSync(join(folder, `${part}-x.u8`)));
  const labels = Int32Array.from(readFileSync(join(folder, `${part}-y.u8`)));
  return classTable(part, { kind: 'bytes', shape: [FEATURES], values, scale: 1 / 255 }, labels, CLASSES);
}
