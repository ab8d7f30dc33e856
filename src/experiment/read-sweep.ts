// The fields of a sweep, except its grid, which needs them resolved (read-grid.ts).

import { customOption, integerOption } from '../core/index.ts';
import type { KindSpec, LayerSpec } from '../record/index.ts';
import { kindPlaces, type PlaceName, tableOf } from './kind-places.ts';
import { betterOf, defaultSelection, metricReader, metricsOf, selectionReader, type Task } from './metrics.ts';
import { keyProblem, type Path, type Report, valueProblem } from './problem.ts';
import { fieldsReader, isFields, optionReader, orNull, type Reader } from './read.ts';
import { datasetReader } from './read-dataset.ts';
import { kindReader } from './read-kind.ts';
import { trainingReader } from './read-training.ts';
import type { ExperimentKinds, ExperimentSpec, SplitSpec } from './spec.ts';
import { absentKind, taskOf } from './task-of.ts';

/** A sweep whose grid is still as it was written. */
export type UngriddedSpec = Omit<ExperimentSpec, 'grid'> & { readonly grid: unknown };

/** Reads every field of a sweep but its grid. */
export function readSweep(value: unknown, kinds: ExperimentKinds, report: Report): UngriddedSpec | undefined {
  const task = taskOf(value, kinds);
  const selections = metricsOf(task).filter((metric) => metric.startsWith('validation'));
  const selection = selectionReader(selections, defaultSelection(task));
  const select = selection(isFields(value) ? value.select : undefined, [], () => {}) ?? defaultSelection(task);
  const place = <Spec extends KindSpec>(name: PlaceName): Reader<Spec> =>
    kindReader(kindPlaces[name].what, tableOf(kinds, name), absentKind(name, value, kinds));
  return fieldsReader<UngriddedSpec>('a sweep', {
    name: nameReader('name', "the sweep's name, which begins the name of its run folder"),
    dataset: datasetReader,
    split: place<SplitSpec & KindSpec>('split'),
    models: modelsReader(kinds),
    optimizer: place('optimizer'),
    loss: place('loss'),
    schedule: scheduleReader(place('schedule'), task),
    training: trainingReader(task, select),
    grid: (given) => given ?? {},
    select: selection,
    repeats: optionReader(
      'repeats',
      integerOption({
        doc: 'how often each cell of the grid is trained, each time from a seed of its own.',
        default: 1,
        min: 1,
        max: 1000,
      }),
    ),
    folds: orNull(optionReader('folds', integerOption({ doc: 'the parts of a cross-validation.', min: 2, max: 1000 }))),
    seed: optionReader(
      'seed',
      integerOption({ doc: 'the number that all randomness comes from.', default: 1, min: 0 }),
    ),
  })(value, [], report);
}

/** Reads a schedule; one that watches a metric, as reduceOnPlateau, takes those of the task, and their directions. */
function scheduleReader(read: Reader<KindSpec>, task: Task | undefined): Reader<KindSpec> {
  return (value, path, report) => {
    const schedule = read(value, path, report);
    if (schedule === undefined || !('metric' in schedule)) return schedule;
    const metric = metricReader(metricsOf(task))(schedule.metric, [...path, 'metric'], report);
    if (metric === undefined) return undefined;
    return givesDirection(value) ? schedule : { ...schedule, direction: betterOf(metric) };
  };
}

/** Whether a schedule as it was written says which way its metric is better. */
function givesDirection(value: unknown): boolean {
  if (!isFields(value)) return false;
  return 'direction' in value || Object.values(value).some((inner) => isFields(inner) && 'direction' in inner);
}

function nameReader(field: string, doc: string): Reader<string> {
  return optionReader(
    field,
    customOption<string>({
      doc: `${doc}.`,
      expected:
        'a name of letters, digits, dots, hyphens and underscores, at most 64 of them, the first a letter or a digit',
      accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9][\w.-]{0,63}$/.test(value),
    }),
  );
}

function modelsReader(kinds: ExperimentKinds): Reader<ExperimentSpec['models']> {
  const layer = kindReader<LayerSpec>('a layer', kinds.layers);
  return (value, path, report) => {
    if (!isFields(value) || Object.keys(value).length === 0) {
      const hint = 'write each model as a name and its list of layers: small: [flatten, dense: 10, softmax].';
      report(valueProblem(path, 'at least one model', value, hint));
      return undefined;
    }
    const models = Object.entries(value).map(([name, layers]) => {
      if (!/^[A-Za-z]\w{0,39}$/.test(name)) {
        const expected = 'a name of at most 40 letters, digits and underscores that begins with a letter';
        report(keyProblem([...path, name], expected, 'rename the model.'));
        return undefined;
      }
      return [name, readLayers(layers, [...path, name], layer, report)] as const;
    });
    const sound = models.every((model) => model?.[1] !== undefined);
    return sound ? (Object.fromEntries(models as [string, LayerSpec[]][]) as ExperimentSpec['models']) : undefined;
  };
}

function readLayers(value: unknown, path: Path, layer: Reader<LayerSpec>, report: Report): LayerSpec[] | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    report(valueProblem(path, 'a list of layers', value, 'write the layers in order: [flatten, dense: 10, softmax].'));
    return undefined;
  }
  const layers = value.map((item, index) => layer(item, [...path, index], report));
  return layers.every((item) => item !== undefined) ? layers : undefined;
}
