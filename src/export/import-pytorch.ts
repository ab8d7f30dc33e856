// Weights that PyTorch trained, as the tensors of a Heddle model. The mapping, of a state_dict saved as safetensors:
//
//   PyTorch module        Heddle layer   its tensors
//   nn.Linear             dense          weight [out, in] -> weight [in, out] (transposed), bias -> bias (zeros where there is none)
//   nn.BatchNorm1d        batchNorm      weight -> gamma, bias -> beta, running_mean -> runningMean, running_var -> runningVariance
//
// A module is the part of a name before its last dot. Modules that have running_mean are the batchNorm layers, the others the dense
// layers, each kind in order. The order is that of the numbers in their names (`0`, `3`; `layers.0`, `layers.3`; `fc1`, `fc2`), which
// have to be alike otherwise; other names are told which layer they are. num_batches_tracked is left out: evaluation does not use it.

import { HeddleError, type Shape, sameShape, shapeText, sizeOf, suggestion } from '../core/index.ts';
import type { Model, NamedTensor } from '../model/index.ts';
import { readWeights } from './safetensors.ts';

/** The places of modules that say it themselves: `{ 'encoder.linear': 1 }`, module to layer from 0. */
export type ModuleMap = { readonly [module: string]: number };

interface Module {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

const BATCH_NORM: { readonly [tensor: string]: string } = {
  gamma: 'weight',
  beta: 'bias',
  runningMean: 'running_mean',
  runningVariance: 'running_var',
};

/** What a tensor is that a module was made without: `bias=False`, `affine=False`. */
const ABSENT: { readonly [tensor: string]: number } = { bias: 0, gamma: 1, beta: 0 };

/** The one tensor of whole numbers; it is left out. */
const COUNT = 'num_batches_tracked';

/** What a tensor is to its module: `weight` of `layers.0.weight`. */
const partOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Weights that were matched with the layers of a model. */
export interface MatchedWeights {
  /** All tensors of the model, in its order. */
  readonly tensors: NamedTensor[];
  /** The module that each layer was filled from, in the order of the layers. */
  readonly modules: readonly { readonly module: string; readonly layer: number }[];
}

/**
 * The tensors of a model, from a PyTorch state_dict saved as safetensors.
 *
 * @param where the file's name, for errors
 * @param map where modules go whose names do not say it
 * @throws HeddleError `format` for a damaged file, `model` for modules that do not fit the architecture.
 */
export function importPytorch(bytes: Uint8Array, where: string, model: Model, map: ModuleMap = {}): NamedTensor[] {
  return matchPytorch(bytes, where, model, map).tensors;
}

/**
 * As `importPytorch`, and which module went where.
 *
 * @throws HeddleError `format` for a damaged file, `model` for modules that do not fit the architecture.
 */
export function matchPytorch(bytes: Uint8Array, where: string, model: Model, map: ModuleMap = {}): MatchedWeights {
  checkKind(bytes, where);
  const { tensors: given, metadata } = readWeights(bytes, where, (name) => partOf(name) === COUNT);
  if (metadata['format']?.startsWith('heddle-') === true) {
    throw new HeddleError('model', {
      where,
      expected: 'a state_dict of PyTorch, saved as safetensors',
      received: 'a model file of Heddle',
      hint: 'it needs no import: predict, evaluate and export take it as it is.',
    });
  }
  const modules = modulesOf(given, where);
  checkMap(where, modules, map);
  const placed = new Map<number, Module>();
  for (const kind of ['dense', 'batchNorm'] as const) {
    const layers = model.layers.flatMap(({ definition }, layer) => (definition.kind === kind ? [layer] : []));
    const ofKind = modules.filter(({ tensors }) => tensors.has('running_mean') === (kind === 'batchNorm'));
    for (const [layer, module] of pairs(where, kind, layers, ofKind, map)) placed.set(layer, module);
  }
  const tensors = model.plans.flatMap((plan, layer) =>
    [...(plan.params ?? []), ...(plan.state ?? [])].map(({ name, shape }): NamedTensor => {
      const module = placed.get(layer);
      if (module === undefined) throw noModuleFor(where, layer, model.layers[layer].definition.kind);
      return tensorOf(where, module, `${layer}.${name}`, name, shape);
    }),
  );
  const places = [...placed].sort(([a], [b]) => a - b);
  return { tensors, modules: places.map(([layer, { name }]) => ({ layer, module: name })) };
}

/** `torch.save` writes a ZIP archive of pickled Python, which only Python can read. */
function checkKind(bytes: Uint8Array, where: string): void {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isPickle = bytes[0] === 0x80 && bytes[1] < 6 && bytes.length > 8 && bytes[7] !== 0;
  if (!isZip && !isPickle) return;
  throw new HeddleError('format', {
    where,
    expected: 'a state_dict saved as safetensors',
    received: `a file that torch.save wrote (${isZip ? 'a ZIP archive' : 'pickled Python'})`,
    hint: 'in Python: from safetensors.torch import save_file; save_file(model.state_dict(), "weights.safetensors").',
  });
}

/** A map may name modules of the file alone. */
function checkMap(where: string, modules: readonly Module[], map: ModuleMap): void {
  const names = modules.map(({ name }) => name);
  const unknown = Object.keys(map).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new HeddleError('model', {
    where: `${where}, map`,
    expected: `modules of the file: ${names.join(', ')}`,
    received: unknown,
    hint: suggestion(unknown, names),
  });
}

function modulesOf(tensors: readonly NamedTensor[], where: string): Module[] {
  const modules = new Map<string, Map<string, NamedTensor>>();
  for (const tensor of tensors) {
    const part = partOf(tensor.name);
    const module = tensor.name.slice(0, Math.max(tensor.name.length - part.length - 1, 0));
    if (part === COUNT) continue;
    if (!['weight', 'bias', 'running_mean', 'running_var'].includes(part)) {
      throw new HeddleError('model', {
        where,
        expected: 'tensors of nn.Linear and nn.BatchNorm1d: weight, bias, running_mean, running_var',
        received: tensor.name,
        hint: 'Heddle has dense and batchNorm layers: save the state_dict of such a network.',
      });
    }
    const held = modules.get(module) ?? new Map<string, NamedTensor>();
    modules.set(module, held.set(part, tensor));
  }
  return [...modules].map(([name, held]) => ({ name, tensors: held }));
}

/** Which module is which layer. */
function pairs(
  where: string,
  kind: string,
  layers: readonly number[],
  modules: readonly Module[],
  map: ModuleMap,
): (readonly [number, Module])[] {
  const named = modules.filter(({ name }) => Object.hasOwn(map, name));
  const told = named.map((module) => [map[module.name], module] as const);
  for (const [layer, { name }] of told) {
    if (!layers.includes(layer)) {
      throw mismatch(where, `${name} on one of the ${kind} layers (${layers.join(', ')})`, `layer ${layer}`);
    }
  }
  const free = layers.filter((layer) => !told.some(([taken]) => taken === layer));
  const rest = inOrder(
    where,
    modules.filter((module) => !named.includes(module)),
  );
  if (free.length !== rest.length || told.length + free.length !== layers.length) {
    const list = modules.map(({ name }) => name || '(no module)').join(', ');
    throw mismatch(
      where,
      `a module for each ${kind} layer (${layers.length})`,
      modules.length === 0 ? 'none' : `${modules.length}: ${list}`,
    );
  }
  return [...told, ...rest.map((module, i) => [free[i], module] as const)];
}

/** Modules by the numbers in their names. */
function inOrder(where: string, modules: readonly Module[]): Module[] {
  const words = new Set(modules.map(({ name }) => name.replace(/\d+/g, '#')));
  if (words.size > 1) {
    throw new HeddleError('model', {
      where,
      expected: 'module names that differ in numbers only, such as layers.0 and layers.3, so that their order is known',
      received: modules.map(({ name }) => name).join(', '),
      hint: `say in \`map\` which layer each is, from 0: { ${modules[modules.length - 1].name}: 0 }.`,
    });
  }
  const numbersOf = ({ name }: Module): number[] => (name.match(/\d+/g) ?? []).map(Number);
  return [...modules].sort((a, b) => {
    const [left, right] = [numbersOf(a), numbersOf(b)];
    const at = left.findIndex((number, i) => number !== right[i]);
    return at < 0 ? 0 : left[at] - right[at];
  });
}

function tensorOf(where: string, module: Module, name: string, part: string, shape: Shape): NamedTensor {
  const isBatchNorm = module.tensors.has('running_mean');
  const source = isBatchNorm ? BATCH_NORM[part] : part;
  const given = module.tensors.get(source);
  if (given === undefined && Object.hasOwn(ABSENT, part))
    return { name, shape, values: new Float32Array(sizeOf(shape)).fill(ABSENT[part]) };
  const [inputs, outputs] = shape;
  const expected = part === 'weight' ? [outputs, inputs] : shape;
  if (given === undefined || !sameShape(given.shape, expected)) {
    throw new HeddleError('model', {
      where: `${where}, ${module.name === '' ? source : `${module.name}.${source}`}`,
      expected: `shape ${shapeText(expected)}, for ${name} ${shapeText(shape)} of the model`,
      received: given === undefined ? 'no such tensor' : shapeText(given.shape),
      hint: 'load the weights into the architecture they were trained in.',
    });
  }
  const bad = given.values.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (bad >= 0) {
    throw new HeddleError('model', {
      where: `${where}, ${given.name}`,
      expected: 'finite numbers that float32 can hold',
      received: `${given.values[bad]} at place ${bad}`,
      hint: 'the training diverged: take the weights of an earlier epoch.',
    });
  }
  if (part !== 'weight') return { name, shape, values: Float32Array.from(given.values) };
  const values = new Float32Array(given.values.length);
  for (let j = 0; j < outputs; j++)
    for (let i = 0; i < inputs; i++) values[i * outputs + j] = given.values[j * inputs + i];
  return { name, shape, values };
}

function mismatch(where: string, expected: string, received: string): HeddleError {
  return new HeddleError('model', {
    where,
    expected,
    received,
    hint: 'load the weights into the architecture they were trained in.',
  });
}

function noModuleFor(where: string, layer: number, kind: string): HeddleError {
  return new HeddleError('model', {
    where: `model[${layer}] ${kind}`,
    expected: 'a layer that PyTorch modules can fill: dense or batchNorm',
    received: kind,
    hint: `${where} cannot hold its tensors.`,
  });
}
