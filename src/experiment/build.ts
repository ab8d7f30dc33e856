// From plain data to the things themselves, checked against the data set.

import { HeddleError, resolveOptions, shapeText, sizeOf } from '../core/index.ts';
import { type Layer, type Loss, type Model, modelFromSpec } from '../model/index.ts';
import type { KindSpec, LayerSpec } from '../record/index.ts';
import type { Optimizer, Schedule } from '../train/index.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import type { ExperimentKinds } from './spec.ts';

/** The loss that a resolved spec names. */
export function buildLoss({ kind, ...options }: KindSpec, kinds: ExperimentKinds): Loss {
  const definition = kinds.losses[kind];
  return { definition, options: resolveOptions(kind, definition.options, options) };
}

/** The optimizer that a resolved spec names. */
export function buildOptimizer({ kind, ...options }: KindSpec, kinds: ExperimentKinds): Optimizer {
  const definition = kinds.optimizers[kind];
  return { definition, options: resolveOptions(kind, definition.options, options) };
}

/** The schedule that a resolved spec names. */
export function buildSchedule({ kind, ...options }: KindSpec, kinds: ExperimentKinds): Schedule {
  const definition = kinds.schedules[kind];
  return { definition, options: resolveOptions(kind, definition.options, options) };
}

/**
 * A model of the sweep, checked against the data set's features and targets and the loss.
 *
 * @throws HeddleError `shape` naming the layer that does not fit: `models.model_1[6] dense`.
 */
export function buildModel(
  name: string,
  layers: readonly LayerSpec[],
  facts: DatasetFacts,
  loss: Loss,
  kinds: ExperimentKinds,
): Model {
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
    loss.definition.plan(model.output, loss.options);
    return model;
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
