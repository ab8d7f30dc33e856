// Analytic gradients against central differences, in float64 on the reference backend:
//
//   |dL/dp - (L(p + h) - L(p - h)) / 2h| <= 1e-7 max(1, |dL/dp|)
//
// for every element p of every parameter and of the input. The clock stands still, so dropout's mask is the same in every
// pass. Data are drawn away from the kinks at 0.

import { type Shape, sizeOf } from '../core/index.ts';
import { type Backend, referenceBackend, type Span } from '../kernels/index.ts';
import { type Layer, type Loss, sequential } from '../model/index.ts';
import { probe } from './probe.ts';
import { sampleNumbers, sampleSequence, sampleTargets } from './samples.ts';
import { GRADIENT_STEP, GRADIENT_TOLERANCE } from './tolerances.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** A network to check. */
export interface GradientCheck {
  /** Shape of one row of input. */
  readonly input: Shape;
  readonly layers: readonly Layer[];
  readonly loss: Loss;
  /** Default 5. */
  readonly rows?: number;
  /** Chooses weights, input and targets; default 0. */
  readonly sample?: number;
}

/** One element's two gradients. */
export interface GradientPair {
  /** `0.values` is the input. The layers count from 1. */
  readonly name: string;
  readonly index: number;
  readonly analytic: number;
  readonly central: number;
  /** |analytic - central| / max(1, |analytic|). */
  readonly error: number;
}

/** Both gradients of every element of every parameter, and of the input as `0.values`. */
export async function compareGradients(check: GradientCheck): Promise<GradientPair[]> {
  const { input, layers, loss, rows = 5, sample = 0 } = check;
  const backend = referenceBackend({ floats: 64 });
  const model = sequential({ input }, [probe({ rows }), ...layers]);
  const bench = openWorkbench({ model, loss, backend, rows });
  randomize(bench, sample);
  await bench.backward();
  const analytic = model.plans.flatMap((plan, layer) =>
    (plan.params ?? []).map(({ name }) => {
      const full = `${layer}.${name}`;
      return { name: full, values: backend.memory.read(bench.gradientSpan(full)) };
    }),
  );
  const pairs: GradientPair[] = [];
  for (const { name, values } of analytic) {
    const { span } = bench.buffers.tensors.find((tensor) => tensor.name === name) as { readonly span: Span };
    for (const [index, slope] of values.entries()) {
      const central = await centralDifference(bench, backend, elementOf(span, index));
      const error = Math.abs(slope - central) / Math.max(1, Math.abs(slope));
      pairs.push({ name, index, analytic: slope, central, error });
    }
  }
  return pairs;
}

/**
 * Throws unless every analytic gradient agrees with its central difference.
 *
 * @throws Error with the worst parameter and index, both values and the error.
 * @example
 * await assertGradients({ input: [4], layers: [dense({ units: 3 })], loss: meanSquaredError() });
 */
export async function assertGradients(check: GradientCheck): Promise<void> {
  const pairs = await compareGradients(check);
  const size = (pair: GradientPair): number => (Number.isNaN(pair.error) ? Number.POSITIVE_INFINITY : pair.error);
  const worst = pairs.reduce((a, b) => (size(b) > size(a) ? b : a));
  if (size(worst) <= GRADIENT_TOLERANCE) return;
  const failed = pairs.filter((pair) => !(pair.error <= GRADIENT_TOLERANCE)).length;
  throw new Error(
    `gradient of ${worst.name}[${worst.index}]: analytic ${worst.analytic}, central difference ${worst.central}, ` +
      `error ${worst.error} > ${GRADIENT_TOLERANCE}; ${failed} of ${pairs.length} elements fail`,
  );
}

/** Draws every tensor and the targets; running statistics are positive. */
export function randomize(bench: Workbench, sample: number): void {
  const { model, output, loss } = bench.objective;
  const random = sampleSequence(sample);
  const trained = new Set(
    model.plans.flatMap((plan, layer) => (plan.params ?? []).map(({ name }) => `${layer}.${name}`)),
  );
  for (const { name, span } of bench.buffers.tensors) {
    const values = sampleNumbers(random, span.length);
    bench.write(name, trained.has(name) ? values : values.map(Math.abs));
  }
  const outputs = sizeOf(output);
  const rows = bench.buffers.rowLosses.length;
  bench.setBatch(sampleNumbers(random, rows * sizeOf(model.input)), sampleTargets(random, loss, rows, outputs));
}

function elementOf(span: Span, index: number): Span {
  return { type: span.type, offset: span.offset + 8 * index, length: 1 };
}

async function centralDifference(bench: Workbench, { memory }: Backend, element: Span): Promise<number> {
  const [value] = memory.read(element);
  memory.write(element, [value + GRADIENT_STEP]);
  const above = await bench.forward();
  memory.write(element, [value - GRADIENT_STEP]);
  const below = await bench.forward();
  memory.write(element, [value]);
  return (above - below) / (2 * GRADIENT_STEP);
}
