import { expect, test } from 'vitest';
import { floatFeatures, valueTable, xor } from '../data/index.ts';
import { wasmBackend } from '../kernels/index.ts';
import { watchMemory } from '../kernels/memory-ledger.fixture.ts';
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

test('all memory is given back, whichever allocation fails', async () => {
  const backend = await wasmBackend({ profile: 'strict' });
  const ledger = watchMemory(backend.memory);
  const model = sequential({ input: [2] }, [dense({ units: 2 })]);
  const everything = async (): Promise<void> => {
    const trained = await fitTo(model, xor(), { loss: crossEntropy(), validation: xor(), epochs: 1, backend });
    await trained.predict([0, 1]);
    await trained.evaluate(xor());
  };
  await everything();
  expect([...ledger.held]).toEqual([]);
  const allocations = ledger.allocations();
  for (let failing = 1; failing <= allocations; failing++) {
    ledger.failAt(failing);
    await expect(everything()).rejects.toThrow(`no room for allocation ${failing}`);
    expect([...ledger.held], `after allocation ${failing} failed`).toEqual([]);
  }
});

test.each<[string, readonly unknown[], string]>([
  ['no model', [undefined], 'fit model: expected a model, received undefined. make one with sequential().'],
  [
    'no table',
    ['model'],
    'fit table: expected a table, received undefined. make one with classTable() or valueTable().',
  ],
  ['no options', ['model', 'table'], 'fit options: expected options, received undefined. give at least { loss }.'],
  [
    'no loss',
    ['model', 'table', {}],
    'fit loss: expected a loss, such as crossEntropy(), received undefined. call its factory: crossEntropy().',
  ],
  [
    'a name for a loss',
    ['model', 'table', { loss: 'huber' }],
    'fit loss: expected a loss, such as crossEntropy(), received "huber".',
  ],
  [
    'a misspelt option',
    ['model', 'table', { epocs: 3 }],
    'fit epocs: expected an option of fit, received "epocs". did you mean epochs?',
  ],
])('%s is refused in words', async (_what, [model, table, options], message) => {
  const things: Record<string, unknown> = { model: sequential({ input: [2] }, [dense({ units: 1 })]), table: xor() };
  await expect(
    fitTo(things[model as string] as never, things[table as string] as never, options as never),
  ).rejects.toThrow(message);
});
