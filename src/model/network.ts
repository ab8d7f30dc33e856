// A model's buffers, and the passes through them. Activations: every layer that computes has a y of its own, or writes over its x
// where nothing reads that again; a pass-through layer shares the one before. On the way back dx is written over dy, or into the other
// of two buffers, which are as long as the longest y.

import { type Shape, sizeOf } from '../core/index.ts';
import type { Draw, Kernels, Memory, Span } from '../kernels/kernels.ts';
import type { BackwardPass, ForwardPass, Layer, LayerPlan, NamedSpans, SavedPlan, TensorPlan } from './layer.ts';
import type { Objective } from './output.ts';
import type { Placer } from './placer.ts';

/** A layer's tensor in memory. */
export interface PlacedTensor {
  readonly name: string;
  readonly plan: TensorPlan;
  readonly span: Span;
}

/** The buffers of one layer. */
interface LayerBuffers {
  readonly params: NamedSpans;
  readonly grads: NamedSpans;
  readonly state: NamedSpans;
  readonly saved: NamedSpans;
  /** Null where y is always x. */
  readonly y: Span | null;
}

/** The buffers of a network for batches of up to `batchSize` rows. */
export interface NetworkBuffers {
  readonly layers: readonly LayerBuffers[];
  /** Trained parameters and running statistics, in model order: of each layer its params, then its state. */
  readonly tensors: readonly PlacedTensor[];
  /** All parameters as one flat vector, and all gradients; null without training. */
  readonly parameters: Span;
  readonly gradients: Span | null;
  readonly slopes: readonly [Span, Span] | null;
  readonly x: Span;
  readonly targets: Span;
  readonly lossSaved: NamedSpans;
  readonly constants: NamedSpans;
  readonly rowLosses: Span;
  readonly rowWeights: Span;
  readonly scale: Span;
  readonly clock: Span;
}

const ELEMENTS_OF_A_LINE = 16;
const padded = (length: number): number => Math.ceil(length / ELEMENTS_OF_A_LINE) * ELEMENTS_OF_A_LINE;

/** Cuts a flat vector into tensors, each beginning on a line of its own. */
function cutter(flat: Span, floatBytes: number): (plan: TensorPlan) => Span {
  let next = 0;
  return ({ shape }) => {
    const length = sizeOf(shape);
    const span: Span = { type: 'float', offset: flat.offset + next * floatBytes, length };
    next += padded(length);
    return span;
  };
}

function placeSaved(place: Placer, plans: readonly SavedPlan[], batchSize: number): NamedSpans {
  return Object.fromEntries(
    plans.map(({ name, perRow = 0, fixed = 0 }) => [name, place('activations', 'float', perRow * batchSize + fixed)]),
  );
}

/** Whether a layer's y may lie where its x does, which is the y of the layer before. */
const mayWriteOver = (layer: Layer['definition'], before: Layer['definition']): boolean =>
  layer.inPlace === true && (before.freesOutput === true || goesBackThroughBoth(layer, before));

const goesBackThroughBoth = (layer: Layer['definition'], before: Layer['definition'] | undefined): boolean =>
  before?.rectifies === true && layer.backwardWithRectifier !== undefined;

const isTrained = ({ params = [] }: LayerPlan): boolean => params.length > 0;

/** Asks a placer for all buffers of a network. */
export function layoutNetwork(
  { model, depth, output, loss, lossPlan }: Objective,
  options: { readonly batchSize: number; readonly training: boolean; readonly floatBytes: 4 | 8 },
  place: Placer,
): NetworkBuffers {
  const { batchSize, training, floatBytes } = options;
  const plans = model.plans.slice(0, depth);
  const flatLength = plans
    .flatMap((plan) => plan.params ?? [])
    .reduce((sum, { shape }) => sum + padded(sizeOf(shape)), 0);
  const parameters = place('parameters', 'float', flatLength);
  const gradients = training ? place('gradients', 'float', flatLength) : null;
  const cutParameter = cutter(parameters, floatBytes);
  const cutGradient = cutter(gradients ?? parameters, floatBytes);
  const tensors: PlacedTensor[] = [];
  let before: { readonly definition: Layer['definition']; readonly y: Span } | null = null;
  const layers = plans.map((plan, index): LayerBuffers => {
    const named = (list: readonly TensorPlan[], span: (tensor: TensorPlan) => Span, keep: boolean): NamedSpans =>
      Object.fromEntries(
        list.map((tensor) => {
          const placed = span(tensor);
          if (keep) tensors.push({ name: `${index}.${tensor.name}`, plan: tensor, span: placed });
          return [tensor.name, placed];
        }),
      );
    const { definition } = model.layers[index];
    const length = batchSize * sizeOf(plan.output);
    let y: Span | null = null;
    if (plan.passThrough !== 'always') {
      const over = before !== null && before.y.length === length && mayWriteOver(definition, before.definition);
      y = over && before !== null ? before.y : place('activations', 'float', length);
      before = { definition, y };
    }
    return {
      params: named(plan.params ?? [], cutParameter, true),
      grads: gradients === null ? {} : named(plan.params ?? [], cutGradient, false),
      state: named(plan.state ?? [], ({ shape }) => place('parameters', 'float', sizeOf(shape)), true),
      saved: placeSaved(place, training ? (plan.saved ?? []) : [], batchSize),
      y,
    };
  });
  const outputs = sizeOf(output);
  // Nothing goes back beyond the first layer that is trained.
  const wayBack = plans.slice(plans.findIndex(isTrained));
  const widest = Math.max(outputs, ...wayBack.map((plan) => sizeOf(plan.output)));
  const slope = (): Span => place('activations', 'float', batchSize * widest);
  const constants = Object.entries(lossPlan.constants ?? {});
  return {
    layers,
    tensors,
    parameters,
    gradients,
    slopes: training ? [slope(), slope()] : null,
    x: place('activations', 'float', batchSize * sizeOf(model.input)),
    targets:
      loss.definition.targets === 'classes'
        ? place('activations', 'int32', batchSize)
        : place('activations', 'float', batchSize * outputs),
    lossSaved: placeSaved(place, lossPlan.saved ?? [], batchSize),
    constants: Object.fromEntries(
      constants.map(([name, values]) => [name, place('activations', 'float', values.length)]),
    ),
    rowLosses: place('activations', 'double', batchSize),
    rowWeights: place('activations', 'double', batchSize),
    scale: place('activations', 'float', 1),
    clock: place('activations', 'int32', 3),
  };
}

