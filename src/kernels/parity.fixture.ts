// Kernel calls on random data of every shape a test asks for, described once and made on any backend.

import { keyOf, type RandomSequence, randomSequence, seedFrom } from '../core/index.ts';
import type { Backend, ElementType, Kernels, Span } from './kernels.ts';

/** A span to be: its type, its first contents, and whether the kernel writes it. */
interface Operand {
  readonly type: ElementType;
  readonly values: number[];
}

/** One kernel call: operands by field, and the other fields as they are. */
export interface KernelCase {
  readonly name: string;
  readonly kernel: keyof Kernels;
  readonly operands: { readonly [field: string]: Operand };
  readonly rest: { readonly [field: string]: unknown };
}

/** Every operand's contents after the call, by field. */
export type Outcome = { readonly [field: string]: readonly number[] };

/** Makes the call on a backend, each operand in a span of its own. */
export function outcomeOf(backend: Backend, { kernel, operands, rest }: KernelCase): Promise<Outcome> {
  const calls: Chain['calls'] = (spans) => [(kernels) => kernels[kernel]({ ...spans, ...rest } as never)];
  return outcomeOfChain(backend, { operands, calls });
}

/** Kernel calls one after another, some of them on the same spans. */
export interface Chain {
  readonly name: string;
  readonly operands: { readonly [field: string]: Operand };
  readonly calls: (spans: { readonly [field: string]: Span }) => readonly ((kernels: Kernels) => void)[];
}

/** Makes the calls of a chain on a backend, as one program. */
export async function outcomeOfChain(
  { memory, record, run }: Backend,
  { operands, calls }: Omit<Chain, 'name'>,
): Promise<Outcome> {
  const bytes = { float: memory.floatBytes, double: 8, int32: 4, uint8: 1 };
  const spans: Record<string, Span> = {};
  for (const [field, { type, values }] of Object.entries(operands)) {
    const span = { type, offset: memory.allocate(values.length * bytes[type]), length: values.length };
    memory.write(span, values);
    spans[field] = span;
  }
  const program = record((kernels) => calls(spans).forEach((call) => void call(kernels)));
  await run(program, 1);
  program.release();
  const outcome = Object.fromEntries(
    Object.entries(spans).map(([field, span]) => [field, Array.from(memory.read(span))]),
  );
  for (const span of Object.values(spans)) memory.release(span.offset);
  return outcome;
}

/** Random numbers in [-1, 1), rounded to float32; `sparse` sets about half of them to zero, in runs of 4. */
export function noise(random: RandomSequence, length: number, sparse = false): number[] {
  const values = Array.from({ length }, () => Math.fround(2 * random.uniform() - 1));
  if (sparse) for (let i = 0; i < length; i += 4) if (random.below(2) === 0) values.fill(0, i, Math.min(length, i + 4));
  return values;
}

/** The random sequence of a test. */
export const randomOf = (position: number): RandomSequence => randomSequence(seedFrom(7), 'sample', position);

const float = (values: number[]): Operand => ({ type: 'float', values });
const double = (length: number): Operand => ({ type: 'double', values: Array(length).fill(0) });
const int32 = (values: number[]): Operand => ({ type: 'int32', values });
const zeros = (length: number): number[] => Array(length).fill(0);
const draw = { key: keyOf('0123456789abcdef'), position: 3 };

/** A matrix product. */
export function gemmCase(
  random: RandomSequence,
  [m, n, k]: readonly [number, number, number],
  flags: { transposeA?: boolean; transposeB?: boolean; accumulate?: boolean; bias?: boolean; sparse?: boolean } = {},
): KernelCase {
  const operands: Record<string, Operand> = {
    out: float(noise(random, m * n)),
    a: float(noise(random, m * k, flags.sparse)),
    b: float(noise(random, k * n)),
  };
  if (flags.bias) operands['bias'] = float(noise(random, n));
  const { transposeA = false, transposeB = false, accumulate = false } = flags;
  return {
    name: `gemm ${m}x${n}x${k} ${JSON.stringify(flags)}`,
    kernel: 'gemm',
    operands,
    rest: { m, n, k, transposeA, transposeB, accumulate },
  };
}

