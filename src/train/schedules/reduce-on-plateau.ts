// Lowers the rate when a metric has not improved for `patience` epochs. The factor is worked out anew from the whole history, so
// that resuming needs nothing but the records. A metric that is not a number does not improve.

import { choiceOption, customOption, integerOption, numberOption } from '../../core/index.ts';
import { metricOf } from '../metric-of.ts';
import { type Schedule, type ScheduleDefinition, scheduleFactory } from '../schedule.ts';

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauScheduleOptions {
  readonly metric: string;
  readonly direction: 'min' | 'max';
  readonly patience: number;
  readonly factor: number;
}

/** The definition of reduceOnPlateau. */
export const reduceOnPlateauSchedule: ScheduleDefinition<ReduceOnPlateauScheduleOptions> = {
  kind: 'reduceOnPlateau',
  options: {
    metric: customOption<string>({
      doc: 'the field of the epoch records to watch.',
      default: 'validationLoss',
      expected: 'the name of a metric',
      accepts: (value) => typeof value === 'string' && value !== '',
    }),
    direction: choiceOption({
      doc: 'whether lower or higher is better.',
      default: 'min',
      choices: ['min', 'max'] as const,
    }),
    patience: integerOption({ doc: 'the epochs without improvement before a drop.', default: 2, min: 0 }),
    factor: numberOption({
      doc: 'what each drop multiplies the learning rate by.',
      default: 0.5,
      min: 0,
      max: 1,
      open: 'both',
    }),
  },
  factor({ history }, { metric, direction, patience, factor }) {
    let best: number | undefined;
    let waited = 0;
    let current = 1;
    for (const record of history) {
      const value = metricOf(record, metric, 'reduceOnPlateau');
      const first = best === undefined && !Number.isNaN(value);
      if (first || (best !== undefined && (direction === 'min' ? value < best : value > best))) {
        best = value;
        waited = 0;
      } else if (++waited > patience) {
        current *= factor;
        waited = 0;
      }
    }
    return current;
  },
};

/**
 * Multiplies the rate by `factor` when `metric` has not improved for more than `patience` epochs.
 *
 * @throws HeddleError `option` for options that do not fit; after the first epoch when its record has no such metric.
 * @example
 * reduceOnPlateau({ patience: 1 });
 */
export const reduceOnPlateau: (options?: Partial<ReduceOnPlateauScheduleOptions>) => Schedule =
  scheduleFactory(reduceOnPlateauSchedule);
