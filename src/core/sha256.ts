// SHA-256 (FIPS 180-4) in plain TypeScript: pages without a secure context lack crypto.subtle, and a
// fingerprint must be computable wherever Heddle runs.

// Signed words throughout: engines keep int32 sums in registers, but turn an unsigned word above 2^31 into a double.
const ROUND_CONSTANTS: Int32Array = fractionsOfRoots(64, 3);
const INITIAL_STATE: Int32Array = fractionsOfRoots(8, 2);

/** First 32 bits of the fractional parts of the `power`th roots of the first `count` primes, by integer arithmetic. */
function fractionsOfRoots(count: number, power: 2 | 3): Int32Array {
  const words = new Int32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) prime = false;
    if (prime) words[found++] = Number(integerRoot(BigInt(candidate) << BigInt(32 * power), power) & 0xffffffffn);
  }
  return words;
}

/** The largest integer whose `power`th power is at most `value`, by bisection. */
function integerRoot(value: bigint, power: number): bigint {
  let low = 0n;
  let high = 1n << 42n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(power) <= value) low = middle;
    else high = middle;
  }
  return low;
}

const rotate = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** Works the 64 bytes at `offset` into `state` (8 words); `words` (64 words) is scratch. A free function, so that engines compile it once. */
function compress(state: Int32Array, words: Int32Array, source: Uint8Array, offset: number): void {
  for (let i = 0; i < 16; i++) {
    const at = offset + 4 * i;
    words[i] = (source[at] << 24) | (source[at + 1] << 16) | (source[at + 2] << 8) | source[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const w15 = words[i - 15];
    const w2 = words[i - 2];
    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = g ^ (e & (f ^ g));
    const t1 = (h + s1 + choice + ROUND_CONSTANTS[i] + words[i]) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (c & (a ^ b));
    const t2 = (s0 + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** A SHA-256 hash that is fed piece by piece. */
export interface Sha256 {
  /** Adds bytes; may be called any number of times. */
  update(bytes: Uint8Array): Sha256;
  /** The hash of all bytes so far as 64 lower-case hexadecimal digits; ends the hash. */
  hex(): string;
}

/**
 * Begins a SHA-256 hash.
 *
 * @example
 * sha256().update(new TextEncoder().encode('abc')).hex(); // 'ba7816bf...'
 */
export function sha256(): Sha256 {
  const state = INITIAL_STATE.slice();
  const block = new Uint8Array(64);
  const words = new Int32Array(64);
  let filled = 0;
  let length = 0;

  const hash: Sha256 = {
    update(bytes) {
      length += bytes.length;
      let at = 0;
      if (filled > 0) {
        const taken = Math.min(64 - filled, bytes.length);
        block.set(bytes.subarray(0, taken), filled);
        filled += taken;
        at = taken;
        if (filled < 64) return hash;
        compress(state, words, block, 0);
        filled = 0;
      }
      for (; at + 64 <= bytes.length; at += 64) compress(state, words, bytes, at);
      block.set(bytes.subarray(at), 0);
      filled = bytes.length - at;
      return hash;
    },
    hex() {
      const bits = length * 8;
      block.fill(0, filled);
      block[filled] = 0x80;
      if (filled >= 56) {
        compress(state, words, block, 0);
        block.fill(0);
      }
      const view = new DataView(block.buffer);
      view.setUint32(56, Math.floor(bits / 0x100000000));
      view.setUint32(60, bits >>> 0);
      compress(state, words, block, 0);
      return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
    },
  };
  return hash;
}

/** The SHA-256 of bytes, or of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits. */
export function sha256Hex(content: Uint8Array | string): string {
  return sha256()
    .update(typeof content === 'string' ? new TextEncoder().encode(content) : content)
    .hex();
}
