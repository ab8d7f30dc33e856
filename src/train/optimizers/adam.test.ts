import { expect, test } from 'vitest';
import { referenceBackend } from '../../kernels/index.ts';
import { assertClose, NEAR, optimizerCases, parametersAfter, ROUNDING } from '../../testing/index.ts';
import { adam } from './adam.ts';

for (const optimizer of [adam({ learningRate: 0.01 }), adam({ learningRate: 0.01, weightDecay: 0.1 })]) {
  for (const { name, check } of optimizerCases(optimizer)) test(`${name}: ${JSON.stringify(optimizer.options)}`, check);
}

const backend = referenceBackend({ floats: 64 });

test('the first step is the learning rate against the sign of the gradient, whatever its size', async () => {
  const [after] = await parametersAfter({
    optimizer: adam({ learningRate: 0.01 }),
    backend,
    parameters: [1, 1],
    gradients: [[1000, -0.001]],
  });
  assertClose('p', after, [0.99, 1.01], NEAR);
});

test('two steps are those of Kingma and Ba’s algorithm 1', async () => {
  const [rate, beta1, beta2, epsilon] = [0.1, 0.9, 0.999, 1e-8];
  let [p, m, v] = [1, 0, 0];
  const expected = [0.5, -2].map((g, i) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    p -= (rate * (m / (1 - beta1 ** (i + 1)))) / (Math.sqrt(v / (1 - beta2 ** (i + 1))) + epsilon);
    return p;
  });
  const steps = { optimizer: adam({ learningRate: rate }), backend, parameters: [1], gradients: [[0.5], [-2]] };
  assertClose('p', (await parametersAfter(steps)).flat(), expected, ROUNDING);
});

test('weight decay goes through the gradient', async () => {
  const steps = { backend, parameters: [2], gradients: [[0]] };
  const [after] = await parametersAfter({ ...steps, optimizer: adam({ learningRate: 0.01, weightDecay: 0.5 }) });
  assertClose('p', after, [1.99], NEAR);
});

test.each([
  [
    { learningRate: Number.NaN },
    'adam.learningRate: expected a number above 0, received NaN. learningRate is the step size, before the schedule.',
  ],
  [
    { beta1: 1 },
    'adam.beta1: expected a number at least 0 and below 1, received 1. beta1 is how much of the mean gradient is kept.',
  ],
  [
    { epsilon: 0 },
    'adam.epsilon: expected a number above 0, received 0. epsilon is what is added to the root, against division by 0.',
  ],
])('%j is refused', (options, message) => {
  expect(() => adam(options)).toThrow(message);
});
