import { type Problem, placeText, problemError } from './problem.ts';
import { readGrid } from './read-grid.ts';
import { readSweep } from './read-sweep.ts';
import type { ExperimentKinds, ExperimentSpec } from './spec.ts';

/** A sweep's plain value, read: resolved, or the problems that are in the way. */
export type CheckedExperiment =
  | { readonly spec: ExperimentSpec; readonly problems: readonly [] }
  | { readonly spec: null; readonly problems: readonly Problem[] };

/** Checks a sweep's plain value and fills in every default. The grid is checked when everything else is sound. */
export function checkExperiment(value: unknown, kinds: ExperimentKinds): CheckedExperiment {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => {
    problems.push(problem);
  };
  const base = readSweep(value, kinds, report);
  const grid = base && readGrid(base.grid, base, kinds, report);
  return base && grid ? { spec: { ...base, grid }, problems: [] } : { spec: null, problems };
}

/**
 * A sweep's plain value, checked, with every default filled in. Parsing the result again changes nothing.
 *
 * @throws HeddleError `sweep` that says every problem, and where in the value it is.
 * @example
 * parseExperiment({ name: 'xor', dataset: 'xor', models: { net: [{ dense: 2 }, 'softmax'] } }, standardKinds);
 */
export function parseExperiment(value: unknown, kinds: ExperimentKinds): ExperimentSpec {
  const { spec, problems } = checkExperiment(value, kinds);
  if (spec === null) throw problemError(problems, placeText);
  return spec;
}
