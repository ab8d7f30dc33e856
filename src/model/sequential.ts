import {
  definitionOf,
  describe,
  errorAt,
  HeddleError,
  type Json,
  resolveOptions,
  type Shape,
  shapeText,
  sizeOf,
} from '../core/index.ts';
import type { Layer, LayerKinds, LayerPlan } from './layer.ts';
import { trainingMemory } from './memory.ts';
import type { Model, ModelJson } from './model.ts';

/**
 * A network of layers, each fed by the one before.
 *
 * @param options.input shape of one row of features, whole numbers of at least 1
 * @throws HeddleError `shape` naming the layer whose input does not fit.
 * @example
 * const model = sequential({ input: [28, 28] }, [flatten(), dense({ units: 512 }), batchNorm(), relu(), dense({ units: 10 })]);
 * model.parameterCount; // 408,074
 */
export function sequential(options: { readonly input: Shape }, layers: readonly Layer[]): Model {
  const input: unknown = options?.input;
  if (!isShape(input)) {
    throw new HeddleError('shape', {
      where: 'model input',
      expected: 'sizes of at least 1, such as [784]',
      received: describe(input),
      hint: 'give the shape of one row of features.',
    });
  }
  if (!Array.isArray(layers)) throw notALayer(0, layers);
  const plans: LayerPlan[] = [];
  let shape: Shape = input;
  for (const [index, layer] of layers.entries()) {
    if (typeof layer?.definition?.plan !== 'function') throw notALayer(index, layer);
    let plan: LayerPlan;
    try {
      plan = layer.definition.plan(shape, layer.options);
    } catch (error) {
      throw errorAt(`model[${index}] ${layer.definition.kind}`, error);
    }
    plans.push(plan);
    shape = plan.output;
  }
  const parameterCount = plans
    .flatMap((plan) => plan.params ?? [])
    .reduce((sum, tensor) => sum + sizeOf(tensor.shape), 0);
  const model: Model = {
    input,
    output: shape,
    layers,
    plans,
    parameterCount,
    memory: ({ batchSize, slots = 2 }) => trainingMemory(model, batchSize, slots),
    toJSON: () => ({
      input: [...input],
      layers: layers.map((layer) => ({ kind: layer.definition.kind, ...(layer.options as Record<string, Json>) })),
    }),
  };
  return model;
}

function isShape(value: unknown): value is Shape {
  return Array.isArray(value) && value.length > 0 && value.every((size) => Number.isSafeInteger(size) && size >= 1);
}

function notALayer(index: number, received: unknown): HeddleError {
  return new HeddleError('model', {
    where: `model[${index}]`,
    expected: 'a layer, such as relu()',
    received: describe(received),
    hint:
      typeof received === 'function'
        ? 'call it: relu() instead of relu.'
        : 'make layers with dense(), relu() and the others.',
  });
}

/**
 * The model that `toJSON` described.
 *
 * @param kinds the layer kinds that may appear, by name
 * @throws HeddleError `format` for an unknown kind, `option` or `shape` for what does not fit.
 */
export function modelFromSpec(spec: ModelJson, kinds: LayerKinds): Model {
  const layers = spec.layers.map((given, index): Layer => {
    const { kind, ...options } = given ?? { kind: given };
    const definition = definitionOf(kind, kinds, { where: `model[${index}]`, expected: 'a kind of layer' });
    return { definition, options: resolveOptions(`model[${index}] ${kind}`, definition.options, options) };
  });
  return sequential({ input: spec.input }, layers);
}

/** One line for each layer: place, kind, options, output shape. */
export function summarize(model: Model): string {
  return model.layers
    .map((layer, index) => {
      const options = Object.entries(layer.options as Record<string, unknown>).map(
        ([name, value]) => `${name} ${describe(value)}`,
      );
      return `[${index}] ${[layer.definition.kind, ...options].join(' ')} -> ${shapeText(model.plans[index].output)}`;
    })
    .join('\n');
}
