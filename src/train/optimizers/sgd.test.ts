import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { assertClose, optimizerCases, parametersAfter, ROUNDING } from '../../testing/index.ts';
import { sgd } from './sgd.ts';

for (const optimizer of [
  sgd({ learningRate: 0.1 }),
  sgd({ learningRate: 0.05, momentum: 0.5 }),
  sgd({ learningRate: 0.05, momentum: 0.5, nesterov: true, weightDecay: 0.1 }),
]) {
  for (const { name, check } of optimizerCases(optimizer)) test(`${name}: ${JSON.stringify(optimizer.options)}`, check);
}

const backend = referenceBackend({ floats: 64 });

test('without momentum p moves by rate g', async () => {
  const after = await parametersAfter({
    optimizer: sgd({ learningRate: 0.5 }),
    backend,
    parameters: [1],
    gradients: [[2], [-1]],
  });
  expect(after).toEqual([[0], [0.5]]);
});

test('momentum keeps a share of the last direction; nesterov looks ahead along it', async () => {
  const steps = { backend, parameters: [1], gradients: [[1], [1]] };
  const plain = await parametersAfter({ ...steps, optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }) });
  assertClose('momentum', plain.flat(), [0.9, 0.9 - 0.15], ROUNDING);
  const ahead = await parametersAfter({
    ...steps,
    optimizer: sgd({ learningRate: 0.1, momentum: 0.5, nesterov: true }),
  });
  assertClose('nesterov', ahead.flat(), [0.85, 0.85 - 0.175], ROUNDING);
});

test('weight decay adds its share of p to the gradient', async () => {
  const optimizer = sgd({ learningRate: 0.5, weightDecay: 0.25 });
  expect(await parametersAfter({ optimizer, backend, parameters: [4], gradients: [[0]] })).toEqual([[3.5]]);
});

test('it keeps a vector only for momentum', () => {
  const slotsOf = ({ definition, options }: ReturnType<typeof sgd>) => definition.slots(options);
  expect([slotsOf(sgd()), slotsOf(sgd({ momentum: 0.9 }))]).toEqual([[], ['velocity']]);
});

test.each([
  [
    { learningRate: 0 },
    'sgd.learningRate: expected a number above 0, received 0. learningRate is the step size, before the schedule.',
  ],
  [
    { momentum: 1 },
    'sgd.momentum: expected a number at least 0 and below 1, received 1. momentum is the share of the last direction that is kept.',
  ],
  [
    { nesterov: 1 as never },
    'sgd.nesterov: expected true or false, received 1. nesterov is whether to look ahead along the momentum.',
  ],
])('%j is refused', (options, message) => {
  expect(() => sgd(options)).toThrow(message);
});
