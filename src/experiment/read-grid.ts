// A grid names fields of the sweep and the values to try there. A value is checked as if it stood in its field's place.

import { canonicalJson, describe, type Json, suggestion } from '../core/index.ts';
import { overrideField } from './override.ts';
import { concernsChange, keyProblem, type Path, type Problem, pathText, type Report, valueProblem } from './problem.ts';
import { isFields } from './read.ts';
import { readSweep, type UngriddedSpec } from './read-sweep.ts';
import type { ExperimentKinds, ExperimentSpec } from './spec.ts';

const TOPS: readonly string[] = ['optimizer', 'loss', 'schedule', 'training', 'layers', 'models'];
const MOST_TRIALS = 10_000;

/** Reads a grid; `base` is the sweep around it, resolved. */
export function readGrid(
  value: unknown,
  base: UngriddedSpec,
  kinds: ExperimentKinds,
  report: Report,
): ExperimentSpec['grid'] | undefined {
  const place: Path = ['grid'];
  const example = 'write paths and lists of values: optimizer.learningRate: [0.01, 0.001].';
  if (!isFields(value)) {
    report(valueProblem(place, 'a grid', value, example));
    return undefined;
  }
  let sound = true;
  const note: Report = (problem) => {
    sound = false;
    report(problem);
  };
  const changed: { readonly dimension: string; readonly path: Path }[] = [];
  for (const [dimension, values] of Object.entries(value)) {
    const at = [...place, dimension];
    const [top] = dimension.split('.');
    if (!TOPS.includes(top) || dimension === 'models' || dimension === 'layers') {
      note(keyProblem(at, 'a path to an option of the optimizer, loss, schedule, training or a layer', gridHint(top)));
    } else if (!Array.isArray(values) || values.length === 0) {
      note(valueProblem(at, 'a list of values to try', values, example));
    } else {
      for (const path of readDimension(dimension, values, base, kinds, note)) {
        const rival = changed.find((other) => other.dimension !== dimension && overlap(other.path, path));
        if (rival !== undefined)
          note(keyProblem(at, `a path that no other changes`, `${rival.dimension} changes it too: remove one.`));
        changed.push({ dimension, path });
      }
    }
  }
  const grid = value as ExperimentSpec['grid'];
  if (sound && trialsOf(base, grid) > MOST_TRIALS) {
    note(valueProblem(place, `at most ${MOST_TRIALS} trials`, trialsOf(base, grid), 'try fewer values.'));
  }
  return sound ? grid : undefined;
}

/** Checks each value in its place; answers what the dimension changes. */
function readDimension(
  dimension: string,
  values: readonly unknown[],
  base: UngriddedSpec,
  kinds: ExperimentKinds,
  report: Report,
): readonly Path[] {
  let touched: readonly Path[] = [];
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    const nowhere: Problem[] = [];
    const changed = overrideField({ ...base, grid: {} }, { path: dimension, value }, kinds, (problem) =>
      nowhere.push(problem),
    );
    touched = changed.touched;
    const problems: Problem[] = [];
    if (nowhere.length === 0) readSweep(changed.value, kinds, (problem) => problems.push(problem));
    const unknown = nowhere[0] ?? problems.find(({ path, atKey }) => atKey && dimension.endsWith(`.${path.at(-1)}`));
    if (unknown !== undefined) {
      report({ ...unknown, path: ['grid', dimension], atKey: true });
      return [];
    }
    const at = ['grid', dimension, index];
    const elsewhere = problems.filter((problem) => !touched.some((path) => concernsChange(path, problem)));
    if (problems.length > 0 && elsewhere.length === problems.length) report(missingMetric(value, at, elsewhere));
    else if (problems.length > 0) report({ ...problems[0], path: at, atKey: false });
    else {
      const key = canonicalJson(value);
      if (seen.has(key))
        report({ ...valueProblem(at, 'each value once', value, 'remove it.'), received: `${describe(value)} again` });
      seen.add(key);
    }
  }
  return touched;
}

/** The problem of a loss without the metrics that other fields name: no other value of a grid reaches beyond its field. */
function missingMetric(value: unknown, at: Path, problems: readonly Problem[]): Problem {
  const named = problems.map(
    ({ path, received }) => `${pathText(path).replace(/\.metric$/, '')} (${received.replaceAll('"', '')})`,
  );
  const fields = [...new Set(named)].join(', ');
  const hint = 'let those fields name a metric that every loss of the grid has, such as validationLoss.';
  return valueProblem(at, `a loss that has the metrics of ${fields}`, kindOf(value), hint);
}

/** A kind by its name, for words. */
const kindOf = (value: unknown): unknown => (isFields(value) ? (value.kind ?? Object.keys(value)[0]) : value);

const overlap = (a: Path, b: Path): boolean => a.every((key, i) => i >= b.length || key === b[i]);

function trialsOf(base: UngriddedSpec, grid: { readonly [path: string]: readonly Json[] }): number {
  const names = Object.keys(base.models);
  const cells = names.reduce((sum, name) => {
    const own = Object.entries(grid).filter(([path]) => concerns(path, name));
    return sum + own.reduce((product, [, values]) => product * values.length, 1);
  }, 0);
  return cells * base.repeats * (base.folds ?? 1);
}

/** Whether a dimension of the grid exists for a model's trials. */
export function concerns(dimension: string, modelName: string): boolean {
  const [top, name] = dimension.split('.');
  return top !== 'models' || name === modelName;
}

function gridHint(top: string): string {
  if (top === 'layers') return 'write layers.<index>.<option>.';
  if (top === 'models') return 'write models.<name>.<index>.<option>.';
  return suggestion(top, TOPS);
}
