// The metrics that an epoch line has, by what the loss measures, and which way is better.

import { suggestion } from '../core/index.ts';
import type { Selection } from '../record/index.ts';
import { type Path, type Report, valueProblem } from './problem.ts';
import { isFields, type Reader } from './read.ts';

/** What a loss measures beside itself. */
export type Task = 'classification' | 'binary' | 'regression';

const BETTER: { readonly [metric: string]: 'max' | 'min' } = {
  trainLoss: 'min',
  validationLoss: 'min',
  trainAccuracy: 'max',
  trainMacroF1: 'max',
  validationAccuracy: 'max',
  validationMacroF1: 'max',
  trainRmse: 'min',
  validationRmse: 'min',
  validationMae: 'min',
  validationR2: 'max',
};

const COMMON = ['validationLoss', 'trainLoss'];
const CLASSIFICATION = ['validationMacroF1', 'validationAccuracy', ...COMMON, 'trainAccuracy', 'trainMacroF1'];
const REGRESSION = [...COMMON, 'validationRmse', 'validationMae', 'validationR2', 'trainRmse'];

/** The metrics of a task, the one that selects by default first; all metrics where the task is not known. */
export function metricsOf(task: Task | undefined): readonly string[] {
  if (task === undefined) return Object.keys(BETTER);
  return task === 'regression' ? REGRESSION : CLASSIFICATION;
}

/** The metric that selects trials where none is named. */
export function defaultSelection(task: Task | undefined): Selection {
  const [metric] = metricsOf(task ?? 'classification');
  return { metric, direction: BETTER[metric] };
}

/**
 * Reads a metric: its name alone, or `{ metric, direction }`; the direction is known from the name.
 *
 * @param names the metrics to choose from
 */
export function selectionReader(names: readonly string[], absent: Selection): Reader<Selection> {
  return (value, path, report) => {
    if (value === undefined) return absent;
    if (!isFields(value)) return metricAt(value, path, names, report);
    const unknown = Object.keys(value).find((name) => name !== 'metric' && name !== 'direction');
    if (unknown !== undefined) {
      report({
        ...valueProblem(
          [...path, unknown],
          'metric or direction',
          unknown,
          suggestion(unknown, ['metric', 'direction']),
        ),
        atKey: true,
      });
      return undefined;
    }
    const named = metricAt(value.metric, [...path, 'metric'], names, report);
    const direction = value.direction ?? named?.direction;
    if (named === undefined || direction === 'max' || direction === 'min') {
      return named && { metric: named.metric, direction: direction as Selection['direction'] };
    }
    report(
      valueProblem(
        [...path, 'direction'],
        'max or min',
        direction,
        `${named.metric} is better at its ${named.direction}.`,
      ),
    );
    return undefined;
  };
}

function metricAt(value: unknown, path: Path, names: readonly string[], report: Report): Selection | undefined {
  if (typeof value === 'string' && names.includes(value)) return { metric: value, direction: BETTER[value] };
  report(valueProblem(path, 'a metric', value, suggestion(String(value), names)));
  return undefined;
}
