import { expect, test } from 'vitest';
import type { Backend, Kernels } from './kernels.ts';
import { casesOf, gemmCase, type KernelCase, noise, outcomeOf, randomOf } from './parity.fixture.ts';
import { referenceBackend } from './reference/reference-backend.ts';
import { wasmBackend } from './wasm/inline-backend.ts';
import { INSTRUCTIONS } from './wasm/instructions.ts';

const strict = await wasmBackend({ profile: 'strict' });
const fused = await wasmBackend({ profile: 'fused' });
const reference = referenceBackend({ floats: 32 });
const oracle = referenceBackend({ floats: 64 });

/** Fails with the worst place, both values and the difference unless all outcomes have the same bits. */
async function expectEqualBits(one: Backend, other: Backend, kernelCase: KernelCase): Promise<void> {
  const [a, b] = [await outcomeOf(one, kernelCase), await outcomeOf(other, kernelCase)];
  for (const field of Object.keys(a)) {
    const bad = a[field].findIndex((value, i) => !Object.is(value, b[field][i]));
    if (bad >= 0) {
      expect.fail(
        `${kernelCase.name}: ${field}[${bad}] is ${a[field][bad]} and ${b[field][bad]}, ${a[field][bad] - b[field][bad]} apart`,
      );
    }
  }
}

const SHAPES = [
  [1, 1],
  [1, 7],
  [3, 10],
  [7, 16],
  [64, 5],
  [65, 17],
  [131, 37],
  [200, 64],
] as const;

const PRODUCTS: readonly (readonly [number, number, number])[] = [
  [1, 1, 1],
  [4, 8, 2],
  [5, 9, 3],
  [31, 37, 41],
  [16, 8, 256],
  [17, 9, 257],
  [64, 64, 64],
  [67, 129, 513],
  [3, 1030, 300],
  [1, 512, 783],
  [4, 66, 70],
  [130, 10, 300],
  [264, 80, 272],
  [299, 81, 545],
];

const FLAGS = [
  {},
  { bias: true },
  { transposeA: true, accumulate: true },
  { transposeB: true },
  { sparse: true, bias: true },
  { sparse: true, transposeA: true, accumulate: true },
  { transposeA: true, transposeB: true, bias: true, accumulate: true },
];

test('the strict kernels give the bits of the float32 reference on every shape', async () => {
  for (const [position, [n, size]] of SHAPES.entries()) {
    for (const kernelCase of casesOf(randomOf(position), n, size)) await expectEqualBits(strict, reference, kernelCase);
  }
});

test('the fused kernels differ from the strict ones in nothing but the matrix product', async () => {
  for (const [position, [n, size]] of SHAPES.entries()) {
    for (const kernelCase of casesOf(randomOf(position), n, size)) await expectEqualBits(fused, strict, kernelCase);
  }
});

test('the strict matrix product gives the bits of the float32 reference, whatever is transposed, added or zero', async () => {
  for (const [position, shape] of PRODUCTS.entries()) {
    for (const flags of FLAGS) await expectEqualBits(strict, reference, gemmCase(randomOf(position), shape, flags));
  }
});

test('the fused matrix product is within 2 k epsilon sum |a b| of float64, and is not the strict one', async () => {
  expect(fused.profile).toBe('fused');
  let different = 0;
  for (const [position, shape] of PRODUCTS.entries()) {
    for (const flags of FLAGS) {
      const kernelCase = gemmCase(randomOf(position), shape, flags);
      const [near, exact] = [await outcomeOf(fused, kernelCase), await outcomeOf(oracle, kernelCase)];
      const sizes = { ...kernelCase, operands: absolute(kernelCase.operands) };
      const bound = await outcomeOf(oracle, sizes);
      const [, , k] = shape;
      for (const [i, value] of near['out'].entries()) {
        const error = Math.abs(value - exact['out'][i]);
        const allowed = 2 * (k + 2) * 2 ** -24 * bound['out'][i];
        if (error > allowed)
          expect.fail(
            `${kernelCase.name}: out[${i}] is ${value}, ${exact['out'][i]} in float64: ${error} > ${allowed}`,
          );
      }
      const same = await outcomeOf(strict, kernelCase);
      if (near['out'].some((value, i) => value !== same['out'][i])) different++;
    }
  }
  expect(different).toBeGreaterThan(PRODUCTS.length);
});

function absolute(operands: KernelCase['operands']): KernelCase['operands'] {
  return Object.fromEntries(
    Object.entries(operands).map(([field, { type, values }]) => [field, { type, values: values.map(Math.abs) }]),
  );
}

