// From plain data to the things themselves, checked against the data set.

import {
  describe,
  HeddleError,
  type OptionSpec,
  resolveOptions,
  shapeText,
  sizeOf,
  suggestion,
} from '../core/index.ts';
import { type Layer, type Loss, type Model, modelFromSpec, type Objective, objectiveOf } from '../model/index.ts';
import type { KindSpec, LayerSpec } from '../record/index.ts';
import type { Optimizer, Schedule } from '../train/index.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import type { ExperimentKinds } from './spec.ts';

/**
 * The loss that a spec names.
 *
 * @throws HeddleError `format` for a kind that is not there, which a model file may name.
 */
export function buildLoss(spec: KindSpec, { losses }: ExperimentKinds): Loss {
  return configured('loss', spec, losses);
}

/** The optimizer that a spec names. */
export function buildOptimizer(spec: KindSpec, { optimizers }: ExperimentKinds): Optimizer {
  return configured('optimizer', spec, optimizers);
}

/** The schedule that a spec names. */
export function buildSchedule(spec: KindSpec, { schedules }: ExperimentKinds): Schedule {
  return configured('schedule', spec, schedules);
}

function configured<Options, Definition extends { readonly options: OptionSpec<Options> }>(
  where: string,
  { kind, ...options }: KindSpec,
  kinds: { readonly [kind: string]: Definition },
): { readonly definition: Definition; readonly options: Options } {
  if (!Object.hasOwn(kinds, kind)) {
    const hint = suggestion(kind, Object.keys(kinds));
    throw new HeddleError('format', { where, expected: `a kind of ${where}`, received: describe(kind), hint });
  }
  const definition = kinds[kind];
  return { definition, options: resolveOptions(kind, definition.options, options) };
}

/**
 * A model of the sweep joined with its loss, checked against the data set's features and targets.
 *
 * @throws HeddleError `shape` or `model` naming the layer that does not fit: `models.model_1[6] dense`.
 */
export function buildObjective(
  name: string,
  layers: readonly LayerSpec[],
  facts: DatasetFacts,
  loss: Loss,
  kinds: ExperimentKinds,
): Objective {
  const { kind, targets } = loss.definition;
  if ((targets === 'classes') !== (facts.classNames !== null)) {
    throw new HeddleError('sweep', {
      where: `loss ${kind}`,
      expected: `a data set whose targets are ${targets === 'classes' ? 'classes' : 'numbers'}`,
      received: facts.classNames === null ? 'numbers' : `${facts.classNames.length} classes`,
      hint: 'take another loss, or another data set.',
    });
  }
  return named(name, () => {
    const model = modelFromSpec({ input: facts.featureShape, layers }, kinds.layers);
    checkOutput(model, facts);
    return objectiveOf(model, loss);
  });
}

/** As many outputs as there are classes, or numbers in a target; the error names the last layer that has parameters. */
function checkOutput(model: Model, { classNames, targetSize }: DatasetFacts): void {
  const wanted = classNames?.length ?? targetSize;
  if (sizeOf(model.output) === wanted && model.output.length === 1) return;
  const last = model.plans.findLastIndex((plan) => (plan.params ?? []).length > 0);
  const layer: Layer | undefined = model.layers[last];
  throw new HeddleError('shape', {
    where: layer === undefined ? 'model' : `model[${last}] ${layer.definition.kind}`,
    expected: `an output of shape [${wanted}], ${classNames === null ? 'the numbers of a target' : 'one number for each class'}`,
    received: shapeText(model.output),
    hint: `let the model end in dense: ${wanted}.`,
  });
}

/** Errors of `model[3] dense` as `models.model_1[3] dense`. */
function named<Value>(name: string, body: () => Value): Value {
  try {
    return body();
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    const { code, where, expected, received, hint, cause } = error;
    const inside = where.startsWith('model') ? where.slice('model'.length) : ` ${where}`;
    throw new HeddleError(code, { where: `models.${name}${inside}`, expected, received, hint, cause });
  }
}
