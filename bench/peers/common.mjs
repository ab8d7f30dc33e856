// How a JavaScript peer reads the task and speaks with its runner; see lib/task.ts and lib/peer-process.ts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const BATCH_SIZE = 1024;
export const LEARNING_RATE = 0.000625;
export const DROPOUT = 0.3;
export const WIDTHS = [784, 512, 256, 10];

/** What the runner asked for. */
export const settings = JSON.parse(process.argv[2]);

/** Pixels [rows * 784] as floats from 0 to 1, and classes, of `train` or `validation`. */
export function readPart(part) {
  const pixels = readFileSync(join(settings.folder, `${part}-x.u8`));
  const classes = readFileSync(join(settings.folder, `${part}-y.u8`));
  // Not Float32Array.from, which makes a list of all numbers first: it would count as the peer's peak memory.
  const x = new Float32Array(pixels.length);
  for (let i = 0; i < x.length; i++) x[i] = pixels[i] / 255;
  return { x, y: Int32Array.from(classes), rows: classes.length };
}

/** The initial weight [in * out] of each dense layer. */
export function readWeights() {
  return [0, 1, 2].map(
    (i) => new Float32Array(new Uint8Array(readFileSync(join(settings.folder, `weight-${i}.f32`))).buffer),
  );
}

/** Row numbers in a new random order. The generator is any: what is measured does not depend on it. */
export function shuffled(rows) {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

/** Copies some rows of features into one batch. */
export function gather(x, order, first, n) {
  const batch = new Float32Array(n * WIDTHS[0]);
  for (let i = 0; i < n; i++) {
    const row = order[first + i] * WIDTHS[0];
    batch.set(x.subarray(row, row + WIDTHS[0]), i * WIDTHS[0]);
  }
  return batch;
}

/** Says that the peer is ready, then answers each command by some steps and, where it is asked for, a validation pass. */
export async function serve(version, { stepsPerEpoch, trainSteps, accuracy }) {
  const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  say({ ready: true, version });
  for await (const line of createInterface({ input: process.stdin })) {
    const steps = JSON.parse(line).steps ?? stepsPerEpoch;
    const started = performance.now();
    const trainLoss = await trainSteps(steps);
    const trained = performance.now();
    const validates = steps === stepsPerEpoch;
    const validationAccuracy = validates ? await accuracy() : null;
    say({
      seconds: (trained - started) / 1000,
      steps,
      validationSeconds: validates ? (performance.now() - trained) / 1000 : null,
      trainLoss,
      validationAccuracy,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    });
  }
}
