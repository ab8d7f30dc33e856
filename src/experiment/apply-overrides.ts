import { type Overridden, overrideField } from './override.ts';
import { keyProblem, type Path, type Problem, problemError, type Report } from './problem.ts';
import { type Fields, isFields } from './read.ts';
import type { ExperimentKinds, Override } from './spec.ts';

/** A plain value after several overrides, and which of them touched which places. */
export interface OverriddenSweep {
  readonly value: unknown;
  readonly touched: readonly { readonly override: Override; readonly path: Path }[];
}

/**
 * The plain value of a sweep with some fields replaced, in order. A dimension of the grid over the same field is reduced
 * to the one value.
 *
 * @throws HeddleError `sweep` for a path that leads nowhere.
 * @example
 * const sweep = { dataset: 'fashion-mnist', models: { small: ['flatten', { dense: 10 }] }, optimizer: 'adam' };
 * applyOverrides(sweep, [{ path: 'optimizer.learningRate', value: 0.001 }], standardKinds).value;
 */
export function applyOverrides(
  value: unknown,
  overrides: readonly Override[],
  kinds: ExperimentKinds,
): OverriddenSweep {
  return overrides.reduce<OverriddenSweep>(
    (before, override) => {
      const problems: Problem[] = [];
      const report: Report = (problem) => {
        problems.push(problem);
      };
      const changed = collapseGrid(overrideField(before.value, override, kinds, report), override, report);
      const [problem] = problems;
      if (problem !== undefined)
        throw problemError([leftOut(problem, override, before.value, value)], () => `--set ${override.path}`);
      return {
        value: changed.value,
        touched: [...before.touched, ...changed.touched.map((path) => ({ override, path }))],
      };
    },
    { value, touched: [] },
  );
}

/** A model that an earlier override left out is no misspelt name. */
function leftOut(problem: Problem, { path }: Override, before: unknown, original: unknown): Problem {
  const [top, name] = path.split('.');
  const has = (sweep: unknown): boolean =>
    isFields(sweep) && isFields(sweep.models) && name !== undefined && Object.hasOwn(sweep.models, name);
  if (top !== 'models' || has(before) || !has(original)) return problem;
  return { ...problem, hint: `${name} was left out by --models: add it there, or do not change it.` };
}

function collapseGrid(before: Overridden, { path, value }: Override, report: Report): Overridden {
  if (!isFields(before.value) || !isFields(before.value.grid)) return before;
  const models = isFields(before.value.models) ? Object.keys(before.value.models) : [];
  const touched = [...before.touched];
  const dimensions = Object.entries(before.value.grid).flatMap(([dimension, values]): [string, unknown][] => {
    if (isInside(path, dimension)) {
      report(
        keyProblem(
          [path],
          'a path that the grid leaves alone',
          `the grid replaces all of ${dimension}: change it there.`,
        ),
      );
    }
    return divide(dimension, path, models).map((part) => {
      if (part !== path && inEveryModel(part) !== path) return [part, values];
      touched.push(['grid', part]);
      return [part, [value]];
    });
  });
  const grid: Fields = Object.fromEntries(dimensions);
  return { value: { ...before.value, grid }, touched };
}

/** `layers.4.rate` as one dimension for each model where only one model's layer is overridden. */
function divide(dimension: string, path: string, models: readonly string[]): readonly string[] {
  if (path === dimension || inEveryModel(path) !== dimension) return [dimension];
  return models.map((name) => dimension.replace(/^layers/, `models.${name}`));
}

/** Whether the field at `path` is a part of what the dimension replaces. */
function isInside(path: string, dimension: string): boolean {
  const samePath = path.startsWith(`${dimension}.`) || inEveryModel(path).startsWith(`${dimension}.`);
  return samePath || path.startsWith(`${inEveryModel(dimension)}.`);
}

/** `models.model_1.4.rate` as `layers.4.rate`. */
const inEveryModel = (path: string): string => path.replace(/^models\.[^.]+\./, 'layers.');
