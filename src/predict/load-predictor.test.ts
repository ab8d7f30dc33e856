import { expect, test } from 'vitest';
import { rowNumbers, seedFrom } from '../core/index.ts';
import { csvDataset } from '../csv/index.ts';
import { preparedOn, twoSpirals } from '../data/index.ts';
import { fit } from '../experiment/index.ts';
import { readSafetensors, saveModel, writeSafetensors } from '../export/index.ts';
import { wasmBackend } from '../kernels/index.ts';
import { batchNorm, crossEntropy, dense, meanSquaredError, sequential, tanh } from '../model/index.ts';
import { loadPredictor } from './load-predictor.ts';

const model = sequential({ input: [2] }, [dense({ units: 13 }), batchNorm(), tanh(), dense({ units: 2 })]);
const table = twoSpirals(50, seedFrom(1));

async function trainedOn(profile: 'strict' | 'fused') {
  const backend = await wasmBackend({ profile });
  // biome-ignore lint/suspicious/noFocusedTests: fit trains a network.
  const trained = await fit(model, table, { loss: crossEntropy(), epochs: 3, backend });
  const file = saveModel({
    model,
    loss: { kind: 'crossEntropy', labelSmoothing: 0, classWeights: null },
    tensors: trained.tensors,
    classNames: ['first', 'second'],
    preprocessing: { kind: 'floats' },
  });
  return { file, trained, predictions: (await trained.evaluate(table)).predictions };
}

test.each(['strict', 'fused'] as const)(
  'a loaded network answers with the bits of its evaluation (%s)',
  async (profile) => {
    const { file, trained, predictions } = await trainedOn(profile);
    const predictor = await loadPredictor(file, { profile, batchSize: 7 });
    expect(predictor).toMatchObject({
      profile,
      classNames: ['first', 'second'],
      outputs: 2,
      preprocessing: { kind: 'floats' },
    });
    expect(predictor.fingerprint).toBe(trained.result.fingerprint);
    expect(await predictor.predict(table.features.values)).toEqual(predictions);
    predictor.close();
  },
);

test('answers of a regression on a table are in the unit of its target, as evaluation says them and as fit answers', async () => {
  const csv = ['area,price', ...Array.from({ length: 40 }, (_, i) => `${20 + 3 * i},${200 + 31 * i}`)].join('\n');
  const chunks = [new TextEncoder().encode(csv)];
  const source = { id: 'flats', source: 'a test', train: { name: 'flats.csv', chunks }, validation: null, test: 0.2 };
  const flats = await csvDataset(source, { target: 'price', task: 'numbers' });
  const { train: rows, preprocessing } = preparedOn(flats, rowNumbers(flats.train.rows));
  const line = sequential({ input: [1] }, [dense({ units: 1 })]);
  const backend = await wasmBackend({ profile: 'strict' });
  // biome-ignore lint/suspicious/noFocusedTests: fit trains a network.
  const trained = await fit(line, rows, { loss: meanSquaredError(), epochs: 60, backend });
  const { predictions } = await trained.evaluate(rows);
  expect(Math.max(...predictions)).toBeGreaterThan(600);
  const { tensors } = trained;
  const file = saveModel({ model: line, loss: { kind: 'meanSquaredError' }, tensors, classNames: null, preprocessing });
  const predictor = await loadPredictor(file, { profile: 'strict' });
  expect(await predictor.predict(rows.features.values)).toEqual(predictions);
  expect(await trained.predict(rows.features.values)).toEqual(predictions);
  predictor.close();
});

test('a loss that is not known is named', async () => {
  const { file } = await trainedOn('strict');
  const { tensors, metadata } = readSafetensors(file, 'x');
  const other = writeSafetensors({ tensors, metadata: { ...metadata, loss: '{"kind":"crossEntrop"}' } });
  await expect(loadPredictor(other)).rejects.toThrow(
    'model, loss: expected a kind of loss, received "crossEntrop". did you mean crossEntropy?',
  );
  await expect(loadPredictor(other, { where: 'a/b.safetensors' })).rejects.toThrow(
    'a/b.safetensors, loss: expected a kind',
  );
  await expect(loadPredictor(file.subarray(0, 9), { where: 'a/b.safetensors' })).rejects.toThrow(
    'a/b.safetensors: expected a header',
  );
});
