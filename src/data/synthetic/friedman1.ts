import { randomSequence, type Seed, sin } from '../../core/index.ts';
import { floatFeatures, type Table, valueTable } from '../dataset.ts';
import { normal } from './normal.ts';

const FEATURES = 10;

/**
 * The first of Friedman's regression problems ("Multivariate adaptive regression splines", 1991): ten features even in
 * [0, 1), of which the last five say nothing, and
 *
 *   y = 10 sin(pi x1 x2) + 20 (x3 - 0.5)^2 + 10 x4 + 5 x5 + noise.
 *
 * @param noise standard deviation of the normal noise, 1 unless given
 */
export function friedman1(rows: number, seed: Seed, noise = 1): Table {
  const random = randomSequence(seed, 'synthetic', 0);
  const features = new Float32Array(rows * FEATURES);
  const targets = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = features.subarray(row * FEATURES, (row + 1) * FEATURES);
    for (let i = 0; i < FEATURES; i++) x[i] = random.uniform();
    const centred = x[2] - 0.5;
    targets[row] =
      10 * sin(Math.PI * x[0] * x[1]) + 20 * centred * centred + 10 * x[3] + 5 * x[4] + noise * normal(random);
  }
  return valueTable('friedman1', floatFeatures([FEATURES], features), targets, 1);
}
