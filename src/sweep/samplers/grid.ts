import type { Sampler } from '../sampler.ts';

/** Asks for each of the given trials once, in order. */
export function gridSampler<Trial>(trials: readonly Trial[]): Sampler<Trial> {
  let next = 0;
  return {
    ask: () => (next < trials.length ? trials[next++] : undefined),
  };
}