test('zeros are left out only where that changes no bit: -0, subnormals, long runs of zeros, numbers that are not finite', async () => {
  for (const backend of [strict, fused]) {
    for (const [position, special] of [0, -0, 1e-45, -1e-40, Number.POSITIVE_INFINITY, Number.NaN].entries()) {
      const random = randomOf(100 + position);
      const kernelCase = gemmCase(random, [37, 72, 600], { sparse: true });
      const a = kernelCase.operands['a'].values;
      const b = kernelCase.operands['b'].values;
      a.fill(0, 600, 1900);
      for (let i = 0; i < 40; i++) {
        a[random.below(a.length)] = Number.isFinite(special) ? special : a[0];
        b[random.below(b.length)] = special;
      }
      // Where few numbers are zero neighbours are paired, and a row of ones beside each row leaves nothing out: the dense way.
      const [thin, full] = [await outcomeOf(backend, kernelCase), await outcomeOf(backend, denseTwin(kernelCase))];
      for (let i = 72; i < 37 * 72; i++) {
        const twin = full['out'][72 * Math.floor(i / 72) * (1 + ROWS_OF_ONES) + (i % 72)];
        if (!Object.is(thin['out'][i], twin)) {
          expect.fail(`special ${special}, ${backend.profile}: out[${i}] is ${thin['out'][i]}, dense ${twin}`);
        }
      }
    }
  }
});

test('an infinity in some columns of b leaves the others alone, whatever number of rows and columns is left over', async () => {
  for (const transposeA of [false, true]) {
    for (const k of [41, 42, 43, 44, 274]) {
      for (const m of [9, 10, 11, 12]) {
        const kernelCase = gemmCase(randomOf(m * k), [m, 60, k], { sparse: true, transposeA });
        kernelCase.operands['b'].values.fill(Number.POSITIVE_INFINITY, 20, 60);
        await expectEqualBits(strict, reference, kernelCase);
      }
    }
  }
});

test('a sum that underflowed to -0 is 0 in the end, with a bias of -0 too, whether zeros after it are left out or added', async () => {
  for (const backend of [strict, fused, reference]) {
    for (const [m, n, k] of [
      [1, 5, 3],
      [2, 24, 600],
      [8, 24, 600],
    ] as const) {
      for (const zerosAfter of [0, k - 1]) {
        const float = (values: number[]) => ({ type: 'float' as const, values });
        const row = Array.from({ length: k }, (_, p) => (p < k - zerosAfter ? 1e-30 : 0));
        const operands = {
          out: float(Array(m * n).fill(7)),
          a: float(Array.from({ length: m }, () => row).flat()),
          b: float(Array(k * n).fill(-1e-30)),
          bias: float(Array(n).fill(-0)),
        };
        const rest = { m, n, k, transposeA: false, transposeB: false, accumulate: false };
        const { out } = await outcomeOf(backend, { name: 'underflow', kernel: 'gemm', operands, rest });
        expect(out.every((value) => Object.is(value, 0))).toBe(true);
      }
    }
  }
});

/** So many that seven eighths of all numbers are not zero. */
const ROWS_OF_ONES = 31;

/** The same product with rows of ones put after each row of a. */
function denseTwin(kernelCase: KernelCase): KernelCase {
  const a = kernelCase.operands['a'].values;
  const m = (a.length / 600) * (1 + ROWS_OF_ONES);
  const rows: number[] = [];
  for (let i = 0; i < a.length; i += 600) rows.push(...a.slice(i, i + 600), ...Array(600 * ROWS_OF_ONES).fill(1));
  const operands = {
    ...kernelCase.operands,
    a: { type: 'float' as const, values: rows },
    out: { type: 'float' as const, values: noise(randomOf(5), m * 72) },
  };
  return { ...kernelCase, operands, rest: { ...kernelCase.rest, m } };
}

test('every kernel of the interface has an instruction, a parity case, and no wasm kernel is the reference function', () => {
  const names = INSTRUCTIONS.map(({ name }) => name).sort();
  const covered = new Set<string>(['gemm', ...casesOf(randomOf(0), 2, 3).map(({ kernel }) => kernel)]);
  expect(names).toEqual([...covered].sort());
  let called: (keyof Kernels)[] = [];
  referenceBackend({ floats: 32 }).record((kernels) => {
    called = Object.keys(kernels).sort() as (keyof Kernels)[];
  });
  expect(called).toEqual(names);
  for (const backend of [strict, fused]) {
    backend.record((kernels) => {
      reference.record((textbook) => {
        expect(Object.keys(kernels).sort()).toEqual(names);
        for (const name of names) expect(kernels[name]).not.toBe(textbook[name]);
      });
    });
  }
});
