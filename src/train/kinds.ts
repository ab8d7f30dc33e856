import type { OptimizerKinds } from './optimizer.ts';
import { adamOptimizer, adamWOptimizer, rmsPropOptimizer, sgdOptimizer } from './optimizers/index.ts';
import type { ScheduleKinds } from './schedule.ts';
import {
  constantSchedule,
  cosineSchedule,
  reduceOnPlateauSchedule,
  stepSchedule,
  warmUpSchedule,
} from './schedules/index.ts';

/** The optimizers Heddle comes with, by kind. */
export const optimizerKinds: OptimizerKinds = {
  sgd: sgdOptimizer,
  adam: adamOptimizer,
  adamW: adamWOptimizer,
  rmsProp: rmsPropOptimizer,
};

/** The schedules Heddle comes with, by kind. */
export const scheduleKinds: ScheduleKinds = {
  constant: constantSchedule,
  step: stepSchedule,
  cosine: cosineSchedule,
  warmUp: warmUpSchedule,
  reduceOnPlateau: reduceOnPlateauSchedule,
};
