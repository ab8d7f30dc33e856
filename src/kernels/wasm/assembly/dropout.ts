// Dropout: a mask drawn from a counter, so that any thread may draw any part of it. See reference/activation-kernels.ts.
//
// Groups of 32 elements share four Philox blocks; two groups, a stretch of 64 elements, are drawn at a time.

import { STRETCH } from '../common-constants';
import { clockStep, int, real, span } from './instruction';
import { philox8 } from './philox';
import { ownScratch, partBegin, partEnd, shareOut, takePart } from './team';

const DROPOUT_STREAM: u32 = 4;

/** Forward and backward alike. */
export function dropout(at: usize): void {
  const length = int(at, 2);
  shareOut((length + STRETCH - 1) / STRETCH);
  while (takePart()) dropStretches(span(at, 0), span(at, 1), length, partBegin, partEnd, at + 3 * 8);
}

/** Stretches [begin, end) of out = mask x / (1 - rate). The draw's words lie at `draw`: rate, key, position, clock. */
export function dropStretches(out: usize, x: usize, length: i32, begin: i32, end: i32, draw: usize): void {
  const rate = real(draw, 0);
  const k0 = <u32>int(draw, 1);
  const k1 = <u32>int(draw, 2);
  const position = <u32>int(draw, 3);
  const step = <u32>clockStep(span(draw, 4));
  const threshold = i32x4.splat(<i32>floor(rate * 65536.0 + 0.5));
  const scale = f32x4.splat(<f32>(1.0 / (1.0 - rate)));
  const low = i32x4.splat(0xffff);
  const vectors = (length + 3) >> 2;
  for (let stretch = begin; stretch < end; stretch++) {
    philox8(ownScratch, k0, k1, <u32>stretch << 3, step, position, DROPOUT_STREAM);
    const first = stretch << 4;
    const words = min(8, (vectors - first + 1) >> 1);
    let place = <usize>first << 4;
    // A word's low half decides over four elements, its high half over the next four.
    for (let word: usize = ownScratch, last = ownScratch + (<usize>words << 4); word < last; word += 16, place += 32) {
      const bits = v128.load(word);
      const even = f32x4.mul(v128.load(x + place), scale);
      const odd = f32x4.mul(v128.load(x + place, 16), scale);
      v128.store(out + place, v128.andnot(even, i32x4.lt_s(v128.and(bits, low), threshold)));
      v128.store(out + place, v128.andnot(odd, i32x4.lt_s(i32x4.shr_u(bits, 16), threshold)), 16);
    }
  }
}
