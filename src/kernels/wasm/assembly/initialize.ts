// How parameters begin. See reference/initialize-kernels.ts.

import { cos, log, sin } from './exact-math';
import { int, real, span } from './instruction';
import { philox, word0, word1, word2, word3 } from './philox';
import { shareBegin, shareEnd } from './team';

const INITIALIZE_STREAM: u32 = 2;
const TWO_PI: f64 = 6.283185307179586;

// @ts-ignore: decorator
@inline
function uniform(high: u32, low: u32): f64 {
  return (<f64>(high >>> 5) * 67108864.0 + <f64>(low >>> 6) + 1.0) * 1.1102230246251565e-16;
}

/** Fills 32-bit words: a float's bits or a whole number, as the recorder chose. */
export function fill(at: usize): void {
  const out = span(at, 0);
  const length = int(at, 1);
  const bits = int(at, 2);
  const pattern = i32x4.splat(bits);
  const units = length >> 4;
  for (let unit = shareBegin(units), end = shareEnd(units); unit < end; unit++) {
    const to = out + (<usize>unit << 6);
    v128.store(to, pattern);
    v128.store(to, pattern, 16);
    v128.store(to, pattern, 32);
    v128.store(to, pattern, 48);
  }
  if (shareEnd(1) == 1) for (let i = units << 4; i < length; i++) store<i32>(out + (<usize>i << 2), bits);
}

export function fillNormal(at: usize): void {
  const out = span(at, 0);
  const length = int(at, 1);
  const deviation = real(at, 2);
  const pairs = (length + 1) >> 1;
  for (let i = shareBegin(pairs), end = shareEnd(pairs); i < end; i++) {
    philox(<u32>int(at, 3), <u32>int(at, 4), <u32>i, 0, <u32>int(at, 5), INITIALIZE_STREAM);
    const u = uniform(word0, word1);
    const v = uniform(word2, word3);
    const radius = deviation * sqrt<f64>(-2.0 * log(u));
    const to = out + (<usize>i << 3);
    store<f32>(to, <f32>(radius * cos(TWO_PI * v)));
    if (2 * i + 1 < length) store<f32>(to, <f32>(radius * sin(TWO_PI * v)), 4);
  }
}

export function fillUniform(at: usize): void {
  const out = span(at, 0);
  const length = int(at, 1);
  const low = real(at, 2);
  const width = real(at, 3) - low;
  const pairs = (length + 1) >> 1;
  for (let i = shareBegin(pairs), end = shareEnd(pairs); i < end; i++) {
    philox(<u32>int(at, 4), <u32>int(at, 5), <u32>i, 0, <u32>int(at, 6), INITIALIZE_STREAM);
    const to = out + (<usize>i << 3);
    store<f32>(to, <f32>(low + width * uniform(word0, word1)));
    if (2 * i + 1 < length) store<f32>(to, <f32>(low + width * uniform(word2, word3)), 4);
  }
}