/** Writes what the loss has planned before training, such as class weights. */
export function writeConstants(memory: Memory, { lossPlan }: Objective, { constants }: NetworkBuffers): void {
  for (const [name, values] of Object.entries(lossPlan.constants ?? {})) memory.write(constants[name], values);
}

/** What is known of each layer in one pass. */
function passesOf(
  { model, depth }: Objective,
  buffers: NetworkBuffers,
  batch: { readonly kernels: Kernels; readonly n: number; readonly training: boolean; readonly key: Draw['key'] },
): { readonly index: number; readonly pass: ForwardPass }[] {
  const passes: { index: number; pass: ForwardPass }[] = [];
  let x = buffers.x;
  let input: Shape = model.input;
  for (let index = 0; index < depth; index++) {
    const { output, passThrough } = model.plans[index];
    const { y, params, state, saved } = buffers.layers[index];
    if (y !== null && !(passThrough === 'evaluation' && !batch.training)) {
      const draw = { key: batch.key, position: index };
      const { kernels, n, training } = batch;
      passes.push({
        index,
        pass: { kernels, n, training, input, output, x, y, params, state, saved, clock: buffers.clock, draw },
      });
      x = y;
    }
    input = output;
  }
  return passes;
}

/**
 * Records one pass from x to the network's output, or to that of layer `last`; returns its buffer. Buffers of layers before may
 * have been written over.
 */
export function recordForward(
  objective: Objective,
  buffers: NetworkBuffers,
  batch: { readonly kernels: Kernels; readonly n: number; readonly training: boolean; readonly key: Draw['key'] },
  last: number = objective.depth - 1,
): Span {
  let y = buffers.x;
  for (const { index, pass } of passesOf(objective, buffers, batch)) {
    if (index > last) break;
    const layer = objective.model.layers[index];
    layer.definition.forward(pass, layer.options);
    y = pass.y;
  }
  return y;
}

/** Records the loss of the network's output y: row losses and row weights. */
export function recordLoss(
  { loss, output }: Objective,
  buffers: NetworkBuffers,
  kernels: Kernels,
  n: number,
  y: Span,
): void {
  loss.definition.forward({ kernels, n, y, output, ...lossBuffers(buffers) }, loss.options);
}

const lossBuffers = ({ targets, lossSaved, constants, rowLosses, rowWeights }: NetworkBuffers) => ({
  targets,
  saved: lossSaved,
  constants,
  rowLosses,
  rowWeights,
});

/** Records the way back: from the loss to every gradient. The layers before the first trained one compute nothing. */
export function recordBackward(
  objective: Objective,
  buffers: NetworkBuffers,
  batch: { readonly kernels: Kernels; readonly n: number; readonly key: Draw['key']; readonly y: Span },
): void {
  const { model, loss, output } = objective;
  const { kernels, n, y } = batch;
  if (buffers.slopes === null) return;
  let [dy, spare] = buffers.slopes;
  const lossPass = { kernels, n, y, output, ...lossBuffers(buffers) };
  loss.definition.backward({ ...lossPass, scale: buffers.scale, dy }, loss.options);
  const passes = passesOf(objective, buffers, { ...batch, training: true });
  const first = passes.findIndex(({ index }) => isTrained(model.plans[index]));
  for (let at = passes.length - 1; first >= 0 && at >= first; at--) {
    const { index, pass } = passes[at];
    const { definition, options } = model.layers[index];
    const other = definition.backInPlace === true ? dy : spare;
    const dx = at > first ? other : null;
    const backward: BackwardPass = { ...pass, dy, dx, grads: buffers.layers[index].grads };
    const before = at - 1 > first ? model.layers[passes[at - 1].index].definition : undefined;
    if (goesBackThroughBoth(definition, before)) {
      definition.backwardWithRectifier?.(backward, options);
      at--;
    } else definition.backward(backward, options);
    if (other === spare) [dy, spare] = [spare, dy];
  }
}

/** Records how every tensor begins: the i-th draws from position i of the initialize stream. */
export function recordInitialize(buffers: NetworkBuffers, kernels: Kernels, key: Draw['key']): void {
  for (const [position, { plan, span: out }] of buffers.tensors.entries()) {
    const { initialize } = plan;
    const { length } = out;
    if (initialize.kind === 'normal')
      kernels.fillNormal({ out, length, deviation: initialize.deviation, key, position });
    else if (initialize.kind === 'uniform')
      kernels.fillUniform({ out, length, low: initialize.low, high: initialize.high, key, position });
    else kernels.fill({ out, length, value: initialize.kind === 'ones' ? 1 : 0 });
  }
}
