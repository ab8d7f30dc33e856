// Networks whose answers are known without a training.

import { writeFileSync } from 'node:fs';
import { dense, flatten, type NamedTensor, type Preprocessing, saveModel, sequential, sizeOf } from 'heddle';

/** Writes a model file whose network copies its inputs: as many as it has classes, or one. */
export function copyingModel(
  path: string,
  preprocessing: Preprocessing,
  loss: string,
  inputs: readonly number[],
  classNames: string[] | null,
): string {
  const units = classNames?.length ?? 1;
  const model = sequential({ input: [...inputs] }, [...(inputs.length > 1 ? [flatten()] : []), dense({ units })]);
  const tensors = model.plans.flatMap((plan, layer) =>
    (plan.params ?? []).map(({ name, shape }): NamedTensor => {
      const values = new Float32Array(sizeOf(shape));
      if (name === 'weight') for (let i = 0; i < Math.min(units, shape[0]); i++) values[i * units + i] = 1;
      return { name: `${layer}.${name}`, shape, values };
    }),
  );
  writeFileSync(path, saveModel({ model, tensors, classNames, preprocessing, loss: { kind: loss } }));
  return path;
}
