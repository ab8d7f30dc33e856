// A grid names fields of the sweep and the values to try there. A value is checked as if it stood in its field's place.

import { canonicalJson, describe, type Json, suggestion } from '../core/index.ts';
import { overrideField } from './override.ts';
import { keyProblem, type Path, type Problem, type Report, valueProblem } from './problem.ts';
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
    if (problems.length > 0) report({ ...problems[0], path: at, atKey: false });
    else if (values.slice(0, index).some((other) => canonicalJson(other) === canonicalJson(value))) {
      report({ ...valueProblem(at, 'each value once', value, 'remove it.'), received: `${describe(value)} again` });
    }
  }
  return touched;
}

const overlap = (a: Path, b: Path): boolean => a.every((key, i) => i >= b.length || key === b[i]);

function trialsOf(base: UngriddedSpec, grid: { readonly [path: string]: readonly Json[] }): number {
  const names = Object.keys(base.models);
  return names.reduce((sum, name) => {
    const own = Object.entries(grid).filter(([path]) => concerns(path, name));
    return sum + own.reduce((product, [, values]) => product * values.length, 1);
  }, 0);
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
