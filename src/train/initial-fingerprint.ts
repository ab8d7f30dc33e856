import { keyOf, type Seed } from '../core/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import {
  fingerprintOf,
  type Loss,
  layoutNetwork,
  type Model,
  objectiveOf,
  placeLayout,
  recordInitialize,
} from '../model/index.ts';

/**
 * The fingerprint of the parameters and running statistics that a training from this seed begins with: a pure function of model
 * and seed, whatever was trained before.
 */
export async function initialFingerprint(options: {
  readonly model: Model;
  readonly loss: Loss;
  readonly seed: Seed;
  readonly backend: Backend;
}): Promise<string> {
  const { model, loss, seed, backend } = options;
  const { memory } = backend;
  const { buffers, release } = placeLayout(memory, (place) =>
    layoutNetwork(objectiveOf(model, loss), { batchSize: 1, training: false, floatBytes: memory.floatBytes }, place),
  );
  try {
    const program = backend.record((kernels) => recordInitialize(buffers, kernels, keyOf(seed)));
    try {
      await backend.run(program, 1);
    } finally {
      program.release();
    }
    const tensors = buffers.tensors.map(({ name, plan: { shape }, span }) => {
      return { name, shape, values: Float32Array.from(memory.read(span)) };
    });
    return fingerprintOf(tensors);
  } finally {
    release();
  }
}
