// What a backend can compute. Kernels are plain functions over spans of one memory: they read and write numbers,
// know nothing of layers, and run in call order. Matrices are row-major: a span of n rows of `size` numbers.
//
// A step is recorded once: `backend.record(kernels => ...)` writes down the calls, `backend.run(program, times)` makes
// them again and again. What changes from step to step is therefore read from memory, through the clock:
//
//   clock[0]  row   where the batch begins in the order of rows
//   clock[1]  step  counts all training steps of the run; the dropout masks of a step depend on it
//   clock[2]  slot  counts the steps since the learning rates were last written; indexes `rates` and `losses`
//
// `tick` moves the clock on. Every sum has an order that depends on shapes alone (see reference/sums.ts), so
// results do not depend on the number of threads. Spans begin at multiples of 64 bytes and have the bytes up to the next
// multiple to themselves: elementwise kernels work in whole vectors and may write there.

import type { PhiloxKey } from '../core/index.ts';

/** What a span holds: `float` is the backend's own float (4 or 8 bytes), `double` always has 8 bytes. */
export type ElementType = 'float' | 'double' | 'int32' | 'uint8';

/** A typed stretch of a backend's memory. */
export interface Span {
  readonly type: ElementType;
  /** Bytes from the start of the memory; a multiple of the element's size. */
  readonly offset: number;
  /** In elements. */
  readonly length: number;
}

/** What spans are aligned to, in bytes: a cache line. */
export const ALIGNMENT = 64;

/** Rounds a number of bytes up to whole lines of 64. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** Gradients whose squares are summed one after the other, before the sums are. */
export const NORM_TILE = 4096;

/** Doubles that `clipByNorm` needs for `length` gradients: the norm, and a sum for each tile. */
export function normLength(length: number): number {
  return 1 + Math.ceil(length / NORM_TILE);
}

/** Positions of the clock's words. */
export const CLOCK = { row: 0, step: 1, slot: 2, length: 3 } as const;

/** Which numbers a random kernel draws: the stream's key and a position in it (a layer, an epoch). */
export interface Draw {
  readonly key: PhiloxKey;
  readonly position: number;
}

/** An operand pair of elementwise kernels: `length` floats each; `out` may be the same span as an input. */
export interface Elementwise {
  readonly out: Span;
  readonly x: Span;
  readonly length: number;
}

/** An elementwise derivative from the output: out = dy f'(x), with f' a function of y = f(x). */
export interface ElementwiseBackward {
  readonly out: Span;
  readonly dy: Span;
  readonly y: Span;
  readonly length: number;
}

/** Gathers a batch: rows order[row .. row + n) of `source`, `size` elements each, into `out`. */
export interface Gather {
  readonly out: Span;
  readonly source: Span;
  readonly order: Span;
  readonly clock: Span;
  readonly n: number;
  readonly size: number;
}

/** out[m, n] = a b (+ bias) (+ out when accumulating); a is [m, k] or, transposed, [k, m]; b is [k, n] or [n, k]. */
export interface Gemm {
  readonly out: Span;
  readonly a: Span;
  readonly b: Span;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** Begin each sum with what `out` holds instead of 0. */
  readonly accumulate?: boolean;
  /** n floats, added to every row last. */
  readonly bias?: Span;
}

/** Batch statistics of x [n, size], and their running averages. */
export interface BatchNormStatistics {
  readonly x: Span;
  readonly mean: Span;
  /** 1 / sqrt(biased variance + epsilon). */
  readonly inverseDeviation: Span;
  readonly runningMean: Span;
  readonly runningVariance: Span;
  readonly momentum: number;
  readonly epsilon: number;
  readonly n: number;
  readonly size: number;
}

/** y = (x - mean) * inverseDeviation * gamma + beta, per column. */
export interface BatchNormForward {
  readonly y: Span;
  readonly x: Span;
  readonly mean: Span;
  readonly inverseDeviation: Span;
  readonly gamma: Span;
  readonly beta: Span;
  readonly n: number;
  readonly size: number;
}

/** y = (x - runningMean) / sqrt(runningVariance + epsilon) * gamma + beta, per column. */
export interface BatchNormInfer {
  readonly y: Span;
  readonly x: Span;
  readonly runningMean: Span;
  readonly runningVariance: Span;
  readonly gamma: Span;
  readonly beta: Span;
  readonly epsilon: number;
  readonly n: number;
  readonly size: number;
}

/** Gradients of batchNorm; adds into dGamma and dBeta, overwrites dx unless it is null. */
export interface BatchNormBackward {
  readonly dx: Span | null;
  readonly dGamma: Span;
  readonly dBeta: Span;
  readonly dy: Span;
  readonly x: Span;
  readonly mean: Span;
  readonly inverseDeviation: Span;
  readonly gamma: Span;
  readonly n: number;
  readonly size: number;
}

