import { cos, log, type RandomSequence } from '../../core/index.ts';

/** A number with the standard normal distribution, by Box and Muller: sqrt(-2 ln(1 - u)) cos(2 pi v), from two even ones. */
export function normal(random: RandomSequence): number {
  const radius = Math.sqrt(-2 * log(1 - random.uniform()));
  return radius * cos(2 * Math.PI * random.uniform());
}