/** Every kernel but gemm, on n rows of `size` numbers. */
export function casesOf(random: RandomSequence, n: number, size: number): KernelCase[] {
  const length = n * size;
  const rows = n + 5;
  const clock = int32([2, 9, 1]);
  const order = int32(Array.from({ length: rows }, (_, i) => (i * 7) % rows));
  const labels = int32(Array.from({ length: n }, () => random.below(size)));
  const positive = (count: number): number[] => noise(random, count).map((value) => Math.fround(Math.abs(value) + 0.1));
  const wide = (count: number): number[] => noise(random, count).map((value) => Math.fround(30 * value));
  const x = (): Operand => float(wide(length));
  const y = (): Operand => float(noise(random, length));
  const cases: KernelCase[] = [];
  const add = (kernel: keyof Kernels, operands: KernelCase['operands'], rest: KernelCase['rest'] = {}): void => {
    cases.push({ name: `${kernel} ${n}x${size} ${JSON.stringify(rest)}`, kernel, operands, rest });
  };

  add(
    'shuffle',
    { out: int32(zeros(n)), source: int32(Array.from({ length: n }, (_, i) => 3 * i)) },
    { length: n, ...draw },
  );
  const bytes: Operand = { type: 'uint8', values: Array.from({ length: rows * size }, () => random.below(256)) };
  add('gatherBytes', { out: float(zeros(length)), source: bytes, order, clock }, { n, size, scale: 1 / 255 });
  add(
    'gatherFloats',
    { out: float(zeros(length)), source: float(noise(random, rows * size)), order, clock },
    { n, size },
  );
  add(
    'gatherLabels',
    { out: int32(zeros(n)), source: int32(Array.from({ length: rows }, (_, i) => i)), order, clock },
    { n },
  );
  add('tick', { clock }, { rows: n });
  add('fill', { out: float(noise(random, length)) }, { length, value: 0.1 });
  add('fill', { out: int32(zeros(length)) }, { length, value: 7 });
  add('fillNormal', { out: float(zeros(length)) }, { length, deviation: 0.3, ...draw });
  add('fillUniform', { out: float(zeros(length)) }, { length, low: -0.5, high: 0.7, ...draw });
  add('columnSums', { out: float(noise(random, size)), x: x() }, { n, size });

  add('relu', { out: float(zeros(length)), x: x() }, { length });
  add('leakyRelu', { out: float(zeros(length)), x: x() }, { length, slope: 0.1 });
  add('sigmoid', { out: float(zeros(length)), x: x() }, { length });
  add(
    'tanh',
    { out: float(zeros(length)), x: float(noise(random, length).map((value) => Math.fround(3 * value))) },
    { length },
  );
  add('reluBackward', { out: float(zeros(length)), dy: y(), y: y() }, { length, scale: 1 / 0.7 });
  add('leakyReluBackward', { out: float(zeros(length)), dy: y(), y: y() }, { length, slope: 0.1 });
  add('sigmoidBackward', { out: float(zeros(length)), dy: y(), y: y() }, { length });
  add('tanhBackward', { out: float(zeros(length)), dy: y(), y: y() }, { length });
  add('softmax', { out: float(zeros(length)), x: x() }, { n, size });
  add('softmaxBackward', { out: float(zeros(length)), dy: y(), y: y() }, { n, size });
  add('dropout', { out: float(zeros(length)), x: y(), clock }, { length, rate: 0.3, ...draw });

  const column = (): Operand => float(noise(random, size));
  const rest = { n, size };
  const running = { runningMean: column(), runningVariance: float(positive(size)) };
  add(
    'batchNormStatistics',
    { x: x(), mean: float(zeros(size)), inverseDeviation: float(zeros(size)), ...running },
    { ...rest, momentum: 0.1, epsilon: 1e-5 },
  );
  const normal = { mean: column(), inverseDeviation: float(positive(size)), gamma: column(), beta: column() };
  add('batchNormForward', { y: float(zeros(length)), x: x(), ...normal }, rest);
  add(
    'batchNormInfer',
    { y: float(zeros(length)), x: x(), ...running, gamma: column(), beta: column() },
    { ...rest, epsilon: 1e-5 },
  );
  const { beta: _, ...kept } = normal;
  const grads = { dGamma: column(), dBeta: column() };
  add('batchNormBackward', { dx: float(zeros(length)), ...grads, dy: y(), x: x(), ...kept }, rest);
  add('batchNormBackward', { ...grads, dy: y(), x: x(), ...kept }, { ...rest, dx: null });

  const perRow = { rowLosses: double(n), rowWeights: double(n) };
  const classWeights = float(positive(size));
  for (const smoothing of [0, 0.1]) {
    const parts = { logits: x(), labels, probabilities: float(zeros(length)), ...perRow };
    add('crossEntropy', parts, { n, classes: size, smoothing, classWeights: null });
    add('crossEntropy', { ...parts, classWeights }, { n, classes: size, smoothing });
    const back = {
      dlogits: float(zeros(length)),
      probabilities: float(positive(length)),
      labels,
      scale: float([0.125]),
    };
    add('crossEntropyBackward', back, { n, classes: size, smoothing, classWeights: null });
    add('crossEntropyBackward', { ...back, classWeights }, { n, classes: size, smoothing });
  }
  const targets = float(noise(random, length).map(Math.abs));
  for (const loss of ['squaredError', 'absoluteError', 'huber', 'binaryCrossEntropy'] as const) {
    add(loss, { predictions: y(), targets, ...perRow }, { ...rest, delta: 0.7 });
    add(
      `${loss}Backward`,
      { out: float(zeros(length)), predictions: y(), targets, scale: float([0.25]) },
      { ...rest, delta: 0.7 },
    );
  }
  const sums = {
    rowLosses: { type: 'double', values: noise(random, n) } as Operand,
    rowWeights: { type: 'double', values: positive(n) } as Operand,
  };
  add('meanLoss', { ...sums, totals: double(2), losses: double(3), scale: float([0]), clock }, { n });

  add(
    'countClasses',
    { scores: y(), labels, confusion: int32(zeros(size * size)), ranks: int32(zeros(size)) },
    { n, classes: size },
  );
  add(
    'countSigns',
    { scores: float(noise(random, n)), targets: float(noise(random, n)), confusion: int32(zeros(4)) },
    { n },
  );
  add('countErrors', { predictions: y(), targets, sums: { type: 'double', values: noise(random, 5 * size) } }, rest);

  const norm = double(2 + Math.ceil(length / 4096));
  add('clipByNorm', { gradients: y(), norm }, { length, maximum: 0.5 });
  add('clipByNorm', { gradients: y(), norm }, { length, maximum: 1e9 });
  const step = { parameters: y(), gradients: y(), rates: float([0, 0.01, 0]), clock };
  for (const weightDecay of [0, 0.01]) {
    add('sgd', step, { length, velocity: null, momentum: 0, nesterov: false, weightDecay });
    add('sgd', { ...step, velocity: y() }, { length, momentum: 0.9, nesterov: false, weightDecay });
    add('sgd', { ...step, velocity: y() }, { length, momentum: 0.9, nesterov: true, weightDecay });
    add(
      'rmsProp',
      { ...step, meanSquare: float(positive(length)) },
      { length, decay: 0.9, epsilon: 1e-8, weightDecay },
    );
    for (const decoupled of [false, true]) {
      const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay, decoupled };
      add('adam', { ...step, firstMoment: y(), secondMoment: float(positive(length)) }, { length, ...options });
    }
  }
  return cases;
}

