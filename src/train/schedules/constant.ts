// The same learning rate throughout.

import { type Schedule, type ScheduleDefinition, scheduleFactory } from '../schedule.ts';

/** The definition of constant. */
export const constantSchedule: ScheduleDefinition<Record<string, never>> = {
  kind: 'constant',
  options: {},
  factor() {
    return 1;
  },
};

/**
 * The same learning rate throughout.
 *
 * @example
 * constant();
 */
export const constant: () => Schedule = scheduleFactory(constantSchedule);
