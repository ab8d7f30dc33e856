// One training pass of a small network on every backend: the textbook in float32, WebAssembly strict and fused.

import { sizeOf } from '../core/index.ts';
import { type Backend, referenceBackend, wasmBackend } from '../kernels/index.ts';
import { sequential } from '../model/index.ts';
import { assertClose, assertSameBits } from './compare.ts';
import { type GradientCheck, randomize } from './gradient-check.ts';
import { probe } from './probe.ts';
import { FUSED } from './tolerances.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

/** Everything that a pass through training and evaluation leaves behind, by name. */
export type PassOutcome = { readonly [name: string]: ArrayLike<number> };

/** Opens a workbench with a probe before `layers`, weights and batch drawn as for a gradient check. */
export function openSampleBench(
  backend: Backend,
  { input, layers, loss, rows = 5, sample = 0 }: GradientCheck,
): Workbench {
  const model = sequential({ input }, [probe({ rows }), ...layers]);
  const bench = openWorkbench({ model, loss, backend, rows });
  randomize(bench, sample);
  return bench;
}

/** Output, loss, all gradients and running statistics of a training pass, then output and loss of an evaluation. */
export async function outcomeOfPass(backend: Backend, check: GradientCheck): Promise<PassOutcome> {
  const bench = openSampleBench(backend, check);
  const outcome: Record<string, ArrayLike<number>> = {};
  outcome['loss'] = [await bench.backward()];
  outcome['output'] = bench.output();
  for (const [layer, plan] of bench.objective.model.plans.slice(0, bench.objective.depth).entries()) {
    for (const { name, shape } of plan.params ?? []) {
      const span = bench.gradientSpan(`${layer}.${name}`);
      outcome[`gradient of ${layer}.${name}`] = backend.memory.read({ ...span, length: sizeOf(shape) });
    }
    for (const { name } of plan.state ?? []) outcome[`${layer}.${name}`] = bench.read(`${layer}.${name}`);
  }
  outcome['evaluation loss'] = [await bench.evaluate()];
  outcome['evaluation output'] = bench.output();
  bench.close();
  return outcome;
}

/**
 * Throws unless strict WebAssembly has the bits of the float32 textbook, and fused is close to it.
 *
 * @throws Error naming what differs, with the worst index, both values and the error.
 */
export async function assertParity(check: GradientCheck): Promise<void> {
  const textbook = await outcomeOfPass(referenceBackend({ floats: 32 }), check);
  const strict = await outcomeOfPass(await wasmBackend({ profile: 'strict' }), check);
  const fused = await outcomeOfPass(await wasmBackend({ profile: 'fused' }), check);
  for (const [name, expected] of Object.entries(textbook)) {
    assertSameBits(`strict, ${name}`, strict[name], expected);
    assertClose(`fused, ${name}`, fused[name], expected, FUSED);
  }
}

/**
 * Throws if running a recorded step allocates, or reaches the functions that recorded it: every recorder and `allocate` is
 * replaced by one that throws before the step runs. The WebAssembly program itself can call no JavaScript, because its module
 * imports nothing but a memory (kernels/wasm/modules.test.ts).
 */
export async function assertStepIsPlanned(check: GradientCheck): Promise<void> {
  const backend = await wasmBackend({ profile: 'strict' });
  const bench = openSampleBench(backend, check);
  let recording = true;
  const program = backend.record((kernels) => {
    const guarded = new Proxy(kernels, {
      get(target, name) {
        if (!recording) throw new Error(`the running step called ${String(name)}`);
        return Reflect.get(target, name);
      },
    });
    bench.recordStep(guarded);
  });
  recording = false;
  const { memory } = backend as { memory: { allocate: (bytes: number) => number } };
  const allocate = memory.allocate;
  memory.allocate = (bytes) => {
    throw new Error(`the running step allocated ${bytes} bytes`);
  };
  try {
    await backend.run(program, 2);
  } finally {
    memory.allocate = allocate;
    program.release();
    bench.close();
  }
}
