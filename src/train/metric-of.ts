import { HeddleError, suggestion } from '../core/index.ts';
import type { EpochRecord } from '../record/index.ts';

/** Numbers of an epoch that say nothing of the network; following a clock would break the promise of equal bits. */
const NOT_METRICS: readonly string[] = ['epoch', 'learningRate', 'seconds', 'samplesPerSecond'];

/**
 * A metric of an epoch, by its field's name.
 *
 * @param where who asks, for the error
 * @throws HeddleError `option` when the record has no such number.
 * @example
 * const loss = (record: EpochRecord) => metricOf(record, 'validationLoss', 'keepBest');
 */
export function metricOf(record: EpochRecord, metric: string, where: string): number {
  const fields = record as unknown as Record<string, unknown>;
  const value = Object.hasOwn(fields, metric) ? fields[metric] : undefined;
  if (typeof value === 'number' && !NOT_METRICS.includes(metric)) return value;
  const names = Object.keys(fields).filter((name) => typeof fields[name] === 'number' && !NOT_METRICS.includes(name));
  throw new HeddleError('option', {
    where: `${where}.metric`,
    expected: 'a metric of the epoch records',
    received: JSON.stringify(metric),
    hint: suggestion(metric, names),
  });
}
