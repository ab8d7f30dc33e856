// A guard of the main kernels' speed that does not depend on the machine: each is timed beside a yardstick in plain JavaScript that does
// the same amount of work, a product by three loops or a copy of as many bytes, and only the ratio is looked at. The best of many short
// turns counts, taken in alternation, so that a busy machine slows both or neither. The bounds leave room for other
// engines: measured were 100 to 190 for products, and 0.17 to 1.2 of a copy's speed for the others.

import { type Kernels, type Span, wasmBackend } from 'heddle';
import { enableRelaxedSimd } from 'heddle/node';
import { expect, test } from 'vitest';

enableRelaxedSimd();

const SIZE = 192;
const LENGTH = 1 << 18;
const TURNS = 8;

/** out = a b by the textbook's loops, in the order that is kindest to the cache. */
function threeLoops(out: Float32Array, a: Float32Array, b: Float32Array): void {
  out.fill(0);
  for (let i = 0; i < SIZE; i++) {
    for (let p = 0; p < SIZE; p++) {
      const factor = a[i * SIZE + p];
      for (let j = 0; j < SIZE; j++) out[i * SIZE + j] += factor * b[p * SIZE + j];
    }
  }
}

/** How many times faster the kernel is than the yardstick. */
async function ratioOf(kernel: () => Promise<void>, yardstick: () => void): Promise<number> {
  let [own, other] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let turn = 0; turn < TURNS; turn++) {
    const started = performance.now();
    await kernel();
    const between = performance.now();
    yardstick();
    own = Math.min(own, between - started);
    other = Math.min(other, performance.now() - between);
  }
  return other / own;
}

const numbers = (length: number): Float32Array => Float32Array.from({ length }, (_, i) => ((i * 7919) % 97) / 97 - 0.5);

test.each(['strict', 'fused'] as const)(
  'the %s matrix product is many times as fast as three loops in JavaScript',
  async (profile) => {
    const { memory, record, run } = await wasmBackend({ profile });
    const span = (): Span => ({ type: 'float', offset: memory.allocate(4 * SIZE * SIZE), length: SIZE * SIZE });
    const [out, a, b] = [span(), span(), span()];
    const [left, right, result] = [numbers(SIZE * SIZE), numbers(SIZE * SIZE), new Float32Array(SIZE * SIZE)];
    memory.write(a, left);
    memory.write(b, right);
    for (const flags of [{}, { transposeA: true }, { transposeB: true }]) {
      const program = record(({ gemm }) => gemm({ out, a, b, m: SIZE, n: SIZE, k: SIZE, ...flags }));
      const ratio = await ratioOf(
        () => run(program, 1),
        () => threeLoops(result, left, right),
      );
      expect(ratio).toBeGreaterThan(12);
    }
  },
);

test('a product of rows of which half is zero takes little more than half the time, whichever half it is', async () => {
  const { memory, record, run } = await wasmBackend({ profile: 'fused' });
  const [m, n, k] = [256, 400, 512];
  const span = (length: number): Span => ({ type: 'float', offset: memory.allocate(4 * length), length });
  const [out, dense, halves, b] = [span(m * n), span(m * k), span(m * k), span(k * n)];
  const full = numbers(m * k).map((value) => value + 1);
  memory.write(dense, full);
  memory.write(b, numbers(k * n));
  // Even rows are zero in even groups of sixteen numbers, odd rows in odd ones: no two neighbours are zero at once.
  memory.write(
    halves,
    full.map((value, i) => ((Math.floor(i / k) + Math.floor(i / 16)) % 2 === 0 ? 0 : value)),
  );
  const programs = [halves, dense].map((a) => record(({ gemm }) => gemm({ out, a, b, m, n, k })));
  const least = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let turn = 0; turn < 20 * TURNS; turn++) {
    for (const [i, program] of programs.entries()) {
      const started = performance.now();
      await run(program, 1);
      least[i] = Math.min(least[i], performance.now() - started);
    }
  }
  expect(least[1] / least[0]).toBeGreaterThan(1.4);
});

test('kernels that memory bounds are not many times slower than copying as many floats', async () => {
  const { memory, record, run } = await wasmBackend({ profile: 'fused' });
  const span = (length = LENGTH): Span => ({ type: 'float', offset: memory.allocate(4 * length), length });
  const [x, y, dy, m, v] = [span(), span(), span(), span(), span()];
  const clock: Span = { type: 'int32', offset: memory.allocate(12), length: 3 };
  memory.write(x, numbers(LENGTH));
  const [from, to] = [numbers(LENGTH), new Float32Array(LENGTH)];
  const step = { parameters: x, gradients: y, length: LENGTH, rates: span(16), clock };
  const kernels: readonly [string, number, (kernels: Kernels) => void][] = [
    ['relu', 0.1, ({ relu }) => relu({ out: y, x, length: LENGTH })],
    ['reluBackward', 0.1, ({ reluBackward }) => reluBackward({ out: dy, dy, y, length: LENGTH, scale: 1 })],
    [
      'dropout',
      0.02,
      ({ dropout }) => dropout({ out: y, x, length: LENGTH, rate: 0.3, key: [1, 2], position: 0, clock }),
    ],
    [
      'adam',
      0.02,
      ({ adam }) =>
        adam({
          ...step,
          firstMoment: m,
          secondMoment: v,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-8,
          weightDecay: 0,
          decoupled: false,
        }),
    ],
    ['columnSums', 0.1, ({ columnSums }) => columnSums({ out: m, x, n: 1024, size: 256 })],
  ];
  for (const [name, least, body] of kernels) {
    const program = record(body);
    const ratio = await ratioOf(
      () => run(program, 1),
      () => to.set(from),
    );
    expect(ratio, `${name}, as a share of the speed of a copy`).toBeGreaterThan(least);
  }
});
