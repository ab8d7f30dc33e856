// Choosing a batch: shuffle the order of rows, gather the next n of them, move the clock on.

import { philox, STREAMS } from '../../core/index.ts';
import { CLOCK, type Draw, type Kernels } from '../kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ReferenceMemory } from './reference-memory.ts';

/** Unbiased whole numbers below a bound, word by word out of the shuffle stream. */
function wordsBelow(draw: Draw): (bound: number) => number {
  const words = new Uint32Array(4);
  let index = 0;
  return (bound) => {
    const limit = 0x100000000 - (0x100000000 % bound);
    for (;;) {
      if (index % 4 === 0) philox(words, draw.key, index / 4, 0, draw.position, STREAMS.shuffle);
      const word = words[index++ % 4];
      if (word < limit) return word % bound;
    }
  };
}

type BatchKernels = Pick<Kernels, 'shuffle' | 'gatherBytes' | 'gatherFloats' | 'gatherLabels' | 'tick'>;

/** The batch kernels over a memory. */
export function batchKernels({ round }: Arithmetic, memory: ReferenceMemory): BatchKernels {
  const { floats, ints, bytes } = memory;
  return {
    // Fisher and Yates.
    shuffle(call) {
      const out = ints(call.out);
      out.set(ints(call.source).subarray(0, call.length));
      const below = wordsBelow(call);
      for (let i = call.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const held = out[i];
        out[i] = out[j];
        out[j] = held;
      }
    },
    gatherBytes({ out, source, order, clock, n, size, scale }) {
      const x = floats(out);
      const from = bytes(source);
      const first = ints(clock)[CLOCK.row];
      for (let i = 0; i < n; i++) {
        const row = ints(order)[first + i];
        for (let j = 0; j < size; j++) x[i * size + j] = round(from[row * size + j] * round(scale));
      }
    },
    gatherFloats({ out, source, order, clock, n, size }) {
      const x = floats(out);
      const from = floats(source);
      const first = ints(clock)[CLOCK.row];
      for (let i = 0; i < n; i++) {
        const row = ints(order)[first + i];
        for (let j = 0; j < size; j++) x[i * size + j] = from[row * size + j];
      }
    },
    gatherLabels({ out, source, order, clock, n }) {
      const first = ints(clock)[CLOCK.row];
      for (let i = 0; i < n; i++) ints(out)[i] = ints(source)[ints(order)[first + i]];
    },
    tick({ clock, rows }) {
      const words = ints(clock);
      words[CLOCK.row] += rows;
      words[CLOCK.step] += 1;
      words[CLOCK.slot] += 1;
    },
  };
}
