// Elementwise functions and their derivatives, written in terms of the output y.

import { philox, STREAMS } from '../../core/index.ts';
import { CLOCK, type Elementwise, type ElementwiseBackward, type Kernels } from '../kernels.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ReferenceMemory } from './reference-memory.ts';

type ActivationKernels = Pick<
  Kernels,
  | 'relu'
  | 'reluBackward'
  | 'leakyRelu'
  | 'leakyReluBackward'
  | 'sigmoid'
  | 'sigmoidBackward'
  | 'tanh'
  | 'tanhBackward'
  | 'softmax'
  | 'softmaxBackward'
  | 'dropout'
>;

/** The activation kernels over a memory. */
export function activationKernels(arithmetic: Arithmetic, { floats, ints }: ReferenceMemory): ActivationKernels {
  const { round, exp, tanh } = arithmetic;

  function map({ out, x, length }: Elementwise, f: (x: number) => number): void {
    const from = floats(x);
    const to = floats(out);
    for (let i = 0; i < length; i++) to[i] = f(from[i]);
  }
  function mapBackward({ out, dy, y, length }: ElementwiseBackward, f: (dy: number, y: number) => number): void {
    const slope = floats(dy);
    const value = floats(y);
    const to = floats(out);
    for (let i = 0; i < length; i++) to[i] = f(slope[i], value[i]);
  }

  return {
    // max(x, 0), and NaN stays NaN.
    relu: (call) => map(call, (x) => (x < 0 ? 0 : x)),
    reluBackward: (call) => mapBackward(call, (dy, y) => (y > 0 ? round(dy * round(call.scale)) : 0)),
    leakyRelu: (call) => map(call, (x) => (x > 0 ? x : round(round(call.slope) * x))),
    leakyReluBackward: (call) => mapBackward(call, (dy, y) => (y > 0 ? dy : round(round(call.slope) * dy))),
    // 1 / (1 + e^-x); y' = y (1 - y).
    sigmoid: (call) => map(call, (x) => round(1 / round(1 + exp(-x)))),
    sigmoidBackward: (call) => mapBackward(call, (dy, y) => round(dy * round(y * round(1 - y)))),
    // y' = 1 - y^2.
    tanh: (call) => map(call, tanh),
    tanhBackward: (call) => mapBackward(call, (dy, y) => round(dy * round(1 - round(y * y)))),
    // e^(x - max) / sum of e^(x - max), row by row.
    softmax({ out, x, n, size }) {
      const from = floats(x);
      const to = floats(out);
      for (let row = 0; row < n * size; row += size) {
        let highest = from[row];
        for (let j = 1; j < size; j++) if (from[row + j] > highest) highest = from[row + j];
        let sum = 0;
        for (let j = 0; j < size; j++) {
          to[row + j] = exp(round(from[row + j] - highest));
          sum = round(sum + to[row + j]);
        }
        for (let j = 0; j < size; j++) to[row + j] = round(to[row + j] / sum);
      }
    },
    // dx = y (dy - sum of dy y).
    softmaxBackward({ out, dy, y, n, size }) {
      const slope = floats(dy);
      const value = floats(y);
      const to = floats(out);
      for (let row = 0; row < n * size; row += size) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum = round(sum + round(slope[row + j] * value[row + j]));
        for (let j = 0; j < size; j++) to[row + j] = round(value[row + j] * round(slope[row + j] - sum));
      }
    },
    // Every element has 16 random bits and is dropped when they are below rate * 65536 (rounded). Elements come in groups
    // of 32: element j of group g has lane j % 4, and the bits of half (j >> 2) % 2 of word j >> 3 of Philox block
    // (4 g + lane, step, position, dropout stream).
    dropout({ out, x, length, rate, key, position, clock }) {
      const from = floats(x);
      const to = floats(out);
      const step = ints(clock)[CLOCK.step];
      const threshold = Math.round(rate * 65536);
      const scale = round(1 / (1 - rate));
      const words = new Uint32Array(4);
      for (let first = 0; first < length; first += 32) {
        for (let lane = 0; lane < 4; lane++) {
          philox(words, key, first / 8 + lane, step, position, STREAMS.dropout);
          for (let quad = 0; quad < 8; quad++) {
            const i = first + 4 * quad + lane;
            if (i >= length) break;
            const bits = quad % 2 === 0 ? words[quad >> 1] & 0xffff : words[quad >> 1] >>> 16;
            to[i] = bits < threshold ? 0 : round(from[i] * scale);
          }
        }
      }
    },
  };
}
