import { expect, test } from 'vitest';
import { floatFeatures, valueTable, xor } from '../data/index.ts';
import { binaryCrossEntropy, crossEntropy, dense, sequential, sigmoid, tanh } from '../model/index.ts';
import { adam } from '../train/index.ts';
import { productAndSum } from '../train/small-training.fixture.ts';
import { fit as fitTo } from './fit.ts';

test('XOR is learnt with nothing but a loss and an optimizer, and the trained network answers and evaluates', async () => {
  const model = sequential({ input: [2] }, [dense({ units: 8 }), tanh(), dense({ units: 1 }), sigmoid()]);
  const table = valueTable('xor', floatFeatures([2], [0, 0, 0, 1, 1, 0, 1, 1]), Float32Array.of(0, 1, 1, 0), 1);
  const trained = await fitTo(model, table, {
    loss: binaryCrossEntropy(),
    optimizer: adam({ learningRate: 0.05 }),
    epochs: 300,
  });
  const [none, one, both] = [
    await trained.predict([0, 0]),
    await trained.predict([0, 1]),
    await trained.predict([1, 1]),
  ];
  expect(none[0]).toBeLessThan(0.1);
  expect(one[0]).toBeGreaterThan(0.9);
  expect(both[0]).toBeLessThan(0.1);
  expect((await trained.evaluate(table)).confusion).toEqual([
    [2, 0],
    [0, 2],
  ]);
});

test('validation rows are looked at after each epoch', async () => {
  const model = sequential({ input: [2] }, [dense({ units: 2 })]);
  const { result } = await fitTo(model, xor(), { loss: crossEntropy(), validation: xor(), epochs: 2 });
  expect(result.epochs.map((record) => 'validationAccuracy' in record)).toEqual([true, true]);
});

test('what does not fit together is refused', async () => {
  const model = sequential({ input: [2] }, [dense({ units: 2 })]);
  await expect(fitTo(model, productAndSum(), { loss: crossEntropy() })).rejects.toThrow(
    'crossEntropy, training rows: expected targets that are classes, received targets that are values.',
  );
});
