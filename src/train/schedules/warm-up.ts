// A straight rise over the first `epochs`, then constant or half a cosine down to 0.
//
//   factor = (step + 1) / rise          while step < rise, rise = epochs stepsPerEpoch, rounded up to a whole step

import { choiceOption, cos, numberOption } from '../../core/index.ts';
import { type Schedule, type ScheduleDefinition, scheduleFactory } from '../schedule.ts';

/** Options of {@link warmUp}. */
export interface WarmUpScheduleOptions {
  readonly epochs: number;
  readonly after: 'constant' | 'cosine';
}

/** The definition of warmUp. */
export const warmUpSchedule: ScheduleDefinition<WarmUpScheduleOptions> = {
  kind: 'warmUp',
  options: {
    epochs: numberOption({ doc: 'the epochs the rise takes; may be a fraction.', default: 1, min: 0, open: 'min' }),
    after: choiceOption({
      doc: 'what follows the rise.',
      default: 'constant',
      choices: ['constant', 'cosine'] as const,
    }),
  },
  factor({ step, stepsPerEpoch, totalSteps }, { epochs, after }) {
    // 0.07 x 100 is 7 and a rounding error, which is no eighth step.
    const rise = Math.ceil(epochs * stepsPerEpoch * (1 - 2 ** -50));
    if (step < rise) return (step + 1) / rise;
    if (after === 'constant') return 1;
    return (1 + cos((Math.PI * (step - rise)) / Math.max(totalSteps - rise, 1))) / 2;
  },
};

/**
 * A straight rise over the first epochs, then constant or a cosine.
 *
 * @example
 * warmUp({ epochs: 1, after: 'cosine' });
 */
export const warmUp: (options?: Partial<WarmUpScheduleOptions>) => Schedule = scheduleFactory(warmUpSchedule);