/** out = x / (1 - rate) where the mask keeps, 0 where it drops; forward and backward are the same product. */
export interface Dropout extends Elementwise, Draw {
  readonly rate: number;
  readonly clock: Span;
}

/** Softmax cross-entropy from logits [n, classes]. */
export interface CrossEntropy {
  readonly logits: Span;
  readonly labels: Span;
  /** A weight for each class, or null for 1. */
  readonly classWeights: Span | null;
  /** Share of the target spread evenly over all classes. */
  readonly smoothing: number;
  readonly probabilities: Span;
  /** A double for each row: its loss times its weight. */
  readonly rowLosses: Span;
  /** A double for each row: its weight. */
  readonly rowWeights: Span;
  readonly n: number;
  readonly classes: number;
}

/** dlogits of the mean loss. */
export interface CrossEntropyBackward {
  readonly dlogits: Span;
  readonly probabilities: Span;
  readonly labels: Span;
  readonly classWeights: Span | null;
  readonly smoothing: number;
  /** One float: 1 / sum of row weights, as meanLoss left it. */
  readonly scale: Span;
  readonly n: number;
  readonly classes: number;
}

/** A loss between predictions and targets [n, size], meaned over a row's outputs; row weights are 1. */
export interface ValueLoss {
  readonly predictions: Span;
  readonly targets: Span;
  readonly rowLosses: Span;
  readonly rowWeights: Span;
  readonly n: number;
  readonly size: number;
}

/** The gradient of the mean of a value loss by its predictions. */
export interface ValueLossBackward {
  readonly out: Span;
  readonly predictions: Span;
  readonly targets: Span;
  readonly scale: Span;
  readonly n: number;
  readonly size: number;
}

/** Adds up a batch's row losses: into `totals` (sum of losses, sum of weights), and their mean into losses[slot]. */
export interface MeanLoss {
  readonly rowLosses: Span;
  readonly rowWeights: Span;
  readonly totals: Span;
  readonly losses: Span;
  readonly scale: Span;
  readonly clock: Span;
  readonly n: number;
}

/** Counts a batch's predicted classes into a confusion matrix, and the rank of each true class's score. */
export interface CountClasses {
  readonly scores: Span;
  readonly labels: Span;
  /** classes * classes int32: [true class, predicted class]. */
  readonly confusion: Span;
  /** classes int32: ranks[r] counts the rows in which r classes score higher than the true one. */
  readonly ranks: Span;
  readonly n: number;
  readonly classes: number;
}

/**
 * Adds a batch's errors to `sums`: for each output sum e^2, sum |e|, sum (t - shift), sum (t - shift)^2, and the shift itself,
 * which is only read (doubles, 5 * size).
 */
export interface CountErrors {
  readonly predictions: Span;
  readonly targets: Span;
  readonly sums: Span;
  readonly n: number;
  readonly size: number;
}

/** What every optimizer kernel takes: the flat vectors of all parameters and gradients, and this step's rate. */
export interface OptimizerStep {
  readonly parameters: Span;
  readonly gradients: Span;
  readonly length: number;
  /** Learning rates by slot. */
  readonly rates: Span;
  readonly clock: Span;
}

/** v = momentum v + g; p -= rate v, or rate (g + momentum v) with nesterov. g includes weightDecay p. */
export interface Sgd extends OptimizerStep {
  /** null without momentum. */
  readonly velocity: Span | null;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
}

/** m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2; p -= rate mhat / (sqrt(vhat) + epsilon); decoupled: p -= rate weightDecay p first. */
export interface Adam extends OptimizerStep {
  readonly firstMoment: Span;
  readonly secondMoment: Span;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Weight decay on the parameter itself (AdamW) instead of through the gradient. */
  readonly decoupled: boolean;
}

/** v = decay v + (1-decay) g^2; p -= rate g / (sqrt(v) + epsilon). */
export interface RmsProp extends OptimizerStep {
  readonly meanSquare: Span;
  readonly decay: number;
  readonly epsilon: number;
  readonly weightDecay: number;
}

