// Choosing a batch: shuffle, gather, tick. See reference/batch-kernels.ts for what each computes.

import { clockRow, int, real, span } from './instruction';
import { philox, word0, word1, word2, word3 } from './philox';
import { partBegin, partEnd, shareBegin, shareEnd, shareOut, takePart, thread } from './team';
import { touch } from './touch';

const SHUFFLE_STREAM: u32 = 3;

/** By how many rows the one that is asked for is ahead of the one that is gathered. */
const AHEAD: i32 = 2;

let nextWord: i32 = 0;

/** The next word of the shuffle stream. */
function drawWord(k0: u32, k1: u32, position: u32): u32 {
  const lane = nextWord & 3;
  if (lane == 0) philox(k0, k1, <u32>(nextWord >> 2), 0, position, SHUFFLE_STREAM);
  nextWord++;
  return lane == 0 ? word0 : lane == 1 ? word1 : lane == 2 ? word2 : word3;
}

export function shuffle(at: usize): void {
  if (thread != 0) return;
  const out = span(at, 0);
  const source = span(at, 1);
  const length = int(at, 2);
  const k0 = <u32>int(at, 3);
  const k1 = <u32>int(at, 4);
  const position = <u32>int(at, 5);
  memory.copy(out, source, (<usize>length) << 2);
  nextWord = 0;
  for (let i = length - 1; i > 0; i--) {
    const bound = <u64>(i + 1);
    const words: u64 = 0x100000000;
    const limit = words - (words % bound);
    let word = <u64>drawWord(k0, k1, position);
    while (word >= limit) word = <u64>drawWord(k0, k1, position);
    const here = out + ((<usize>i) << 2);
    const there = out + ((<usize>(word % bound)) << 2);
    const held = load<i32>(here);
    store<i32>(here, load<i32>(there));
    store<i32>(there, held);
  }
}

/** Where the i-th row of the order lies among rows of so many bytes. */
// @ts-ignore: decorator
@inline
function rowAt(source: usize, order: usize, i: i32, bytes: usize): usize {
  return source + <usize>load<i32>(order + ((<usize>i) << 2)) * bytes;
}

export function gatherBytes(at: usize): void {
  const out = span(at, 0);
  const source = span(at, 1);
  const order = span(at, 2) + ((<usize>clockRow(span(at, 3))) << 2);
  const n = int(at, 4);
  const size = int(at, 5);
  const scale = <f32>real(at, 6);
  const scales = f32x4.splat(scale);
  shareOut(n);
  while (takePart()) {
    for (let i = partBegin; i < partEnd; i++) {
      if (i + AHEAD < partEnd) touch(rowAt(source, order, i + AHEAD, size), size, 0, 1);
      let from = rowAt(source, order, i, size);
      let to = out + ((<usize>i * <usize>size) << 2);
      let j = 0;
      for (; j + 8 <= size; j += 8, from += 8, to += 32) {
        const words = v128.load8x8_u(from);
        v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(words)), scales));
        v128.store(to, f32x4.mul(f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(words)), scales), 16);
      }
      for (; j < size; j++, from++, to += 4) store<f32>(to, <f32>load<u8>(from) * scale);
    }
  }
}

export function gatherFloats(at: usize): void {
  const out = span(at, 0);
  const source = span(at, 1);
  const order = span(at, 2) + ((<usize>clockRow(span(at, 3))) << 2);
  const n = int(at, 4);
  const size = int(at, 5);
  const bytes = (<usize>size) << 2;
  shareOut(n);
  while (takePart()) {
    for (let i = partBegin; i < partEnd; i++) {
      let from = rowAt(source, order, i, bytes);
      let to = out + <usize>i * bytes;
      for (let j = 0; j < size; j++, from += 4, to += 4) store<f32>(to, load<f32>(from));
    }
  }
}

export function gatherLabels(at: usize): void {
  const out = span(at, 0);
  const source = span(at, 1);
  const order = span(at, 2) + ((<usize>clockRow(span(at, 3))) << 2);
  const n = int(at, 4);
  for (let i = shareBegin(n), end = shareEnd(n); i < end; i++) {
    const row = <usize>load<i32>(order + ((<usize>i) << 2));
    store<i32>(out + ((<usize>i) << 2), load<i32>(source + (row << 2)));
  }
}

export function tick(at: usize): void {
  if (thread != 0) return;
  const clock = span(at, 0);
  store<i32>(clock, load<i32>(clock) + int(at, 1), 0);
  store<i32>(clock, load<i32>(clock, 4) + 1, 4);
  store<i32>(clock, load<i32>(clock, 8) + 1, 8);
}
