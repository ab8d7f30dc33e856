// A model of a sweep as its file would be, but for the weights: for weights that were trained elsewhere.

import { HeddleError, rowNumbers, suggestion } from '../core/index.ts';
import { type Dataset, preparedOn } from '../data/index.ts';
import type { SavedModel } from '../export/index.ts';
import { buildLoss, buildObjective } from './build.ts';
import { factsOf } from './dataset-facts.ts';
import { splitsOf } from './folds.ts';
import { type Problem, placeText, problemError } from './problem.ts';
import type { ExperimentKinds, ExperimentSpec } from './spec.ts';

/**
 * Layers, loss, class names and preprocessing of a sweep's model. Preprocessing is fitted on the rows that would train; with folds, on
 * all that are not test rows.
 *
 * @param name the model; may be left out where the sweep has one
 * @param where turns a problem into the place that the user knows
 * @throws HeddleError `usage` for a name that no model has, or none where there are several; `sweep` for a sweep that does not fit
 *   its data.
 */
export function weightlessModel(
  spec: ExperimentSpec,
  dataset: Dataset,
  kinds: ExperimentKinds,
  name?: string,
  where?: (problem: Problem) => string,
): { readonly name: string; readonly parts: Omit<SavedModel, 'tensors'> } {
  const names = Object.keys(spec.models);
  const wanted = name ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined || !names.includes(wanted)) {
    throw new HeddleError('usage', {
      where: `sweep ${spec.name}`,
      expected: `the name of one of its models: ${names.join(', ')}`,
      received: wanted ?? 'none',
      hint: wanted === undefined ? `add --model ${names[0]}.` : suggestion(wanted, names),
    });
  }
  const facts = factsOf(dataset);
  const problems: Problem[] = [];
  const loss = buildLoss(spec.loss, kinds);
  const objective = buildObjective(wanted, spec.models[wanted], facts, loss, kinds, (problem) =>
    problems.push(problem),
  );
  if (objective === undefined) throw problemError(problems, where ?? placeText);
  const { model } = objective;
  const every = rowNumbers(dataset.train.rows);
  const rows = spec.folds === null ? splitsOf(spec, dataset.train)[0].train : every;
  const { preprocessing } = preparedOn(dataset, rows);
  return { name: wanted, parts: { model, loss: spec.loss, classNames: facts.classNames, preprocessing } };
}
