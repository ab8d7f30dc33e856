import type { NamedTensor } from '../model/index.ts';
import type { EpochRecord, Selection } from '../record/index.ts';
import type { BestWeights } from './checkpoint.ts';
import { metricOf } from './metric-of.ts';
import { copyTensors } from './session-state.ts';

/** Remembers the weights of the best epoch. */
export interface BestKeeper {
  /** Looks at an epoch; `tensors` is only called when it is the best so far; what it gives is copied. Returns whether it is. */
  offer(record: EpochRecord, tensors: () => readonly NamedTensor[]): boolean;
  readonly epoch: number;
  readonly value: number | null;
  /** Null before the first epoch. */
  readonly tensors: readonly NamedTensor[] | null;
}

/**
 * A keeper by a metric; with null, of the last epoch. A metric that is not a number is never better.
 *
 * @param held the best so far, of a training that goes on
 *
 * @throws HeddleError `option`, at the first epoch, when the records have no such metric.
 */
export function keepBest(selection: Selection | null, held: BestWeights | null = null): BestKeeper {
  let epoch = held?.epoch ?? 0;
  let value: number | null = held?.value ?? null;
  let kept: readonly NamedTensor[] | null = held?.tensors ?? null;
  let own: readonly NamedTensor[] | undefined;
  return {
    offer(record, tensors) {
      const candidate = selection === null ? null : metricOf(record, selection.metric, 'keepBest');
      const better =
        selection === null ||
        kept === null ||
        (candidate !== null &&
          !Number.isNaN(candidate) &&
          (value === null ||
            Number.isNaN(value) ||
            (selection.direction === 'max' ? candidate > value : candidate < value)));
      if (!better) return false;
      epoch = record.epoch;
      value = candidate;
      own = copyTensors(tensors(), own);
      kept = own;
      return true;
    },
    get epoch() {
      return epoch;
    },
    get value() {
      return value;
    },
    get tensors() {
      return kept;
    },
  };
}
