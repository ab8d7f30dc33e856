import { expect, test } from 'vitest';
import { type Backend, referenceBackend, wasmBackend } from '../kernels/index.ts';
import { watchMemory } from '../kernels/memory-ledger.fixture.ts';
import {
  binaryCrossEntropy,
  crossEntropy,
  dense,
  meanSquaredError,
  sequential,
  sigmoid,
  softmax,
} from '../model/index.ts';
import { createEngine } from '../node/index.ts';
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

/** Asks a predictor of small batches three things at once; each must be answered as when asked alone. */
async function expectOwnAnswers(on: Backend): Promise<void> {
  const predictor = createPredictor({ model: bare, loss: meanSquaredError(), tensors, backend: on, batchSize: 2 });
  const questions = [rows, [4, -4, 0.5, 0.25, 3, 2, 1, 1], [-2, 6]];
  const alone: Float32Array[] = [];
  for (const question of questions) alone.push(await predictor.predict(question));
  expect(await Promise.all(questions.map((question) => predictor.predict(question)))).toEqual(alone);
  expect(new Set(alone.map(String)).size).toBe(3);
  predictor.close();
}

test('calls that overlap get each its own answer, on the caller’s thread and on another', async () => {
  await expectOwnAnswers(await wasmBackend({ profile: 'strict' }));
  const engine = await createEngine({ profile: 'strict', threads: 1 });
  await expectOwnAnswers(engine.backends[0]);
  await engine.close();
});

test('features are read when they are given: changing them afterwards changes no answer', async () => {
  const predictor = createPredictor({ model: bare, loss: meanSquaredError(), tensors, backend });
  const features = Float32Array.of(1, 2);
  const first = predictor.predict(features);
  features.set([-1, 0.5]);
  const second = predictor.predict(features);
  features.fill(Number.NaN);
  assertClose('first', await first, logits.slice(0, 3), NEAR);
  assertClose('second', await second, logits.slice(3, 6), NEAR);
});

test('a call that fails leaves the next one alone', async () => {
  let broken = false;
  const failing: Backend = {
    ...backend,
    run: (program, times) => (broken ? Promise.reject(new Error('no power')) : backend.run(program, times)),
  };
  const predictor = createPredictor({ model: bare, loss: meanSquaredError(), tensors, backend: failing });
  const [bad, good] = [predictor.predict([1, 2, 3]), predictor.predict(rows)];
  await expect(bad).rejects.toThrow('predict: expected rows of 2 numbers, received 3 numbers.');
  assertClose('after bad features', await good, logits, NEAR);
  broken = true;
  await expect(predictor.predict(rows)).rejects.toThrow('no power');
  broken = false;
  assertClose('after a failed run', await predictor.predict(rows), logits, NEAR);
});

test('a batch of no rows is refused', () => {
  const refused = () => createPredictor({ model: bare, loss: meanSquaredError(), tensors, backend, batchSize: 0 });
  expect(refused).toThrow(
    'batchSize: expected a whole number of at least 1, received 0. choose how many rows are answered at a time.',
  );
});

test('a predictor that is closed answers what it was asked before, then gives its memory back and refuses more', async () => {
  const own = await wasmBackend({ profile: 'strict' });
  const { held } = watchMemory(own.memory);
  // A backend that stops for breath in the middle of a run, as that of a browser's worker does.
  const breathing: Backend = {
    ...own,
    run: async (program, times) => {
      await new Promise(setImmediate);
      return own.run(program, times);
    },
  };
  const options = { model: bare, loss: meanSquaredError(), tensors, backend: breathing, batchSize: 2 };
  const predictor = createPredictor(options);
  const asked = [predictor.predict(rows), predictor.predict(rows)];
  predictor.close();
  predictor.close();
  await expect(predictor.predict(rows)).rejects.toThrow(
    'predict: expected an open one, received a closed one. close it last.',
  );
  // What is placed now must not lie where the predictor still computes.
  createPredictor(options).close();
  for (const answer of asked) assertClose('asked before', await answer, logits, NEAR);
  expect([...held]).toEqual([]);
});
