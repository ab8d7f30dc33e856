// The metrics that an epoch line has, by what the loss measures, and which way is better.

import { suggestion } from '../core/index.ts';
import type { Selection } from '../record/index.ts';
import { keyProblem, valueProblem } from './problem.ts';
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

/** Which way a metric is better. */
export function betterOf(metric: string): Selection['direction'] {
  return BETTER[metric];
}

/** Reads a metric's name; `absent` where there is none. */
export function metricReader(names: readonly string[], absent?: string): Reader<string> {
  return (given, path, report) => {
    const value = given === undefined ? absent : given;
    if (typeof value === 'string' && names.includes(value)) return value;
    report(valueProblem(path, 'a metric', value, suggestion(String(value), names)));
    return undefined;
  };
}

/**
 * Reads a metric: its name alone, or `{ metric, direction }`; the direction is known from the name.
 *
 * @param names the metrics to choose from
 */
export function selectionReader(names: readonly string[], absent: Selection): Reader<Selection> {
  const metricAt = metricReader(names);
  return (value, path, report) => {
    if (value === undefined) return absent;
    if (!isFields(value)) {
      const metric = metricAt(value, path, report);
      return metric === undefined ? undefined : { metric, direction: BETTER[metric] };
    }
    let sound = true;
    for (const unknown of Object.keys(value)) {
      if (unknown === 'metric' || unknown === 'direction') continue;
      sound = false;
      report(keyProblem([...path, unknown], 'metric or direction', suggestion(unknown, ['metric', 'direction'])));
    }
    const metric = metricAt(value.metric, [...path, 'metric'], report);
    const direction = directionReader(metric)(value.direction, [...path, 'direction'], report);
    return sound && metric !== undefined && direction !== undefined ? { metric, direction } : undefined;
  };
}

/** Reads which way a metric is better: known from its name where it is not given. */
export function directionReader(metric: string | undefined): Reader<Selection['direction']> {
  const known = metric === undefined ? undefined : BETTER[metric];
  return (value, path, report) => {
    if (value === undefined || value === null) return known;
    if (value === 'max' || value === 'min') return value;
    const hint = known === undefined ? 'leave it out: the metric says it.' : `${metric} is better at its ${known}.`;
    report(valueProblem(path, 'max or min', value, hint));
    return undefined;
  };
}
