import { layerKinds, lossKinds } from '../model/index.ts';
import { optimizerKinds, scheduleKinds } from '../train/index.ts';
import type { ExperimentKinds } from './spec.ts';

/** Every kind of layer, loss, optimizer and schedule that Heddle has. */
export const standardKinds: ExperimentKinds = {
  layers: layerKinds,
  losses: lossKinds,
  optimizers: optimizerKinds,
  schedules: scheduleKinds,
};
