import { cos, randomSequence, type Seed, sin } from '../../core/index.ts';
import { classTable, floatFeatures, type Table } from '../dataset.ts';
import { normal } from './normal.ts';

const TURNS = 1.75;

/**
 * Two spirals wound into each other, one class each, rows in turn: radius even in [0.1, 1), angle 2 pi 1.75 radius, the second
 * spiral half a turn on, normal noise on both coordinates.
 *
 * @param noise its standard deviation, 0.02 unless given
 */
export function twoSpirals(rows: number, seed: Seed, noise = 0.02): Table {
  const random = randomSequence(seed, 'synthetic', 0);
  const points = new Float32Array(rows * 2);
  for (let row = 0; row < rows; row++) {
    const radius = 0.1 + 0.9 * random.uniform();
    const angle = 2 * Math.PI * TURNS * radius + Math.PI * (row % 2);
    points[2 * row] = radius * cos(angle) + noise * normal(random);
    points[2 * row + 1] = radius * sin(angle) + noise * normal(random);
  }
  const labels = Int32Array.from({ length: rows }, (_, row) => row % 2);
  return classTable('two-spirals', floatFeatures([2], points), labels, ['first', 'second']);
}
