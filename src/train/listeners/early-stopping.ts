import {
  choiceOption,
  customOption,
  integerOption,
  numberOption,
  type OptionSpec,
  resolveOptions,
} from '../../core/index.ts';
import type { EpochRecord } from '../../record/index.ts';
import type { Listener, StopRequest } from '../listener.ts';
import { metricOf } from '../metric-of.ts';

/** Options of {@link earlyStopping}. */
export interface EarlyStoppingOptions {
  readonly metric: string;
  readonly direction: 'min' | 'max';
  readonly patience: number;
  readonly minimumChange: number;
}

/** What earlyStopping accepts. */
export const earlyStoppingOptions: OptionSpec<EarlyStoppingOptions> = {
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
  patience: integerOption({ doc: 'the epochs without improvement after which training ends.', default: 2, min: 1 }),
  minimumChange: numberOption({ doc: 'the least change that counts as improvement.', default: 0, min: 0 }),
};

/**
 * Ends the training once a metric has not improved for `patience` epochs in a row. A metric that is not a number does not
 * improve. Which weights are kept is the training's `keepBest`.
 *
 * @throws HeddleError `option` for options that do not fit; after the first epoch when its record has no such metric.
 * @example
 * earlyStopping({ metric: 'validationLoss', patience: 2 });
 */
export function earlyStopping(given: Partial<EarlyStoppingOptions> = {}): Listener {
  const { metric, direction, patience, minimumChange } = resolveOptions('earlyStopping', earlyStoppingOptions, given);
  let best: number | null = null;
  let waited = 0;
  return {
    name: 'earlyStopping',
    onEvent(event) {
      if (event.type !== 'train-started' || event.taken !== undefined) return;
      best = null;
      waited = 0;
    },
    afterEpoch(record: EpochRecord): StopRequest | undefined {
      const value = metricOf(record, metric, 'earlyStopping');
      const improved =
        !Number.isNaN(value) &&
        (best === null || (direction === 'min' ? value < best - minimumChange : value > best + minimumChange));
      if (improved) {
        best = value;
        waited = 0;
        return undefined;
      }
      waited++;
      return waited >= patience ? { message: `Early stopping at epoch ${record.epoch}` } : undefined;
    },
    state: () => ({ best, waited }),
    restore(state) {
      ({ best, waited } = state as { best: number | null; waited: number });
    },
  };
}
