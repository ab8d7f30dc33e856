// Networks so small that everything but arithmetic shows: steps of XOR, and one prediction of model_3, on one thread.

import {
  adam,
  binaryCrossEntropy,
  createPredictor,
  crossEntropy,
  dense,
  fit,
  floatFeatures,
  recorder,
  sequential,
  tanh,
  valueTable,
  wasmBackend,
} from 'heddle';
import type { Measurement } from '../lib/measurement.ts';
import { type Spread, spreadOf } from '../lib/statistics.ts';
import { modelThree, readTable } from '../lib/task.ts';

const ROWS = 4096;
const BATCH = 4;

/** Steps a second of XOR (2-8-1, batch 4, Adam), its four rows repeated, without validation. */
async function xorSteps(epochs: number): Promise<Spread> {
  const inputs = [0, 0, 0, 1, 1, 0, 1, 1];
  const features = floatFeatures(
    [2],
    Float32Array.from({ length: 2 * ROWS }, (_, i) => inputs[i % 8]),
  );
  const table = valueTable(
    'xor',
    features,
    Float32Array.from({ length: ROWS }, (_, i) => [0, 1, 1, 0][i % 4]),
    1,
  );
  const model = sequential({ input: [2] }, [dense({ units: 8 }), tanh(), dense({ units: 1 })]);
  const listener = recorder();
  const options = { loss: binaryCrossEntropy(), optimizer: adam({ learningRate: 0.01 }), batchSize: BATCH, epochs };
  const { result } = await fit(model, table, { ...options, listeners: [listener] });
  const counted = result.epochs.slice(Math.ceil(epochs / 4));
  return spreadOf(counted.map(({ samplesPerSecond }) => samplesPerSecond / BATCH));
}

/** Microseconds of one prediction of model_3, after a warm-up. */
async function predictionTime(folder: string, count: number): Promise<Spread> {
  const table = readTable(folder, 'validation');
  const model = modelThree();
  const loss = crossEntropy();
  const backend = await wasmBackend();
  const few = { ...table, rows: 64 };
  const features = { ...table.features, values: table.features.values.slice(0, 64 * 784) } as typeof table.features;
  const targets =
    table.targets.kind === 'classes' ? { ...table.targets, labels: table.targets.labels.slice(0, 64) } : table.targets;
  const { tensors } = await fit(model, { ...few, features, targets }, { loss, epochs: 1, batchSize: 64, backend });
  const predictor = createPredictor({ model, loss, tensors, backend });
  const row = Float32Array.from(table.features.values.subarray(0, 784), (pixel) => pixel / 255);
  const times: number[] = [];
  for (let i = 0; i < 2 * count; i++) {
    const started = performance.now();
    await predictor.predict(row);
    if (i >= count) times.push((performance.now() - started) * 1000);
  }
  predictor.close();
  return spreadOf(times);
}

/** Small networks. */
export const smallNetworks: Measurement = {
  name: 'small',
  title: 'Small networks',
  async run(task, { quick }) {
    const steps = await xorSteps(quick ? 20 : 200);
    const prediction = await predictionTime(task.path, quick ? 200 : 2000);
    const rows = [
      ['XOR steps a second (at least 300,000)', Math.round(steps.median).toLocaleString('en')],
      ['one prediction of model_3 (at most 120 us)', `${prediction.median.toFixed(0)} us`],
    ];
    return {
      data: { xorStepsPerSecond: steps, predictionMicroseconds: prediction },
      absent: [],
      tables: [{ title: 'Small networks, 1 thread', columns: ['what', 'measured'], rows }],
    };
  },
};
