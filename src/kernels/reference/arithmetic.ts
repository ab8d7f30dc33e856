// What "a float" means to the reference kernels: how results are rounded, and the elementary functions.
// In float32 every operation is rounded at once, so the order written here is, bit for bit, what the
// WebAssembly kernels of the strict profile compute. In float64 nothing is rounded: the oracle.

import { exp, powerOfTwo, tanh } from '../../core/index.ts';

/** Arithmetic on one kind of float. */
export interface Arithmetic {
  readonly bytes: 4 | 8;
  /** The nearest float: every sum, product, quotient and root goes through it. */
  round(x: number): number;
  exp(x: number): number;
  tanh(x: number): number;
}

/** IEEE double precision: the oracle. */
export const float64: Arithmetic = { bytes: 8, round: (x) => x, exp, tanh };

/** IEEE single precision. */
export const float32: Arithmetic = { bytes: 4, round: Math.fround, exp: exp32, tanh: tanh32 };

const r = Math.fround;
const LOG2_E = r(1.44269504088896341);
const LN2_HIGH = r(0.693359375);
const LN2_LOW = r(-2.1219444e-4);
/** Above this e^x overflows, below the second it would be subnormal and is 0. */
const EXP_HIGHEST = r(88.7228394);
const EXP_LOWEST = r(-87.3365479);

/** e^r for |r| <= ln 2 / 2: a degree-5 minimax polynomial for (e^r - 1 - r) / r^2 (coefficients as in Cephes expf, Moshier 1989). */
const EXP_POLYNOMIAL = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
].map(r);

/** e^x in float32, error below 2 units in the last place. */
function exp32(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > EXP_HIGHEST) return Number.POSITIVE_INFINITY;
  if (x < EXP_LOWEST) return 0;
  const n = r(r(r(x * LOG2_E) + 12582912) - 12582912);
  const rest = r(r(x - r(n * LN2_HIGH)) - r(n * LN2_LOW));
  let sum = EXP_POLYNOMIAL[0];
  for (let i = 1; i < EXP_POLYNOMIAL.length; i++) sum = r(r(sum * rest) + EXP_POLYNOMIAL[i]);
  sum = r(r(r(sum * r(rest * rest)) + rest) + 1);
  const half = n >> 1;
  return r(r(sum * powerOfTwo(half)) * powerOfTwo(n - half));
}

/** (tanh x - x) / x^3 for |x| < 0.625, in x^2 (coefficients as in Cephes tanhf). */
const TANH_POLYNOMIAL = [
  -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1,
].map(r);

/** tanh x in float32, error below 2 units in the last place. */
function tanh32(x: number): number {
  const size = Math.abs(x);
  if (size < 0.625) {
    const square = r(x * x);
    let sum = TANH_POLYNOMIAL[0];
    for (let i = 1; i < TANH_POLYNOMIAL.length; i++) sum = r(r(sum * square) + TANH_POLYNOMIAL[i]);
    return r(r(r(sum * square) * x) + x);
  }
  const value = r(1 - r(2 / r(exp32(r(size + size)) + 1)));
  return x < 0 ? -value : value;
}
