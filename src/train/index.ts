// train: from a model and rows to trained weights. In: recorded passes of model, rows of data. Out: events, and the weights of the
// best epoch. To add an optimizer, schedule, metric or listener see the index.ts of its folder.

export { checkTrainable } from './check-rows.ts';
export type { BestWeights, Checkpoint, Checkpoints, SessionState, Stop } from './checkpoint.ts';
export { evaluate } from './evaluate.ts';
export { createEvaluator, type Evaluation, type Evaluator } from './evaluator.ts';
export { initialFingerprint } from './initial-fingerprint.ts';
export { type KernelCost, type KernelPlace, type KernelProfile, profileKernels } from './kernel-profile.ts';
export type { KernelWork } from './kernel-work.ts';
export { optimizerKinds, scheduleKinds } from './kinds.ts';
export type { Listener, StopRequest } from './listener.ts';
export {
  type EarlyStoppingOptions,
  earlyStopping,
  earlyStoppingOptions,
  progress,
  type Recorder,
  recorder,
} from './listeners/index.ts';
export { type RegressionFigures, regressionFigures, topKAccuracy } from './metrics/index.ts';
export {
  type Optimizer,
  type OptimizerDefinition,
  type OptimizerKinds,
  optimizerFactory,
  type UpdatePass,
} from './optimizer.ts';
export {
  type AdamOptions,
  adam,
  adamW,
  type RmsPropOptions,
  rmsProp,
  type SgdOptions,
  sgd,
} from './optimizers/index.ts';
export type { Pace, PaceMoment } from './pace.ts';
export { allRows, type PlacedTable, placeTable, type Rows } from './place-table.ts';
export { createPredictor, type Predictor, scaledFeatures } from './predict.ts';
export {
  type Schedule,
  type ScheduleDefinition,
  type ScheduleKinds,
  type ScheduleMoment,
  scheduleFactory,
} from './schedule.ts';
export {
  type CosineScheduleOptions,
  constant,
  cosine,
  type ReduceOnPlateauScheduleOptions,
  reduceOnPlateau,
  type StepScheduleOptions,
  step,
  type WarmUpScheduleOptions,
  warmUp,
} from './schedules/index.ts';
export { train } from './train.ts';
export type { TrainOptions, TrainResult } from './train-options.ts';
