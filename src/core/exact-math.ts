// Elementary functions with fixed bits. The engines' own Math.exp, log, sin ... may differ in the last bit
// from one engine to the next; these use only + - * / sqrt and exact scaling by powers of two, in a fixed
// order, so every IEEE 754 machine gives the same result. Errors are below 2 units in the last place over
// the ranges the tests state.
//
// Argument reduction is Cody and Waite's (the constant is split so that the subtraction is exact); the
// kernels of log, sin and cos use the classic minimax coefficients of fdlibm (Sun Microsystems, 1993).

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INVERSE_LN2 = 1.442695040888963387;

const view: DataView = new DataView(new ArrayBuffer(8));

/** 2^exponent for a whole exponent from -1022 to 1023, exactly. */
export function powerOfTwo(exponent: number): number {
  view.setInt32(0, (exponent + 1023) << 20);
  view.setInt32(4, 0);
  return view.getFloat64(0);
}

/** Rounds to the nearest integer, ties to even, for |x| < 2^51: adding and taking away 1.5 * 2^52 leaves no fraction. */
const roundToEven = (x: number): number => x + 6755399441055744 - 6755399441055744;

/** e^x. Overflows to Infinity above 709.78, underflows to 0 below -745.13. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  // x = n ln 2 + r with |r| <= ln 2 / 2; e^r by its Taylor polynomial of degree 13 (next term < 2^-58).
  const n = roundToEven(x * INVERSE_LN2);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let sum = 1 / 6227020800;
  sum = sum * r + 1 / 479001600;
  sum = sum * r + 1 / 39916800;
  sum = sum * r + 1 / 3628800;
  sum = sum * r + 1 / 362880;
  sum = sum * r + 1 / 40320;
  sum = sum * r + 1 / 5040;
  sum = sum * r + 1 / 720;
  sum = sum * r + 1 / 120;
  sum = sum * r + 1 / 24;
  sum = sum * r + 1 / 6;
  sum = sum * r + 0.5;
  sum = sum * r * r + r + 1;
  // Two exact factors, so that a subnormal result is rounded once.
  const half = Math.floor(n / 2);
  return sum * powerOfTwo(half) * powerOfTwo(n - half);
}

/** Natural logarithm of x; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (x < 0 || Number.isNaN(x)) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  // x = 2^k (1 + f) with sqrt(1/2) < 1 + f <= sqrt(2); log(1 + f) = f - s (f - R), s = f / (2 + f).
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    k = -54;
  }
  view.setFloat64(0, x);
  const high = view.getInt32(0);
  k += (high >>> 20) - 1023;
  const mantissa = high & 0xfffff;
  const shift = (mantissa + 0x95f64) & 0x100000;
  view.setInt32(0, mantissa | (shift ^ 0x3ff00000));
  k += shift >>> 20;
  const f = view.getFloat64(0) - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const halfSquare = 0.5 * f * f;
  return k * LN2_HIGH - (halfSquare - (s * (halfSquare + (odd + even)) + k * LN2_LOW) - f);
}

const HALF_PI_HIGH = 1.57079632673412561417;
const HALF_PI_MIDDLE = 6.0771005063039659766e-11;
const HALF_PI_LOW = 2.02226624879595063154e-21;

function sinKernel(r: number): number {
  const z = r * r;
  const tail =
    0.00833333333332248946 +
    z *
      (-0.000198412698298579493 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return r + z * r * (-0.166666666666666324 + z * tail);
}

function cosKernel(r: number): number {
  const z = r * r;
  const tail =
    0.0416666666666666019 +
    z *
      (-0.00138888888888741096 +
        z *
          (2.48015872894767294178e-5 +
            z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + z * z * tail);
}

/** Sine of x in radians, |x| <= 2^20. */
export function sin(x: number): number {
  const n = roundToEven(x * 0.636619772367581382433);
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_MIDDLE - n * HALF_PI_LOW;
  const quadrant = n & 3;
  const value = quadrant % 2 === 0 ? sinKernel(r) : cosKernel(r);
  return quadrant < 2 ? value : -value;
}

/** Cosine of x in radians, |x| <= 2^20. */
export function cos(x: number): number {
  const n = roundToEven(x * 0.636619772367581382433);
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_MIDDLE - n * HALF_PI_LOW;
  const quadrant = n & 3;
  const value = quadrant % 2 === 0 ? cosKernel(r) : sinKernel(r);
  return quadrant === 0 || quadrant === 3 ? value : -value;
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size > 22) return x > 0 ? 1 : -1;
  if (size < 0.55) {
    // sinh = x (1 + z s) and cosh = 1 + z c by their Taylor polynomials; tanh = x + x z (s - c) / (1 + z c), whose second
    // term is at most a tenth of the first: its roundings hardly count.
    const z = x * x;
    let sinh = 1 / 1307674368000;
    sinh = sinh * z + 1 / 6227020800;
    sinh = sinh * z + 1 / 39916800;
    sinh = sinh * z + 1 / 362880;
    sinh = sinh * z + 1 / 5040;
    sinh = sinh * z + 1 / 120;
    sinh = sinh * z + 1 / 6;
    let cosh = 1 / 87178291200;
    cosh = cosh * z + 1 / 479001600;
    cosh = cosh * z + 1 / 3628800;
    cosh = cosh * z + 1 / 40320;
    cosh = cosh * z + 1 / 720;
    cosh = cosh * z + 1 / 24;
    cosh = cosh * z + 0.5;
    return x + (x * (z * (sinh - cosh))) / (1 + z * cosh);
  }
  const decay = exp(-2 * size);
  const value = (1 - decay) / (1 + decay);
  return x > 0 ? value : -value;
}

/** base^exponent for a whole exponent >= 0, by repeated squaring. */
export function integerPower(base: number, exponent: number): number {
  let power = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= square;
    square *= square;
  }
  return power;
}
