import { expect, test } from 'vitest';
import { referenceBackend } from '../kernels/index.ts';
import {
  binaryCrossEntropy,
  crossEntropy,
  dense,
  meanSquaredError,
  sequential,
  sigmoid,
  softmax,
} from '../model/index.ts';
import { assertClose, NEAR } from '../testing/index.ts';
import { createPredictor, scaledFeatures } from './predict.ts';

const backend = referenceBackend({ floats: 64 });
const tensors = [
  { name: '0.weight', shape: [2, 3], values: Float64Array.of(1, -2, 0.5, 3, 0.25, -1) },
  { name: '0.bias', shape: [3], values: Float64Array.of(0.1, 0.2, -0.3) },
];
const bare = sequential({ input: [2] }, [dense({ units: 3 })]);
const withSoftmax = sequential({ input: [2] }, [dense({ units: 3 }), softmax()]);
const withSigmoid = sequential({ input: [2] }, [dense({ units: 3 }), sigmoid()]);
const rows = [1, 2, -1, 0.5, 0, 0];
const logits = [7.1, -1.3, -1.8, 0.6, 2.325, -1.3, 0.1, 0.2, -0.3];

async function answers(
  model: typeof bare,
  loss: ReturnType<typeof crossEntropy>,
  batchSize?: number,
): Promise<Float32Array> {
  const predictor = createPredictor({ model, loss, tensors, backend, batchSize });
  try {
    return await predictor.predict(rows);
  } finally {
    predictor.close();
  }
}

test('a classifier answers with the softmax of its logits, applied once, whether the network names it or not', async () => {
  const expected = [0, 3, 6].flatMap((first) => {
    const e = logits.slice(first, first + 3).map(Math.exp);
    return e.map((value) => value / (e[0] + e[1] + e[2]));
  });
  assertClose('bare', await answers(bare, crossEntropy()), expected, NEAR);
  expect(await answers(withSoftmax, crossEntropy())).toEqual(await answers(bare, crossEntropy()));
});

test('a binary network answers with the sigmoid of its logits, applied once', async () => {
  const expected = logits.map((z) => 1 / (1 + Math.exp(-z)));
  assertClose('bare', await answers(bare, binaryCrossEntropy()), expected, NEAR);
  expect(await answers(withSigmoid, binaryCrossEntropy())).toEqual(await answers(bare, binaryCrossEntropy()));
});

test('a regression answers with its outputs as they are', async () => {
  assertClose('outputs', await answers(bare, meanSquaredError()), logits, NEAR);
});

test('batches change nothing', async () => {
  expect(await answers(bare, crossEntropy(), 2)).toEqual(await answers(bare, crossEntropy()));
});

test('features that are no whole rows, and numbers that are not finite, are refused', async () => {
  const predictor = createPredictor({ model: bare, loss: crossEntropy(), tensors, backend });
  await expect(predictor.predict([1, 2, 3])).rejects.toThrow(
    'predict: expected rows of 2 numbers, received 3 numbers. give whole rows, one after the other.',
  );
  await expect(predictor.predict([])).rejects.toThrow('predict: expected rows of 2 numbers, received 0 numbers.');
  await expect(predictor.predict([1, 2, 3, Number.NaN])).rejects.toThrow(
    'predict, row 1, column 1: expected a finite number, received NaN. replace missing values before predicting.',
  );
});

test('tensors of another model are refused', () => {
  expect(() => createPredictor({ model: bare, loss: crossEntropy(), tensors: tensors.slice(1), backend })).toThrow(
    'predict: expected the 2 tensors of the model, received 0.weight is missing. load the weights into the architecture they were trained in.',
  );
});

test('bytes are scaled as the network saw them in training', () => {
  const bytes = { kind: 'bytes', shape: [2], values: Uint8Array.of(0, 255), scale: 1 / 255 } as const;
  expect(Array.from(scaledFeatures(bytes))).toEqual([0, Math.fround(255 * Math.fround(1 / 255))]);
});
