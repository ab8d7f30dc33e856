// A staircase: after every `every` epochs the factor is multiplied by `factor`.

import { integerOption, integerPower, numberOption } from '../../core/index.ts';
import { type Schedule, type ScheduleDefinition, scheduleFactory } from '../schedule.ts';

/** Options of {@link step}. */
export interface StepScheduleOptions {
  readonly every: number;
  readonly factor: number;
}

/** The definition of step. */
export const stepSchedule: ScheduleDefinition<StepScheduleOptions> = {
  kind: 'step',
  options: {
    every: integerOption({ doc: 'the epochs between two drops.', default: 10, min: 1 }),
    factor: numberOption({
      doc: 'what each drop multiplies the learning rate by.',
      default: 0.1,
      min: 0,
      max: 1,
      open: 'min',
    }),
  },
  factor({ epoch }, { every, factor }) {
    return integerPower(factor, Math.floor(epoch / every));
  },
};

/**
 * A staircase: the rate is multiplied by `factor` after every `every` epochs.
 *
 * @example
 * step({ every: 5, factor: 0.5 });
 */
export const step: (options?: Partial<StepScheduleOptions>) => Schedule = scheduleFactory(stepSchedule);
