import { expect, test } from 'vitest';
import { cos, exp, integerPower, log, sin, tanh } from './exact-math.ts';
import { randomSequence, seedFrom } from './random.ts';

const view = new DataView(new ArrayBuffer(8));

function bitsOf(x: number): string {
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

// The truth is computed here in fixed point with 160 binary places, from the series alone.
const PLACES = 160n;
const ONE = 1n << PLACES;
const times = (a: bigint, b: bigint): bigint => (a * b) >> PLACES;

/** A double as a fixed-point number, exactly (down to 2^-160). */
function fixed(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const mantissa = (bits & 0xfffffffffffffn) | (exponent > 0n ? 0x10000000000000n : 0n);
  const shift = (exponent || 1n) - 1075n + PLACES;
  const size = shift >= 0n ? mantissa << shift : mantissa >> -shift;
  return x < 0 ? -size : size;
}

/** x - x^3/3! + x^5/5! ... from the term `first` whose power is `power`; with sign +1, sinh and cosh. */
function series(x: bigint, first: bigint, power: bigint, sign: bigint): bigint {
  const square = times(x, x);
  let sum = first;
  let term = first;
  for (let n = power + 1n; term !== 0n && term !== -1n; n += 2n) {
    term = (sign * times(term, square)) / (n * (n + 1n));
    sum += term;
  }
  return sum;
}

const trueSin = (x: number): bigint => series(fixed(x), fixed(x), 1n, -1n);
const trueCos = (x: number): bigint => series(fixed(x), ONE, 0n, -1n);
const trueExp = (x: number): bigint => series(fixed(x), fixed(x), 1n, 1n) + series(fixed(x), ONE, 0n, 1n);
const trueTanh = (x: number): bigint => (series(fixed(x), fixed(x), 1n, 1n) << PLACES) / series(fixed(x), ONE, 0n, 1n);

/** log x: a step of Newton from the engine's value l, log x = l + (x e^-l - 1) up to the square of that (1e-31). */
function trueLog(x: number): bigint {
  const start = Math.log(x);
  return fixed(start) + times(fixed(x), trueExp(-start)) - ONE;
}

/** Distance of a double from the truth, in units of the double's last place. */
function ulpsFrom(truth: bigint, own: number): number {
  view.setFloat64(0, own);
  const exponent = (view.getUint32(0) >>> 20) & 0x7ff;
  const difference = fixed(own) - truth;
  const place = 1n << (BigInt(exponent || 1) - 1075n + PLACES);
  return Number(((difference < 0n ? -difference : difference) * 1000n) / place) / 1000;
}

test.each<[string, (x: number) => number, (x: number) => bigint, number, number, number]>([
  ['exp near 0', exp, trueExp, -0.1, 0.1, 1],
  ['exp', exp, trueExp, -20, 20, 1],
  ['log near 1', log, trueLog, 0.5, 2, 1],
  ['log of small numbers', log, trueLog, 1e-6, 0.5, 1],
  ['log of large numbers', log, trueLog, 2, 1e6, 1],
  ['sin near 0', sin, trueSin, -0.8, 0.8, 1],
  ['sin', sin, trueSin, -20, 20, 1.5],
  ['cos near 0', cos, trueCos, -0.8, 0.8, 1],
  ['cos', cos, trueCos, -20, 20, 1.5],
  ['tanh near 0', tanh, trueTanh, -0.55, 0.55, 1],
  ['tanh', tanh, trueTanh, 0.55, 22, 2],
])('%s is as near to the truth as stated, in units in the last place', (_, own, truth, low, high, limit) => {
  const random = randomSequence(seedFrom(7), 'sample', 0);
  let worst = { ulps: -1, x: 0, own: 0 };
  for (let i = 0; i < 1500; i++) {
    const x = low + (high - low) * random.uniform();
    const ulps = ulpsFrom(truth(x), own(x));
    if (ulps > worst.ulps) worst = { ulps, x, own: own(x) };
  }
  expect(worst.ulps, JSON.stringify(worst)).toBeLessThanOrEqual(limit);
});

test('exp over its whole range is within 4e-16, relative, of the engine’s', () => {
  let worst = 0;
  for (let x = -708; x < 709.7; x += 0.0371) worst = Math.max(worst, Math.abs(exp(x) / Math.exp(x) - 1));
  expect(worst).toBeLessThan(4e-16);
});

test('sin and cos of large angles, up to 2^20, are within 1e-15 of the engine’s', () => {
  const random = randomSequence(seedFrom(8), 'sample', 0);
  let worst = 0;
  for (let i = 0; i < 20_000; i++) {
    const x = (2 * random.uniform() - 1) * 2 ** 20;
    worst = Math.max(worst, Math.abs(sin(x) - Math.sin(x)), Math.abs(cos(x) - Math.cos(x)));
  }
  expect(worst).toBeLessThan(1e-15);
});

test('subnormal results of exp are rounded once: within one step of 2^-1074 of the engine’s', () => {
  for (let x = -745; x < -709; x += 0.37)
    expect(Math.abs(exp(x) - Math.exp(x)), `exp ${x}`).toBeLessThanOrEqual(5e-324);
});

test('the ends of the ranges are exact', () => {
  expect([exp(0), exp(710), exp(-746), exp(Infinity), exp(-Infinity), exp(Number.NaN)]).toEqual([
    1,
    Infinity,
    0,
    Infinity,
    0,
    NaN,
  ]);
  expect([log(1), log(0), log(-1), log(Infinity), log(Number.NaN)]).toEqual([0, -Infinity, NaN, Infinity, NaN]);
  expect([sin(0), cos(0), tanh(0)]).toEqual([0, 1, 0]);
  expect([tanh(Infinity), tanh(-Infinity), tanh(Number.NaN)]).toEqual([1, -1, NaN]);
  expect([sin(Number.NaN), cos(Number.NaN)]).toEqual([NaN, NaN]);
});

test('odd functions are odd and cos is even, to the bit', () => {
  for (let x = 0.013; x < 30; x += 0.71) {
    expect(sin(-x)).toBe(-sin(x));
    expect(tanh(-x)).toBe(-tanh(x));
    expect(cos(-x)).toBe(cos(x));
  }
});

// Bits as first computed. They are the promise: an engine, a compiler or an edit that changes one of them breaks
// every stored fingerprint. Where a value differs from the engine's it is by the last place.
test.each<[string, (x: number) => number, Record<string, string>]>([
  [
    'exp',
    exp,
    {
      1: '4005bf0a8b14576a',
      '-1': '3fd78b56362cef38',
      0.5: '3ffa61298e1e069c',
      '-0.1': '3fecf46d99d52b3a',
      '1e-10': '3ff000000006df38',
      10: '40d5829dcf950560',
      '-20.25': '3e1b93de1e27ca3b',
      88.7: '47ef4705bbffae5c',
      '-87.3': '38109874c0b9cacb',
      700.125: '7f10c24ed83b8e53',
      '-708.5': '000e6cf6d08897ac',
      '-744.5': '0000000000000001',
      '3.141592653589793': '403724046eb09339',
    },
  ],
  [
    'log',
    log,
    {
      2: '3fe62e42fefa39ef',
      0.5: 'bfe62e42fefa39ef',
      10: '40026bb1bbb55516',
      '2.718281828459045': '3ff0000000000000',
      0.1: 'c0026bb1bbb55515',
      '1e-300': 'c085963447f87fb5',
      '1e300': '4085963447f87fb5',
      '5e-324': 'c0874385446d71c3',
      '1.0000000000000002': '3cafffffffffffff',
      '0.7071067811865476': 'bfd62e42fefa39ee',
      123456.789: '40277281cad8a844',
    },
  ],
  [
    'sin',
    sin,
    {
      0.5: '3fdeaee8744b05f0',
      1: '3feaed548f090cee',
      2: '3fed18f6ead1b446',
      3: '3fc210386db6d55b',
      '3.141592653589793': '3ca1a62633145c07',
      10: 'bfe1689ef5f34f53',
      100.25: 'bfd1bf00980dc35d',
      '-1000.5': 'bfefd948c50a7a0d',
      1000000: 'bfd6664b2568d867',
      '1e-9': '3e112e0be826d695',
    },
  ],
  [
    'cos',
    cos,
    {
      0.5: '3fec1528065b7d50',
      1: '3fe14a280fb5068c',
      '-2': 'bfdaa22657537205',
      3: 'bfefae04be85e5d2',
      '1.5707963267948966': '3c91a62633145c07',
      10: 'bfead9ac890c6b1f',
      100.25: '3feebec72ba6b0ec',
      '-1000.5': '3fb8dbff75eb6650',
      1000000: '3fedf9df9906d32c',
    },
  ],
  [
    'tanh',
    tanh,
    {
      '1e-9': '3e112e0be826d695',
      0.1: '3fb983d7795f413a',
      0.5: '3fdd9353d7568af3',
      0.5499: '3fe003a5c6ddf117',
      0.55: '3fe00442f6419203',
      1: '3fe85efab514f394',
      '-1': 'bfe85efab514f394',
      2.5: '3fef9258260a71c3',
      10: '3feffffffdc96f35',
      '-22.5': 'bff0000000000000',
    },
  ],
])('%s has the stored bits', (_, own, table) => {
  const computed = Object.fromEntries(Object.keys(table).map((x) => [x, bitsOf(own(Number(x)))]));
  expect(computed).toEqual(table);
});

test('integer powers are exact where a double can be', () => {
  expect([integerPower(2, 0), integerPower(2, 1), integerPower(2, 52), integerPower(3, 33)]).toEqual([
    1,
    2,
    2 ** 52,
    5559060566555523,
  ]);
  expect(integerPower(-3, 5)).toBe(-243);
  expect(integerPower(0, 0)).toBe(1);
});

test('integer powers of 0.9 and 0.999, as Adam uses them, stay within 1e-12 of the engine’s', () => {
  for (const base of [0.9, 0.999]) {
    for (const exponent of [1, 2, 3, 10, 100, 12_345]) {
      const expected = base ** exponent;
      expect(Math.abs(integerPower(base, exponent) - expected), `${base}^${exponent}`).toBeLessThanOrEqual(
        1e-12 * expected,
      );
    }
  }
});
