import { type RandomSequence, randomSequence, seedFrom } from '../core/index.ts';
import type { Loss } from '../model/index.ts';

/** A random sequence for a test; another `position`, other numbers. */
export function sampleSequence(position: number): RandomSequence {
  return randomSequence(seedFrom(2), 'sample', position);
}

/** Numbers of size 0.1 to 1 and either sign, rounded to float32: away from the kinks at 0. */
export function sampleNumbers(random: RandomSequence, length: number): number[] {
  return Array.from({ length }, () => Math.fround((random.below(2) === 0 ? -1 : 1) * (0.1 + 0.9 * random.uniform())));
}

/** Targets that a loss can take: labels below `outputs`, `rows` of them, or rows x outputs values (0 to 1 for binary ones). */
export function sampleTargets(random: RandomSequence, loss: Loss, rows: number, outputs: number): number[] {
  const { targets, task } = loss.definition;
  if (targets === 'classes') return Array.from({ length: rows }, () => random.below(outputs));
  const values = sampleNumbers(random, rows * outputs);
  return task === 'binary' ? values.map(Math.abs) : values;
}
