// Networks drawn from a seed, with numbers of a trained network's size, and raw rows for them: what every export is tried on.

import {
  batchNorm,
  binaryCrossEntropy,
  createPredictor,
  crossEntropy,
  dense,
  dropout,
  flatten,
  huber,
  type Layer,
  type Loss,
  layerKinds,
  leakyRelu,
  lossKinds,
  meanSquaredError,
  modelFromSpec,
  type NamedTensor,
  type RandomSequence,
  randomSequence,
  relu,
  resolveOptions,
  type SavedModel,
  seedFrom,
  sequential,
  sigmoid,
  sizeOf,
  softmax,
  tanh,
  wasmBackend,
} from 'heddle';

/** A network, raw rows, and what Heddle answers to them. */
export interface NetworkSample {
  readonly description: string;
  readonly saved: SavedModel;
  readonly rows: number;
  /** rows x input, as a user has them: bytes or numbers. */
  readonly raw: Uint8Array | Float32Array;
  /** rows x outputs. */
  readonly expected: Float32Array;
}

const pick = <Item>(random: RandomSequence, items: readonly Item[]): Item => items[random.below(items.length)];

/** The `index`-th network. */
export async function randomNetwork(index: number): Promise<NetworkSample> {
  const random = randomSequence(seedFrom(77), 'synthetic', index);
  const bytes = random.below(2) === 0;
  const input = pick(random, [[5], [28, 28], [3, 4, 2], [64], [1]]);
  const layers: Layer[] = [];
  // Some layers stand before flatten too, on rows that have a shape.
  if (random.below(3) === 0) layers.push(pick(random, [relu(), batchNorm(), tanh(), leakyRelu({ slope: 0.2 })]));
  if (input.length > 1 || random.below(4) === 0) layers.push(flatten());
  for (let hidden = random.below(4); hidden > 0; hidden--) {
    layers.push(dense({ units: 1 + random.below(70) }));
    if (random.below(2) === 0) layers.push(batchNorm({ epsilon: pick(random, [1e-5, 1e-3]) }));
    layers.push(
      pick(random, [relu(), leakyRelu({ slope: 0.01 + 0.3 * random.uniform() }), sigmoid(), tanh(), softmax()]),
    );
    if (random.below(2) === 0) layers.push(dropout({ rate: 0.3 }));
  }
  const task = random.below(4);
  const outputs = task < 2 ? 2 + random.below(11) : 1 + random.below(3);
  layers.push(dense({ units: outputs }));
  const loss: Loss = task < 2 ? crossEntropy() : pick(random, [meanSquaredError(), huber(), binaryCrossEntropy()]);
  if (task < 2 && random.below(2) === 0) layers.push(softmax());
  const model = sequential({ input }, layers);
  const saved: SavedModel = {
    model,
    loss: { kind: loss.definition.kind, ...(loss.options as object) },
    tensors: tensorsOf(model.plans, random),
    classNames: task < 2 ? Array.from({ length: outputs }, (_, i) => `class "${i}"`) : null,
    preprocessing: bytes ? { kind: 'bytes', scale: 1 / 255 } : { kind: 'floats' },
  };
  const rows = 1 + random.below(40);
  const length = rows * sizeOf(input);
  const raw = bytes
    ? Uint8Array.from({ length }, () => random.below(2) * random.below(256))
    : Float32Array.from({ length }, () => 4 * random.uniform() - 2);
  const description = `network ${index}: ${JSON.stringify(model.toJSON())} ${loss.definition.kind}, ${rows} rows`;
  return { description, saved, rows, raw, expected: await answersOf(saved, raw) };
}

function tensorsOf(plans: SavedModel['model']['plans'], random: RandomSequence): NamedTensor[] {
  return plans.flatMap((plan, layer) =>
    [...(plan.params ?? []), ...(plan.state ?? [])].map(({ name, shape }): NamedTensor => {
      const scale = name === 'weight' ? 2 * Math.sqrt(3 / shape[0]) : 1;
      const number = (): number => {
        if (name === 'runningVariance') return 0.05 + random.uniform();
        return (name === 'gamma' ? 1 : 0) + scale * (random.uniform() - 0.5);
      };
      return { name: `${layer}.${name}`, shape, values: Float32Array.from({ length: sizeOf(shape) }, number) };
    }),
  );
}

/** What Heddle answers to raw rows. */
export async function answersOf(saved: SavedModel, raw: Uint8Array | Float32Array): Promise<Float32Array> {
  const { scale } = saved.preprocessing as { readonly scale?: number };
  const { kind, ...options } = saved.loss;
  const loss = { definition: lossKinds[kind], options: resolveOptions(kind, lossKinds[kind].options, options) };
  const model = modelFromSpec(saved.model.toJSON(), layerKinds);
  const backend = await wasmBackend();
  const predictor = createPredictor({ model, loss, tensors: saved.tensors, backend });
  try {
    const scaled =
      scale === undefined ? raw : Float32Array.from(raw, (value) => Math.fround(value * Math.fround(scale)));
    return await predictor.predict(scaled);
  } finally {
    predictor.close();
  }
}
