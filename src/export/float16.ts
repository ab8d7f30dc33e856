// Half-precision numbers (IEEE 754 binary16): 1 sign bit, 5 of exponent (bias 15), 10 of fraction.
//
//   value = +-2^(e - 15) (1 + f / 1024) for e from 1 to 30, +-2^-14 f / 1024 for e = 0; e = 31 is infinity or NaN

import { powerOfTwo } from '../core/index.ts';

/** The number that 16 bits stand for. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * powerOfTwo(-24);
  return sign * (1 + fraction / 1024) * powerOfTwo(exponent - 15);
}

/** The 16 bits nearest to a number, ties to the even one; what is too large becomes infinity. */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Counted in steps of the last bit: 2^-24 below 2^-14, and 2^(e - 25) from there on.
  const exponent = Math.max(exponentOf(size) + 15, 1);
  const steps = size / powerOfTwo(exponent - 25);
  let whole = Math.floor(steps);
  const rest = steps - whole;
  if (rest > 0.5 || (rest === 0.5 && whole % 2 === 1)) whole++;
  // A fraction that rounds up to 2048 carries into the exponent by itself, and one below 1024 is of exponent 0.
  return sign | (((exponent - 1) << 10) + whole);
}

/** e of a number from 2^e up to below 2^(e + 1); at most -1022 for what is smaller. */
function exponentOf(size: number): number {
  const words = new DataView(new ArrayBuffer(8));
  words.setFloat64(0, size);
  return ((words.getUint32(0) >>> 20) & 0x7ff) - 1023;
}

/** The number that the upper 16 bits of a float32 stand for (bfloat16). */
export function fromBfloat16(bits: number): number {
  const word = new DataView(new ArrayBuffer(4));
  word.setUint16(0, bits);
  return word.getFloat32(0);
}
