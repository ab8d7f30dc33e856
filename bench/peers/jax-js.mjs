// jax-js: the network by hand in its NumPy-like functions, differentiated and compiled by it (valueAndGrad, jit), on its wasm backend.
// Arrays are consumed by what they are passed to; `.ref` keeps one for a later use.

import {
  BATCH_SIZE,
  DROPOUT,
  gather,
  LEARNING_RATE,
  readPart,
  readWeights,
  serve,
  settings,
  shuffled,
  WIDTHS,
} from './common.mjs';
import { installWorker } from './worker-shim.mjs';

// Before the library is loaded: it looks for `Worker` as it makes its memory.
if (settings.workers) installWorker();
const jax = await import('@jax-js/jax');
const { blockUntilReady, defaultDevice, init, jit, nn, numpy: np, random, valueAndGrad } = jax;
await init('wasm');
defaultDevice('wasm');

const train = readPart('train');
const validation = readPart('validation');
const stepsPerEpoch = Math.floor(train.rows / BATCH_SIZE);

/** Weight and bias of each dense layer, gamma and beta of each batch normalisation. */
let parameters = readWeights().flatMap((values, i) => {
  const units = WIDTHS[i + 1];
  const dense = [np.array(values).reshape([WIDTHS[i], units]), np.zeros([units])];
  return i === 2 ? dense : [...dense, np.ones([units]), np.zeros([units])];
});
let first = parameters.map((value) => np.zeros(value.shape));
let second = parameters.map((value) => np.zeros(value.shape));
let running = [1, 2].flatMap((i) => [np.zeros([WIDTHS[i]]), np.ones([WIDTHS[i]])]);

function hidden(x, [weight, bias, gamma, beta], mask) {
  const z = np.matmul(x, weight).add(bias);
  const mean = np.mean(z.ref, 0);
  const centred = z.sub(mean.ref);
  const variance = np.mean(np.square(centred.ref), 0);
  const normal = centred.div(np.sqrt(variance.ref.add(1e-5)));
  const y = nn.relu(normal.mul(gamma).add(beta)).mul(mask);
  return { y, statistics: [mean, variance] };
}

function lossOf(list, x, truth, maskOne, maskTwo) {
  const one = hidden(x, list.slice(0, 4), maskOne);
  const two = hidden(one.y, list.slice(4, 8), maskTwo);
  const logits = np.matmul(two.y, list[8]).add(list[9]);
  const loss = np.sum(nn.logSoftmax(logits).mul(truth)).mul(-1 / BATCH_SIZE);
  return [loss, [...one.statistics, ...two.statistics]];
}

const lossAndGradients = jit(valueAndGrad(lossOf, { hasAux: true }));

const adam = jit((p, g, m, v, scales) => {
  const nextM = m.mul(0.9).add(g.ref.mul(0.1));
  const nextV = v.mul(0.999).add(np.square(g).mul(0.001));
  const mean = nextM.ref.mul(scales.ref.slice(0));
  const deviation = np.sqrt(nextV.ref.mul(scales.slice(1))).add(1e-8);
  return [p.sub(mean.div(deviation)), nextM, nextV];
});

const maskOf = jit((bits) => np.where(bits.less(DROPOUT), 0, 1 / (1 - DROPOUT)));
let steps = 0;

async function step(x, labels) {
  steps++;
  const truth = nn.oneHot(labels, 10);
  const masks = [512, 256].map((units, i) => maskOf(random.uniform(random.key(2 * steps + i), [BATCH_SIZE, units])));
  const [[loss, statistics], gradients] = lossAndGradients(
    parameters.map((p) => p.ref),
    x,
    truth,
    ...masks,
  );
  const scales = [LEARNING_RATE / (1 - 0.9 ** steps), 1 / (1 - 0.999 ** steps)];
  const moved = parameters.map((p, i) => adam(p, gradients[i], first[i], second[i], np.array(scales)));
  parameters = moved.map(([p]) => p);
  first = moved.map(([, m]) => m);
  second = moved.map(([, , v]) => v);
  running = running.map((old, i) => {
    const unbiased = i % 2 === 0 ? 1 : BATCH_SIZE / (BATCH_SIZE - 1);
    return old.mul(0.9).add(statistics[i].mul(0.1 * unbiased));
  });
  await blockUntilReady([parameters, running]);
  return (await loss.data())[0];
}

const scoresOf = jit((list, statistics, x) => {
  let y = x;
  for (let i = 0; i < 2; i++) {
    const [weight, bias, gamma, beta] = list.slice(4 * i, 4 * i + 4);
    const z = np
      .matmul(y, weight)
      .add(bias)
      .sub(statistics[2 * i]);
    y = nn.relu(
      z
        .div(np.sqrt(statistics[2 * i + 1].add(1e-5)))
        .mul(gamma)
        .add(beta),
    );
  }
  return np.argmax(np.matmul(y, list[8]).add(list[9]), 1);
});

async function trainSteps(count) {
  const order = shuffled(train.rows);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const x = np.array(gather(train.x, order, i * BATCH_SIZE, BATCH_SIZE)).reshape([BATCH_SIZE, WIDTHS[0]]);
    const labels = Int32Array.from(order.subarray(i * BATCH_SIZE, (i + 1) * BATCH_SIZE), (row) => train.y[row]);
    sum += await step(x, np.array(labels));
  }
  return sum / count;
}

async function accuracy() {
  let right = 0;
  for (let start = 0; start < validation.rows; start += BATCH_SIZE) {
    const n = Math.min(BATCH_SIZE, validation.rows - start);
    const x = np.array(validation.x.slice(start * WIDTHS[0], (start + n) * WIDTHS[0])).reshape([n, WIDTHS[0]]);
    const best = await scoresOf(
      parameters.map((p) => p.ref),
      running.map((s) => s.ref),
      x,
    ).data();
    for (let i = 0; i < n; i++) if (best[i] === validation.y[start + i]) right++;
  }
  return right / validation.rows;
}

await serve('0.1.25', { stepsPerEpoch, trainSteps, accuracy });