/** Chains of which join-passes.ts makes one pass, and some that only look so. */
export function chainsOf(random: RandomSequence, n: number, size: number): Chain[] {
  const length = n * size;
  const column = (): Operand => float(noise(random, size));
  const numbers = (): Operand => float(noise(random, length));
  const positive = (): Operand => float(noise(random, size).map((value) => Math.fround(Math.abs(value) + 0.1)));
  const clock = int32([2, 9, 1]);
  const parts = { mean: column(), inverseDeviation: positive(), gamma: column(), beta: column() };
  const running = { runningMean: column(), runningVariance: positive(), gamma: column(), beta: column() };
  const grads = { dGamma: column(), dBeta: column(), sums: column() };
  const rest = { n, size };
  const forward = { y: numbers(), z: numbers(), x: numbers(), ...parts, clock };
  const backward = { dy: numbers(), dx: numbers(), y: numbers(), x: numbers(), ...parts, ...grads };
  type Calls = Chain['calls'];
  const normal: Calls = (s) => [(k) => k.batchNormForward({ ...s, ...rest } as never)];
  const relu =
    (out: string, x: string): Calls =>
    (s) => [(k) => k.relu({ out: s[out], x: s[x], length })];
  const drop = (out: string, x: string): Calls => {
    return (s) => [(k) => k.dropout({ out: s[out], x: s[x], length, rate: 0.3, clock: s['clock'], ...draw })];
  };
  const infer: Calls = (s) => [(k) => k.batchNormInfer({ ...s, ...rest, epsilon: 1e-5 } as never)];
  const rectify = (out: string, dy: string): Calls => {
    return (s) => [(k) => k.reluBackward({ out: s[out], dy: s[dy], y: s['y'], length, scale: 1 / 0.7 })];
  };
  const back = (dx: string | null, dy: string): Calls => {
    return (s) => [(k) => k.batchNormBackward({ ...s, dx: dx === null ? null : s[dx], dy: s[dy], ...rest } as never)];
  };
  const sums =
    (x: string): Calls =>
    (s) => [(k) => k.columnSums({ out: s['sums'], x: s[x], ...rest })];
  const chain = (name: string, operands: Chain['operands'], ...calls: Calls[]): Chain => ({
    name: `${name} ${n}x${size}`,
    operands,
    calls: (spans) => calls.flatMap((call) => call(spans)),
  });
  return [
    chain('forward, relu, dropout', forward, normal, relu('y', 'y'), drop('y', 'y')),
    chain('forward, relu, relu, dropout', forward, normal, relu('y', 'y'), relu('y', 'y'), drop('y', 'y')),
    chain('forward, dropout, dropout, relu', forward, normal, drop('y', 'y'), drop('y', 'y'), relu('y', 'y')),
    chain('forward, relu elsewhere, dropout', forward, normal, relu('z', 'y'), drop('z', 'z')),
    chain('forward, relu of something else', forward, normal, relu('z', 'z'), drop('y', 'y')),
    chain('infer, relu', { y: numbers(), x: numbers(), ...running }, infer, relu('y', 'y')),
    chain('reluBackward, backward, sums', backward, rectify('dy', 'dy'), back('dy', 'dy'), sums('dy')),
    chain('the same into dx', backward, rectify('dy', 'dy'), back('dx', 'dy'), sums('dx')),
    chain('the same from dx', backward, rectify('dx', 'dy'), back('dx', 'dx'), sums('dx')),
    chain('sums of dy, which is not dx', backward, rectify('dy', 'dy'), back('dx', 'dy'), sums('dy')),
    chain('backward, sums, sums', backward, back('dy', 'dy'), sums('dy'), sums('dy')),
    chain('reluBackward, backward without dx', backward, rectify('dy', 'dy'), back(null, 'dy'), sums('dy')),
  ];
}
