// The elementary functions of src/core/exact-math.ts (doubles) and of reference/arithmetic.ts (floats, four at a time),
// operation for operation; parity tests hold the two to equal bits.

const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

// @ts-ignore: decorator
@inline
function powerOfTwo(exponent: i32): f64 {
  return reinterpret<f64>(<i64>(exponent + 1023) << 52);
}

// @ts-ignore: decorator
@inline
function roundToEven(x: f64): f64 {
  return x + 6755399441055744 - 6755399441055744;
}

export function exp(x: f64): f64 {
  if (x != x) return x;
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const n = roundToEven(x * 1.44269504088896338700);
  const r = x - n * LN2_HIGH - n * LN2_LOW;
  let sum: f64 = 1.0 / 6227020800.0;
  sum = sum * r + 1.0 / 479001600.0;
  sum = sum * r + 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r * r + r + 1.0;
  const half = <i32>floor(n / 2.0);
  return sum * powerOfTwo(half) * powerOfTwo(<i32>n - half);
}

export function log(x: f64): f64 {
  if (x < 0 || x != x) return NaN;
  if (x == 0) return -Infinity;
  if (x == Infinity) return x;
  let k: i32 = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    k = -54;
  }
  const bits = reinterpret<u64>(x);
  const high = <i32>(bits >> 32);
  k += (high >>> 20) - 1023;
  const mantissa = high & 0xfffff;
  const shift = (mantissa + 0x95f64) & 0x100000;
  k += shift >>> 20;
  const f = reinterpret<f64>((<u64>(<u32>(mantissa | (shift ^ 0x3ff00000))) << 32) | (bits & 0xffffffff)) - 1.0;
  const s = f / (2.0 + f);
  const z = s * s;
  const w = z * z;
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const halfSquare = 0.5 * f * f;
  const scale = <f64>k;
  return scale * LN2_HIGH - (halfSquare - (s * (halfSquare + (odd + even)) + scale * LN2_LOW) - f);
}

const HALF_PI_HIGH: f64 = 1.57079632673412561417;
const HALF_PI_MIDDLE: f64 = 6.07710050630396597660e-11;
const HALF_PI_LOW: f64 = 2.02226624879595063154e-21;

function sinKernel(r: f64): f64 {
  const z = r * r;
  const tail =
    0.00833333333332248946 +
    z *
      (-0.000198412698298579493 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return r + z * r * (-0.166666666666666324 + z * tail);
}

function cosKernel(r: f64): f64 {
  const z = r * r;
  const tail =
    0.0416666666666666019 +
    z *
      (-0.00138888888888741096 +
        z *
          (2.48015872894767294178e-5 +
            z * (-2.75573143513906633035e-7 + z * (2.08757232129817482790e-9 + z * -1.13596475577881948265e-11))));
  const half = 0.5 * z;
  const w = 1.0 - half;
  return w + (1.0 - w - half + z * z * tail);
}

export function sin(x: f64): f64 {
  const n = roundToEven(x * 0.636619772367581382433);
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_MIDDLE - n * HALF_PI_LOW;
  const quadrant = <i32>n & 3;
  const value = (quadrant & 1) == 0 ? sinKernel(r) : cosKernel(r);
  return quadrant < 2 ? value : -value;
}

export function cos(x: f64): f64 {
  const n = roundToEven(x * 0.636619772367581382433);
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_MIDDLE - n * HALF_PI_LOW;
  const quadrant = <i32>n & 3;
  const value = (quadrant & 1) == 0 ? cosKernel(r) : sinKernel(r);
  return quadrant == 0 || quadrant == 3 ? value : -value;
}

export function integerPower(base: f64, exponent: i32): f64 {
  let power: f64 = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest >>= 1) {
    if ((rest & 1) == 1) power *= square;
    square *= square;
  }
  return power;
}

/** e^x for four floats. */
export function exp4(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  const rest = f32x4.sub(
    f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375))),
    f32x4.mul(n, f32x4.splat(-2.12194440e-4)),
  );
  let sum = f32x4.splat(1.9875691500e-4);
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.3981999507e-3));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(8.3334519073e-3));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(4.1665795894e-2));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(1.6666665459e-1));
  sum = f32x4.add(f32x4.mul(sum, rest), f32x4.splat(5.0000001201e-1));
  sum = f32x4.add(f32x4.add(f32x4.mul(sum, f32x4.mul(rest, rest)), rest), f32x4.splat(1));
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  const bias = i32x4.splat(127);
  const first = i32x4.shl(i32x4.add(half, bias), 23);
  const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
  let value = f32x4.mul(f32x4.mul(sum, first), second);
  value = v128.bitselect(f32x4.splat(Infinity), value, f32x4.gt(x, f32x4.splat(88.7228394)));
  value = v128.andnot(value, f32x4.lt(x, f32x4.splat(-87.3365479)));
  return v128.bitselect(x, value, f32x4.ne(x, x));
}

/** tanh x for four floats. */
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const square = f32x4.mul(x, x);
  let sum = f32x4.splat(-5.70498872745e-3);
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(2.06390887954e-2));
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(-5.37397155531e-2));
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(1.33314422036e-1));
  sum = f32x4.add(f32x4.mul(sum, square), f32x4.splat(-3.33332819422e-1));
  const small = f32x4.add(f32x4.mul(f32x4.mul(sum, square), x), x);
  const one = f32x4.splat(1);
  const large = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(size, size)), one)));
  const signed = v128.bitselect(f32x4.neg(large), large, f32x4.lt(x, f32x4.splat(0)));
  return v128.bitselect(small, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** 1 / (1 + e^-x) for four floats. */
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** e^x for one float. */
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}
