// What a garment is made of: a grey between dark and bright, with a pattern woven or printed on it.

import type { RandomSequence } from '../../core/index.ts';
import type { Tone } from './canvas.ts';

/** A number drawn evenly between two others. */
export function between(random: RandomSequence, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

/** True with the given probability. */
export function chance(random: RandomSequence, probability: number): boolean {
  return random.uniform() < probability;
}

/** Draws a fabric: plain, mottled, striped either way, checked, or with a printed block on the chest. */
export function drawFabric(random: RandomSequence): Tone {
  const base = between(random, 0.3, 0.95);
  const depth = between(random, 0.15, 0.6);
  const kind = random.below(10);
  if (kind < 4) return plain(base, between(random, -0.15, 0.15));
  if (kind < 6) return mottled(base, depth, random);
  const stripe = drawStripe(random);
  if (kind === 6) return (_, y) => base * (1 - depth * stripe(y));
  if (kind === 7) return (x) => base * (1 - depth * stripe(x));
  if (kind === 8) return (x, y) => base * (1 - 0.5 * depth * (stripe(x) + stripe(y)));
  return printed(base, depth, random);
}

/** One grey that grows or fades slowly from top to bottom. */
function plain(base: number, fade: number): Tone {
  return (_, y) => base * (1 + fade * y);
}

/** Stripes as a function of place: 1 on a stripe, 0 beside it, with a soft edge. */
function drawStripe(random: RandomSequence): (place: number) => number {
  const frequency = between(random, 2, 6);
  const phase = random.uniform();
  return (place) => {
    const turn = frequency * place + phase;
    const wave = 4 * Math.abs(turn - Math.floor(turn) - 0.5) - 1;
    return Math.min(1, Math.max(0, 0.5 + 1.5 * wave));
  };
}

/** Cloudy greys: random values on a 6 x 6 grid, blended between its points. */
function mottled(base: number, depth: number, random: RandomSequence): Tone {
  const grid = Float64Array.from({ length: 36 }, () => random.uniform());
  return (x, y) => {
    const u = Math.min(4.999, Math.max(0, 2.5 * (x + 1)));
    const v = Math.min(4.999, Math.max(0, 2.5 * (y + 1)));
    const at = 6 * Math.floor(v) + Math.floor(u);
    const s = u - Math.floor(u);
    const t = v - Math.floor(v);
    const upper = (1 - s) * grid[at] + s * grid[at + 1];
    const lower = (1 - s) * grid[at + 6] + s * grid[at + 7];
    return base * (1 - depth * ((1 - t) * upper + t * lower));
  };
}

/** A block in another grey, as a print on the chest. */
function printed(base: number, depth: number, random: RandomSequence): Tone {
  const halfWidth = between(random, 0.1, 0.3);
  const halfHeight = between(random, 0.08, 0.3);
  const middle = between(random, -0.35, 0.05);
  const other = chance(random, 0.5) ? base * (1 - depth) : base + (1 - base) * depth;
  return (x, y) => (Math.abs(x) < halfWidth && Math.abs(y - middle) < halfHeight ? other : base);
}
