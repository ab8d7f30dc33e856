import { meanSquaredError } from './losses/index.ts';
import type { Model } from './model.ts';
import { layoutNetwork } from './network.ts';
import { type MemoryPlan, measure } from './placer.ts';

/** The bytes of a training in float32, of `batchSize` rows and `slots` vectors of optimizer state. */
export function trainingMemory(model: Model, batchSize: number, slots: number): MemoryPlan {
  const loss = meanSquaredError();
  return measure(4, (place) => {
    const objective = { model, loss, depth: model.layers.length, output: model.output, lossPlan: {} };
    const { parameters } = layoutNetwork(objective, { batchSize, training: true, floatBytes: 4 }, place);
    for (let slot = 0; slot < slots; slot++) place('optimizer', 'float', parameters.length);
  });
}
