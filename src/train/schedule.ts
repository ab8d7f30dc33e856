// What a schedule is: the factor that the optimizer's learning rate is multiplied by at each step.

import { type OptionSpec, resolveOptions } from '../core/index.ts';
import type { EpochRecord } from '../record/index.ts';

/** Where in the training a step is; all counts from 0. */
export interface ScheduleMoment {
  readonly step: number;
  readonly epoch: number;
  readonly stepsPerEpoch: number;
  /** Planned for the whole training. */
  readonly totalSteps: number;
  /** The epochs trained so far, oldest first. */
  readonly history: readonly EpochRecord[];
}

/** A kind of schedule. */
export interface ScheduleDefinition<Options> {
  readonly kind: string;
  readonly options: OptionSpec<Options>;
  /** The factor at a step: a pure function of the moment, so that resuming needs nothing else. */
  factor(moment: ScheduleMoment, options: Options): number;
}

/** A schedule as a user writes it. */
export interface Schedule {
  readonly definition: ScheduleDefinition<unknown>;
  readonly options: unknown;
}

/** Schedule kinds by name. */
export type ScheduleKinds = { readonly [kind: string]: Schedule['definition'] };

/** The factory of a kind of schedule; throws HeddleError `option` for options that do not fit. */
export function scheduleFactory<Options>(
  definition: ScheduleDefinition<Options>,
): (options?: Partial<Options>) => Schedule {
  return (options) => ({ definition, options: resolveOptions(definition.kind, definition.options, options) });
}
