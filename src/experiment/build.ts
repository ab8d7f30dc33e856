// From plain data to the things themselves, checked against the data set.

import { configured, HeddleError, shapeText, sizeOf } from '../core/index.ts';
import {
  type Layer,
  type Loss,
  lossFromSpec,
  type Model,
  modelFromSpec,
  type Objective,
  objectiveOf,
} from '../model/index.ts';
import type { KindSpec, LayerSpec } from '../record/index.ts';
import { checkTrainable, type Optimizer, type Schedule } from '../train/index.ts';
import type { DatasetFacts } from './dataset-facts.ts';
import type { Problem, Report } from './problem.ts';
import type { ExperimentKinds } from './spec.ts';

/**
 * The loss that a spec names.
 *
 * @throws HeddleError `format` for a kind that is not there, which a model file may name.
 */
export function buildLoss(spec: KindSpec, { losses }: ExperimentKinds): Loss {
  return lossFromSpec('loss', spec, losses);
}

/** The optimizer that a spec names. */
export function buildOptimizer(spec: KindSpec, { optimizers }: ExperimentKinds): Optimizer {
  return configured(spec, optimizers, { where: 'optimizer', expected: 'a kind of optimizer' });
}

/** The schedule that a spec names. */
export function buildSchedule(spec: KindSpec, { schedules }: ExperimentKinds): Schedule {
  return configured(spec, schedules, { where: 'schedule', expected: 'a kind of schedule' });
}

/**
 * A model of the sweep joined with its loss, checked against the data set's features and targets; undefined where that
 * is not possible, and was reported.
 */
export function buildObjective(
  name: string,
  layers: readonly LayerSpec[],
  facts: DatasetFacts,
  loss: Loss,
  kinds: ExperimentKinds,
  report: Report,
): Objective | undefined {
  const { kind, targets } = loss.definition;
  if ((targets === 'classes') !== (facts.classNames !== null)) {
    report({
      path: ['loss'],
      atKey: false,
      kind,
      expected: `a data set whose targets are ${targets === 'classes' ? 'classes' : 'numbers'}`,
      received: facts.classNames === null ? 'numbers' : `${facts.classNames.length} classes`,
      hint: 'take another loss, or another data set.',
    });
    return undefined;
  }
  try {
    const model = modelFromSpec({ input: facts.featureShape, layers }, kinds.layers);
    const problem = outputProblem(name, model, facts);
    if (problem !== undefined) report(problem);
    else {
      const objective = objectiveOf(model, loss);
      checkTrainable(model);
      return objective;
    }
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    report(problemOf(error, name, kind));
  }
  return undefined;
}

/** As many outputs as there are classes, or numbers in a target; the last layer that has parameters is what is wrong. */
function outputProblem(name: string, model: Model, { classNames, targetSize }: DatasetFacts): Problem | undefined {
  const wanted = classNames?.length ?? targetSize;
  if (sizeOf(model.output) === wanted && model.output.length === 1) return undefined;
  const last = model.plans.findLastIndex((plan) => (plan.params ?? []).length > 0);
  const layer: Layer | undefined = model.layers[last];
  return {
    path: ['models', name, ...(layer === undefined ? [] : [last])],
    atKey: false,
    kind: layer?.definition.kind,
    expected: `an output of shape [${wanted}], ${classNames === null ? 'the numbers of a target' : 'one number for each class'}`,
    received: shapeText(model.output),
    hint: `let the model end in dense: ${wanted}.`,
  };
}

/** An error of `model[3] dense` as a problem of `models.model_1[3] dense`; one of `crossEntropy.classWeights`, of the loss. */
function problemOf({ where, expected, received, hint }: HeddleError, name: string, loss: string): Problem {
  const parts = { atKey: false, expected, received, hint };
  const layer = /^model\[(\d+)\] ?(.*)$/.exec(where);
  if (layer !== null) return { ...parts, path: ['models', name, Number(layer[1])], kind: layer[2] };
  if (where !== loss && !where.startsWith(`${loss}.`)) return { ...parts, path: ['models', name] };
  const option = where.slice(loss.length + 1);
  return option === '' ? { ...parts, path: ['loss'], kind: loss } : { ...parts, path: ['loss', option] };
}
