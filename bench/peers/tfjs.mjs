// TensorFlow.js: `layers` is its Layers API as its documentation shows it; `tuned` is the same network with gradients by hand, which
// needs no autodiff and turns matrices explicitly before multiplying them, since its wasm backend is slow at transposed operands.

import * as tf from '@tensorflow/tfjs';
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

if (settings.backend === 'wasm') {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const { createRequire } = await import('node:module');
  const { dirname } = await import('node:path');
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
}
if (!(await tf.setBackend(settings.backend))) throw new Error(`no backend ${settings.backend} here`);
await tf.ready();

const train = readPart('train');
const validation = readPart('validation');
const weights = readWeights().map((values, i) => tf.tensor2d(values, [WIDTHS[i], WIDTHS[i + 1]]));
const stepsPerEpoch = Math.floor(train.rows / BATCH_SIZE);

function layersApi() {
  const model = tf.sequential();
  for (const [i, units] of WIDTHS.slice(1).entries()) {
    model.add(
      tf.layers.dense({
        units,
        inputShape: i === 0 ? [WIDTHS[0]] : undefined,
        weights: [weights[i], tf.zeros([units])],
      }),
    );
    if (i === 2) break;
    model.add(tf.layers.batchNormalization({ momentum: 0.9, epsilon: 1e-5 }));
    model.add(tf.layers.activation({ activation: 'relu' }));
    model.add(tf.layers.dropout({ rate: DROPOUT }));
  }
  model.add(tf.layers.activation({ activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(LEARNING_RATE), loss: 'sparseCategoricalCrossentropy' });
  return {
    async step(x, y) {
      const loss = await model.trainOnBatch(x, y);
      return typeof loss === 'number' ? loss : loss[0];
    },
    scores: (x) => model.predict(x, { batchSize: BATCH_SIZE }),
  };
}

/** Forward and backward written out, with TensorFlow.js's fast kernels: matMul of plain operands, sums, elementwise. */
function byHand() {
  const state = weights.flatMap((weight, i) => {
    const units = WIDTHS[i + 1];
    const dense = [weight, tf.zeros([units])];
    return i === 2 ? dense : [...dense, tf.ones([units]), tf.zeros([units])];
  });
  const parameters = state.map((value) => tf.variable(value));
  const moments = parameters.map((value) => [tf.variable(tf.zerosLike(value)), tf.variable(tf.zerosLike(value))]);
  const running = [1, 2].map((i) => [tf.variable(tf.zeros([WIDTHS[i]])), tf.variable(tf.ones([WIDTHS[i]]))]);
  let steps = 0;

  function hidden(x, i, training) {
    const [weight, bias, gamma, beta] = parameters.slice(4 * i, 4 * i + 4);
    const z = tf.add(tf.matMul(x, weight), bias);
    const mean = training ? tf.mean(z, 0) : running[i][0];
    const centred = tf.sub(z, mean);
    const variance = training ? tf.mean(tf.square(centred), 0) : running[i][1];
    const inverse = tf.rsqrt(tf.add(variance, 1e-5));
    const normal = tf.mul(centred, inverse);
    const positive = tf.relu(tf.add(tf.mul(normal, gamma), beta));
    if (!training) return { y: positive };
    running[i][0].assign(tf.add(tf.mul(running[i][0], 0.9), tf.mul(mean, 0.1)));
    running[i][1].assign(tf.add(tf.mul(running[i][1], 0.9), tf.mul(variance, (0.1 * BATCH_SIZE) / (BATCH_SIZE - 1))));
    const keep = tf.mul(
      tf.cast(tf.greaterEqual(tf.randomUniform(positive.shape), DROPOUT), 'float32'),
      1 / (1 - DROPOUT),
    );
    return { x, normal, inverse, positive, keep, y: tf.mul(positive, keep) };
  }

  /** The gradients of one hidden layer's four parameters, and dx unless it is the first. */
  function hiddenBackward({ x, normal, inverse, positive, keep }, dy, i) {
    const [weight, , gamma] = parameters.slice(4 * i, 4 * i + 4);
    const d = tf.mul(tf.mul(dy, keep), tf.cast(tf.greater(positive, 0), 'float32'));
    const dGamma = tf.sum(tf.mul(d, normal), 0);
    const dBeta = tf.sum(d, 0);
    const scale = tf.mul(gamma, inverse);
    const spread = tf.add(tf.mul(normal, tf.div(dGamma, BATCH_SIZE)), tf.div(dBeta, BATCH_SIZE));
    const dz = tf.mul(tf.sub(d, spread), scale);
    const gradients = [tf.matMul(tf.transpose(x), dz), tf.sum(dz, 0), dGamma, dBeta];
    return { gradients, dx: i === 0 ? null : tf.matMul(dz, tf.transpose(weight)) };
  }

  function update(gradients) {
    steps++;
    const [first, second] = [1 - 0.9 ** steps, 1 - 0.999 ** steps];
    for (const [i, gradient] of gradients.entries()) {
      const [m, v] = moments[i];
      m.assign(tf.add(tf.mul(m, 0.9), tf.mul(gradient, 0.1)));
      v.assign(tf.add(tf.mul(v, 0.999), tf.mul(tf.square(gradient), 0.001)));
      const change = tf.div(tf.mul(m, LEARNING_RATE / first), tf.add(tf.sqrt(tf.div(v, second)), 1e-8));
      parameters[i].assign(tf.sub(parameters[i], change));
    }
  }

  function step(x, y) {
    return tf.tidy(() => {
      const one = hidden(x, 0, true);
      const two = hidden(one.y, 1, true);
      const logits = tf.add(tf.matMul(two.y, parameters[8]), parameters[9]);
      const logProbabilities = tf.logSoftmax(logits);
      const truth = tf.oneHot(tf.cast(y, 'int32'), 10);
      const loss = tf.neg(tf.div(tf.sum(tf.mul(logProbabilities, truth)), BATCH_SIZE));
      const dLogits = tf.div(tf.sub(tf.exp(logProbabilities), truth), BATCH_SIZE);
      const last = [tf.matMul(tf.transpose(two.y), dLogits), tf.sum(dLogits, 0)];
      const backTwo = hiddenBackward(two, tf.matMul(dLogits, tf.transpose(parameters[8])), 1);
      const backOne = hiddenBackward(one, backTwo.dx, 0);
      update([...backOne.gradients, ...backTwo.gradients, ...last]);
      return loss.dataSync()[0];
    });
  }
  const scores = (x) => tf.add(tf.matMul(hidden(hidden(x, 0, false).y, 1, false).y, parameters[8]), parameters[9]);
  return { step, scores };
}

const { step, scores } = settings.style === 'layers' ? layersApi() : byHand();

async function trainSteps(steps) {
  const order = shuffled(train.rows);
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const rows = order.subarray(i * BATCH_SIZE, (i + 1) * BATCH_SIZE);
    const x = tf.tensor2d(gather(train.x, order, i * BATCH_SIZE, BATCH_SIZE), [BATCH_SIZE, WIDTHS[0]]);
    const y = tf.tensor1d(
      Float32Array.from(rows, (row) => train.y[row]),
      'float32',
    );
    sum += await step(x, y);
    tf.dispose([x, y]);
  }
  return sum / steps;
}

function accuracy() {
  let right = 0;
  for (let first = 0; first < validation.rows; first += BATCH_SIZE) {
    const n = Math.min(BATCH_SIZE, validation.rows - first);
    const best = tf.tidy(() => {
      const x = tf.tensor2d(validation.x.subarray(first * WIDTHS[0], (first + n) * WIDTHS[0]), [n, WIDTHS[0]]);
      return tf.argMax(scores(x), 1).dataSync();
    });
    for (let i = 0; i < n; i++) if (best[i] === validation.y[first + i]) right++;
  }
  return right / validation.rows;
}

await serve(tf.version.tfjs, { stepsPerEpoch, trainSteps, accuracy });
