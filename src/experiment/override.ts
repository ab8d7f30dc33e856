// An override replaces one field of a sweep before it is resolved. `--set` is one, and so is each value of a grid: a
// trial is the sweep with one value of every dimension written in its place.
//
//   optimizer.learningRate    a field of the optimizer, loss, schedule or split; `optimizer` alone replaces all of it
//   training.batchSize        a training option; training.earlyStopping.patience for one inside
//   layers.4.rate             an option of layer 4 of every model, counted from 0; `layers.4` replaces the layer
//   models.model_1.4.rate     the same in one model
//   models                    a list of names: only these models are kept
//   dataset.test              a field of a data set of files
//   name, dataset, select, repeats, folds, seed

import { suggestion } from '../core/index.ts';
import { tableOf } from './kind-places.ts';
import { keyProblem, type Path, type Report, valueProblem } from './problem.ts';
import { type Fields, isFields } from './read.ts';
import { withOption } from './read-kind.ts';
import type { ExperimentKinds, ExperimentSpec, Override } from './spec.ts';
import { absentKind } from './task-of.ts';

const FIELDS: readonly (keyof ExperimentSpec)[] = [
  'name',
  'dataset',
  'split',
  'models',
  'optimizer',
  'loss',
  'schedule',
  'training',
  'select',
  'repeats',
  'folds',
  'seed',
];

/** A plain value after an override, and where in it the replaced value stands. */
export interface Overridden {
  readonly value: unknown;
  readonly touched: readonly Path[];
}

/**
 * Replaces one field. Where the path leads nowhere that is reported, at the path's own segments; where the value around it
 * is malformed it is left as it is, so that reading it says what is wrong.
 */
export function overrideField(value: unknown, override: Override, kinds: ExperimentKinds, report: Report): Overridden {
  const unchanged: Overridden = { value, touched: [] };
  if (!isFields(value)) return unchanged;
  const [top, ...rest] = override.path.split('.');
  const at = [override.path];
  switch (top) {
    case 'optimizer':
    case 'loss':
    case 'schedule':
    case 'split': {
      if (rest.length > 1) break;
      const given = value[top] ?? absentKind(top, value, kinds);
      const changed =
        rest.length === 0 ? override.value : withOption(given, tableOf(kinds, top), rest[0], override.value);
      return { value: { ...value, [top]: changed }, touched: [[top, ...rest]] };
    }
    case 'layers': {
      const models = Object.keys(isFields(value.models) ? value.models : {});
      return models.reduce<Overridden>(
        (done, name) => overrideLayer(done, name, rest, override, kinds, report),
        unchanged,
      );
    }
    case 'models':
      if (rest.length === 0) return keepModels(value, override, report);
      return overrideLayer(unchanged, rest[0], rest.slice(1), override, kinds, report);
    default: {
      if (!FIELDS.includes(top as keyof ExperimentSpec)) {
        const names = [...FIELDS, 'layers'];
        report(keyProblem(at, 'a path into a sweep', suggestion(top, names)));
        return unchanged;
      }
      const depth = { training: 2, select: 1, dataset: isFields(value.dataset) ? 3 : 0 }[top] ?? 0;
      if (rest.length > depth) break;
      return { value: withField(value, [top, ...rest], override.value), touched: [[top, ...rest]] };
    }
  }
  report(keyProblem(at, 'a path into a sweep', 'it goes too deep: end it at an option, as in optimizer.learningRate.'));
  return unchanged;
}

/** Replaces a layer of one model, or an option of it: rest = [index] or [index, option]. */
function overrideLayer(
  before: Overridden,
  name: string,
  rest: readonly string[],
  override: Override,
  kinds: ExperimentKinds,
  report: Report,
): Overridden {
  const sweep = before.value as Fields;
  const models = sweep.models;
  if (!isFields(models)) return before;
  if (!Object.hasOwn(models, name)) {
    report(keyProblem([override.path], 'a path to a model', suggestion(name, Object.keys(models))));
    return before;
  }
  const layers = models[name];
  if (!Array.isArray(layers)) return before;
  const [index, option, ...tooMuch] = rest;
  if (!/^\d+$/.test(index ?? '') || Number(index) >= layers.length || tooMuch.length > 0) {
    const hint = `${name} has layers 0 to ${layers.length - 1}: write layers.<index>.<option> or models.<name>.<index>.<option>.`;
    report(keyProblem([override.path], `a path to a layer of ${name}`, hint));
    return before;
  }
  const place = Number(index);
  const changed =
    option === undefined ? override.value : withOption(layers[place], kinds.layers, option, override.value);
  const path = ['models', name, place, ...(option === undefined ? [] : [option])];
  return {
    value: { ...sweep, models: { ...models, [name]: layers.with(place, changed) } },
    touched: [...before.touched, path],
  };
}

/** Keeps the named models, in the sweep's order, and the grid dimensions that still lead somewhere. */
function keepModels(sweep: Fields, override: Override, report: Report): Overridden {
  const unchanged: Overridden = { value: sweep, touched: [] };
  const { models, grid } = sweep;
  if (isFields(override.value)) return { value: { ...sweep, models: override.value }, touched: [['models']] };
  if (!isFields(models)) return unchanged;
  const wanted =
    typeof override.value === 'string' ? override.value.split(',').map((name) => name.trim()) : override.value;
  if (!Array.isArray(wanted) || wanted.length === 0) {
    report(
      valueProblem(
        [override.path],
        'names of models',
        override.value,
        `choose from ${Object.keys(models).join(', ')}.`,
      ),
    );
    return unchanged;
  }
  for (const name of wanted) {
    if (Object.hasOwn(models, String(name))) continue;
    report(valueProblem([override.path], 'the name of a model', name, suggestion(String(name), Object.keys(models))));
    return unchanged;
  }
  const kept = Object.entries(models).filter(([name]) => wanted.includes(name));
  const changed = { ...sweep, models: Object.fromEntries(kept) };
  if (!isFields(grid)) return { value: changed, touched: [] };
  const alive = Object.entries(grid).filter(([path]) => {
    const [top, name] = path.split('.');
    return top !== 'models' || wanted.includes(name) || !Object.hasOwn(models, name);
  });
  return { value: { ...changed, grid: Object.fromEntries(alive) }, touched: [] };
}

/** An object with a field replaced, at any depth; unchanged where a value on the way has no fields. */
function withField(value: Fields, [key, ...rest]: readonly string[], replacement: unknown): Fields {
  if (rest.length === 0) {
    // A new metric brings its own direction.
    const { direction, ...others } = value;
    return { ...(key === 'metric' ? others : value), [key]: replacement };
  }
  const given = value[key] ?? {};
  const named = typeof given === 'string' && (key === 'select' || key === 'keepBest');
  const inner = named ? { metric: given } : given;
  return isFields(inner) ? { ...value, [key]: withField(inner, rest, replacement) } : value;
}
