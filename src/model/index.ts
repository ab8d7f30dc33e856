// model: what a network is. In: shapes and options. Out: planned buffers, and passes recorded as kernel calls. To add a layer or a
// loss see layers/index.ts and losses/index.ts.

export { layerKinds, lossKinds } from './kinds.ts';
export {
  type BackwardPass,
  type ForwardPass,
  type Initializer,
  type Layer,
  type LayerDefinition,
  type LayerKinds,
  type LayerPlan,
  layerFactory,
  type NamedSpans,
  type SavedPlan,
  type TensorPlan,
} from './layer.ts';
export {
  type BatchNormOptions,
  batchNorm,
  type DenseOptions,
  type DropoutOptions,
  dense,
  dropout,
  flatten,
  type LeakyReluOptions,
  leakyRelu,
  relu,
  sigmoid,
  softmax,
  tanh,
} from './layers/index.ts';
export {
  type Loss,
  type LossBackwardPass,
  type LossDefinition,
  type LossKinds,
  type LossPass,
  type LossPlan,
  lossFactory,
  lossFromSpec,
  type OutputActivation,
  type TargetKind,
  type TaskKind,
} from './loss.ts';
export {
  binaryCrossEntropy,
  type CrossEntropyOptions,
  crossEntropy,
  type HuberOptions,
  huber,
  meanAbsoluteError,
  meanSquaredError,
} from './losses/index.ts';
export type { Model, ModelJson } from './model.ts';
export {
  layoutNetwork,
  type NetworkBuffers,
  type PlacedTensor,
  recordBackward,
  recordForward,
  recordInitialize,
  recordLoss,
  writeConstants,
} from './network.ts';
export { type Objective, objectiveOf } from './output.ts';
export { type MemoryPlan, type MemoryUse, measure, type Placed, type Placer, placeLayout } from './placer.ts';
export { modelFromSpec, sequential, summarize } from './sequential.ts';
export { fingerprintOf, matchTensors, type NamedTensor } from './tensor.ts';
