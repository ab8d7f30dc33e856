import { randomSequence, type Seed, sin } from '../../core/index.ts';
import { floatFeatures, type Table, valueTable } from '../dataset.ts';
import { normal } from './normal.ts';

/**
 * A function of one variable to fit: y = sin(pi x) + noise, x even in [-1, 1), normal noise.
 *
 * @param noise its standard deviation, 0.1 unless given
 */
export function noisySine(rows: number, seed: Seed, noise = 0.1): Table {
  const random = randomSequence(seed, 'synthetic', 0);
  const x = new Float32Array(rows);
  const y = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    x[row] = 2 * random.uniform() - 1;
    y[row] = sin(Math.PI * x[row]) + noise * normal(random);
  }
  return valueTable('noisy-sine', floatFeatures([1], x), y, 1);
}