/** All that a backend computes. */
export interface Kernels {
  // A batch
  shuffle(call: Draw & { readonly out: Span; readonly source: Span; readonly length: number }): void;
  gatherBytes(call: Gather & { readonly scale: number }): void;
  gatherFloats(call: Gather): void;
  gatherLabels(call: Omit<Gather, 'size'>): void;
  tick(call: { readonly clock: Span; readonly rows: number }): void;
  // Parameters
  /** Floats or int32. */
  fill(call: { readonly out: Span; readonly length: number; readonly value: number }): void;
  fillNormal(call: Draw & { readonly out: Span; readonly length: number; readonly deviation: number }): void;
  fillUniform(
    call: Draw & { readonly out: Span; readonly length: number; readonly low: number; readonly high: number },
  ): void;
  // Layers
  gemm(call: Gemm): void;
  columnSums(call: { readonly out: Span; readonly x: Span; readonly n: number; readonly size: number }): void;
  relu(call: Elementwise): void;
  reluBackward(call: ElementwiseBackward & { readonly scale: number }): void; // scale dy where y > 0, else 0
  leakyRelu(call: Elementwise & { readonly slope: number }): void;
  leakyReluBackward(call: ElementwiseBackward & { readonly slope: number }): void;
  sigmoid(call: Elementwise): void;
  sigmoidBackward(call: ElementwiseBackward): void;
  tanh(call: Elementwise): void;
  tanhBackward(call: ElementwiseBackward): void;
  softmax(call: { readonly out: Span; readonly x: Span; readonly n: number; readonly size: number }): void;
  softmaxBackward(call: {
    readonly out: Span;
    readonly dy: Span;
    readonly y: Span;
    readonly n: number;
    readonly size: number;
  }): void;
  dropout(call: Dropout): void;
  batchNormStatistics(call: BatchNormStatistics): void;
  batchNormForward(call: BatchNormForward): void;
  batchNormInfer(call: BatchNormInfer): void;
  batchNormBackward(call: BatchNormBackward): void;
  // Losses
  crossEntropy(call: CrossEntropy): void;
  crossEntropyBackward(call: CrossEntropyBackward): void;
  squaredError(call: ValueLoss): void;
  squaredErrorBackward(call: ValueLossBackward): void;
  absoluteError(call: ValueLoss): void;
  absoluteErrorBackward(call: ValueLossBackward): void;
  huber(call: ValueLoss & { readonly delta: number }): void;
  huberBackward(call: ValueLossBackward & { readonly delta: number }): void;
  binaryCrossEntropy(call: ValueLoss): void;
  binaryCrossEntropyBackward(call: ValueLossBackward): void;
  meanLoss(call: MeanLoss): void;
  // Metrics
  countClasses(call: CountClasses): void;
  countSigns(call: Pick<CountClasses, 'scores' | 'confusion' | 'n'> & { readonly targets: Span }): void;
  countErrors(call: CountErrors): void;
  // Optimizers
  /** norm: `normLength(length)` doubles. */
  clipByNorm(call: {
    readonly gradients: Span;
    readonly length: number;
    readonly maximum: number;
    readonly norm: Span;
  }): void;
  sgd(call: Sgd): void;
  adam(call: Adam): void;
  rmsProp(call: RmsProp): void;
}

/** A typed array of a span's elements. */
export type SpanArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** One memory, which several backends may share. */
export interface Memory {
  /** Bytes of a `float`. */
  readonly floatBytes: 4 | 8;
  /**
   * Sets `bytes` aside, aligned to 64 and zeroed.
   * @throws HeddleError `engine` when they do not fit, with the bytes needed and available.
   */
  allocate(bytes: number): number;
  /** Gives back what `allocate` returned. */
  release(offset: number): void;
  /** Where values that lie in this memory already begin, in bytes; null for others. */
  offsetOf(values: ArrayBufferView): number | null;
  /** A copy of a span's elements, in `into` where it is given. */
  read(span: Span, into?: SpanArray): SpanArray;
  /** Writes elements from the start of a span. */
  write(span: Span, values: ArrayLike<number>): void;
}

/** A recorded list of kernel calls. */
export interface Program {
  /** How many kernel calls one run makes. */
  readonly calls: number;
  /** Frees what recording took. */
  release(): void;
}

/** The name of a numerics profile; docs/numerics.md states what each promises. */
export type Profile = 'strict' | 'fused' | 'fast';

/** Something that computes: kernels over a memory, by one or more threads in lockstep. */
export interface Backend {
  /** `reference`, `wasm`, or `wasm+blas`. */
  readonly name: string;
  readonly profile: Profile;
  readonly threads: number;
  readonly memory: Memory;
  /** Writes down the kernel calls that `body` makes. */
  record(body: (kernels: Kernels) => void): Program;
  /**
   * Makes the recorded calls `times` times over; resolves when the last is done. Runs may be asked for while another runs:
   * they take place in the order they were asked for.
   */
  run(program: Program, times: number): Promise<void>;
  /** In turn with runs: runs programs once, each right after the other; gives seconds by `now` (milliseconds), or a leading thread's clock. */
  time(programs: readonly Program[], now: () => number): Promise<number[]>;
  /** Ends its threads. The memory stays. */
  close(): Promise<void>;
}
