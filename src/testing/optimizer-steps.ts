import type { Backend, ElementType, Kernels, Span } from '../kernels/index.ts';
import type { Optimizer } from '../train/index.ts';

/** Updates to make: one vector of parameters, and for each step its gradients and learning rate. */
export interface OptimizerSteps {
  readonly optimizer: Optimizer;
  readonly backend: Backend;
  readonly parameters: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  /** Default: the optimizer's own at every step. */
  readonly rates?: readonly number[];
  /** The most the norm of the gradients may be. */
  readonly clipNorm?: number;
}

/**
 * The parameters after each step.
 *
 * @example
 * const backend = referenceBackend({ floats: 64 });
 * const after = await parametersAfter({ optimizer: sgd({ learningRate: 0.1 }), backend, parameters: [1], gradients: [[2]] });
 * after; // [[0.8]]
 */
export async function parametersAfter(steps: OptimizerSteps): Promise<number[][]> {
  const { optimizer, backend, parameters: values, gradients: given, clipNorm } = steps;
  const { memory } = backend;
  const { definition, options } = optimizer;
  const { length } = values;
  const spans: Span[] = [];
  const place = (type: ElementType, count: number): Span => {
    const bytes = { float: memory.floatBytes, double: 8, int32: 4, uint8: 1 }[type];
    const span: Span = { type, offset: memory.allocate(count * bytes), length: count };
    spans.push(span);
    return span;
  };
  const [parameters, gradients, rates] = [place('float', length), place('float', length), place('float', given.length)];
  const clock = place('int32', 3);
  const norm = place('double', 2 + Math.ceil(length / 4096));
  const slots = Object.fromEntries(definition.slots(options).map((name) => [name, place('float', length)]));
  memory.write(parameters, values);
  memory.write(rates, steps.rates ?? given.map(() => options.learningRate));
  const program = backend.record((kernels: Kernels) => {
    if (clipNorm !== undefined) kernels.clipByNorm({ gradients, length, maximum: clipNorm, norm });
    definition.update({ kernels, parameters, gradients, length, slots, rates, clock }, options);
    kernels.tick({ clock, rows: 1 });
  });
  const after: number[][] = [];
  for (const gradient of given) {
    memory.write(gradients, gradient);
    await backend.run(program, 1);
    after.push(Array.from(memory.read(parameters)));
  }
  program.release();
  for (const { offset } of spans) memory.release(offset);
  return after;
}
