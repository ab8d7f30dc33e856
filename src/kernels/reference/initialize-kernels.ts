// How parameters begin. Elements 2i and 2i + 1 share one Philox block, counter (i, 0, position, initialize stream);
// words 0 and 1 make one uniform number of 53 bits, words 2 and 3 the other.
//
// Normal numbers by Box and Muller: sqrt(-2 ln u) cos(2 pi v) for even elements, ... sin(2 pi v) for odd ones.

import { cos, log, philox, STREAMS, sin } from '../../core/index.ts';
import type { Draw, Kernels } from '../kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ReferenceMemory } from './reference-memory.ts';

const TWO_PI = 6.283185307179586;
const TWO_TO_MINUS_53 = 1.1102230246251565e-16;

/** Two uniform numbers in (0, 1], of block `index`. */
function uniforms(words: Uint32Array, { key, position }: Draw, index: number): [number, number] {
  philox(words, key, index, 0, position, STREAMS.initialize);
  const from = (high: number, low: number): number => ((high >>> 5) * 67108864 + (low >>> 6) + 1) * TWO_TO_MINUS_53;
  return [from(words[0], words[1]), from(words[2], words[3])];
}

/** The kernels that initialise over a memory. */
export function initializeKernels(
  { round }: Arithmetic,
  memory: ReferenceMemory,
): Pick<Kernels, 'fill' | 'fillNormal' | 'fillUniform'> {
  return {
    fill({ out, length, value }) {
      const y = out.type === 'int32' ? memory.ints(out) : memory.floats(out);
      y.fill(value, 0, length);
    },
    fillNormal(call) {
      const y = memory.floats(call.out);
      const words = new Uint32Array(4);
      for (let i = 0; i < call.length; i += 2) {
        const [u, v] = uniforms(words, call, i / 2);
        const radius = call.deviation * Math.sqrt(-2 * log(u));
        y[i] = round(radius * cos(TWO_PI * v));
        if (i + 1 < call.length) y[i + 1] = round(radius * sin(TWO_PI * v));
      }
    },
    fillUniform(call) {
      const y = memory.floats(call.out);
      const words = new Uint32Array(4);
      const width = call.high - call.low;
      for (let i = 0; i < call.length; i += 2) {
        const [u, v] = uniforms(words, call, i / 2);
        y[i] = round(call.low + width * u);
        if (i + 1 < call.length) y[i + 1] = round(call.low + width * v);
      }
    },
  };
}
