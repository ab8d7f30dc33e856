// Half a cosine from 1 down to `floor` over the whole training (Loshchilov and Hutter, 2017).
//
//   factor = floor + (1 - floor) (1 + cos(pi step / total)) / 2

import { cos, numberOption } from '../../core/index.ts';
import { type Schedule, type ScheduleDefinition, scheduleFactory } from '../schedule.ts';

/** Options of {@link cosine}. */
export interface CosineScheduleOptions {
  readonly floor: number;
}

/** The definition of cosine. */
export const cosineSchedule: ScheduleDefinition<CosineScheduleOptions> = {
  kind: 'cosine',
  options: { floor: numberOption({ doc: 'the factor at the end.', default: 0, min: 0, max: 1 }) },
  factor({ step, totalSteps }, { floor }) {
    return floor + ((1 - floor) * (1 + cos((Math.PI * step) / totalSteps))) / 2;
  },
};

/**
 * Half a cosine from the full rate down to `floor` of it.
 *
 * @example
 * cosine({ floor: 0.01 });
 */
export const cosine: (options?: Partial<CosineScheduleOptions>) => Schedule = scheduleFactory(cosineSchedule);
