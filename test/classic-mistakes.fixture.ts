// What the classic mistakes are made with: a small set, a training on it, and parts that are wrong on purpose.

import {
  adam,
  type Backend,
  batchNorm,
  classTable,
  crossEntropy,
  dense,
  dropout,
  floatFeatures,
  type Kernels,
  type Layer,
  type LayerDefinition,
  type Loss,
  type LossDefinition,
  type Model,
  placeTable,
  type Rows,
  randomSequence,
  referenceBackend,
  relu,
  seedFrom,
  sequential,
  type Table,
  type TrainOptions,
  type TrainResult,
  train,
} from 'heddle';

export const ROWS = 48;
/** Rows to train on; the others validate. */
export const TRAINED = 36;

/** Two numbers a row, and three classes of unlike sizes: 1, 3 and 8 of 12. */
export function table(): Table {
  const random = randomSequence(seedFrom(11), 'synthetic', 0);
  const x = Array.from({ length: 2 * ROWS }, () => 2 * random.uniform() - 1);
  const labels = Int32Array.from({ length: ROWS }, (_, row) => (row % 12 === 0 ? 0 : row % 12 < 4 ? 1 : 2));
  return classTable('unlike', floatFeatures([2], x), labels, ['few', 'some', 'many']);
}

/** dense, `norm`, relu, `drop`, dense. */
export function network(norm: Layer = batchNorm(), drop: Layer = dropout({ rate: 0.5 })): Model {
  return sequential({ input: [2] }, [dense({ units: 6 }), norm, relu(), drop, dense({ units: 3 })]);
}

/** Row numbers [first, end). */
export function rowsOf(placed: Rows['placed'], first: number, end: number): Rows {
  return { placed, rows: Uint32Array.from({ length: end - first }, (_, i) => first + i) };
}

/** The options of a training, changed. */
export function optionsOf(changes: Partial<TrainOptions> = {}): TrainOptions {
  const backend = changes.backend ?? referenceBackend({ floats: 32 });
  const placed = placeTable(backend.memory, table());
  return {
    model: network(),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: 0.03 }),
    backend,
    train: rowsOf(placed, 0, TRAINED),
    validation: rowsOf(placed, TRAINED, ROWS),
    batchSize: 9,
    epochs: 4,
    seed: seedFrom(6),
    now: () => 0,
    ...changes,
  };
}

/** A training with changed options. */
export function trained(changes: Partial<TrainOptions> = {}): Promise<TrainResult> {
  return train(optionsOf(changes));
}

/** A layer with parts of its definition replaced. */
export function wrongLayer(layer: Layer, parts: Partial<LayerDefinition<unknown>>): Layer {
  return { ...layer, definition: { ...layer.definition, ...parts } };
}

/** A loss with parts of its definition replaced. */
export function wrongLoss(loss: Loss, parts: Partial<LossDefinition<unknown>>): Loss {
  return { ...loss, definition: { ...loss.definition, ...parts } };
}

/** A backend whose recorded calls go through `change` first. */
export function wrongBackend(backend: Backend, change: (kernels: Kernels) => Kernels): Backend {
  return { ...backend, record: (body) => backend.record((kernels) => body(change(kernels))) };
}

/** batchNorm that takes the batch's own statistics at evaluation too. */
export function batchNormOfTheBatch(): Layer {
  const { definition, options } = batchNorm();
  return wrongLayer(batchNorm(), {
    // Scratch exists in training alone, so the statistics are declared as state.
    plan(input) {
      const plan = definition.plan(input, options);
      const shape = [input[0]];
      const scratch = ['mean', 'inverseDeviation'].map((name) => ({
        name,
        shape,
        initialize: { kind: 'zeros' as const },
      }));
      return { ...plan, state: [...(plan.state ?? []), ...scratch] };
    },
    forward(pass) {
      const { mean, inverseDeviation } = pass.state;
      definition.forward({ ...pass, training: true, saved: { ...pass.saved, mean, inverseDeviation } }, options);
    },
    backward(pass) {
      const { mean, inverseDeviation } = pass.state;
      definition.backward({ ...pass, saved: { ...pass.saved, mean, inverseDeviation } }, options);
    },
  });
}

/** dropout that is active at evaluation too. */
export function dropoutAlways(): Layer {
  return wrongLayer(dropout({ rate: 0.5 }), { plan: (input) => ({ output: input }) });
}

/** batchNorm whose gamma and beta get no gradient. */
export function batchNormUntrained(): Layer {
  const { definition, options } = batchNorm();
  return wrongLayer(batchNorm(), {
    backward(pass) {
      const { sums } = pass.saved;
      const size = pass.input[0];
      // The gradients go to scratch, where nothing reads them.
      const half = { ...sums, length: size };
      definition.backward({ ...pass, grads: { gamma: half, beta: half } }, options);
    },
  });
}
