// What only rows and network together can tell: whether they fit, and whether there is anything to train.

import { HeddleError, sameShape, shapeText } from '../core/index.ts';
import type { Model, Objective } from '../model/index.ts';
import type { Rows } from './place-table.ts';

/** Throws HeddleError `option` unless `value` is a whole number of at least 1. */
export function checkCount(where: string, value: number, hint: string): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new HeddleError('option', { where, expected: 'a whole number of at least 1', received: String(value), hint });
}

/**
 * Checks that a network has something to train: without parameters it can be evaluated, but every epoch leaves it as it was.
 *
 * @throws HeddleError `model` for a network of no layers, or of layers without parameters.
 */
export function checkTrainable({ parameterCount, layers }: Model): void {
  if (parameterCount > 0) return;
  throw new HeddleError('model', {
    where: 'model',
    expected: 'a layer with parameters to train, such as dense',
    received:
      layers.length === 0 ? 'no layer' : `none among ${layers.map(({ definition }) => definition.kind).join(', ')}`,
    hint: 'add a dense layer with as many units as there are classes, or numbers to predict.',
  });
}

/**
 * Checks that a network can take some rows: the shape of their features, the kind and number of their targets.
 *
 * @param where whose rows they are: `training rows`
 * @throws HeddleError `data` for no rows, row numbers outside the table or targets that do not fit the loss; `shape` for
 * features or outputs of another size.
 */
export function checkRows(where: string, objective: Objective, { placed, rows }: Rows): void {
  const { model, loss } = objective;
  const { table } = placed;
  const { features, targets } = table;
  if (rows.length === 0) {
    throw new HeddleError('data', { where, expected: 'at least one row', received: 'none', hint: 'check the split.' });
  }
  const outside = rows.findIndex((row) => row >= table.rows);
  if (outside >= 0) {
    throw new HeddleError('data', {
      where,
      expected: `row numbers from 0 to ${table.rows - 1}`,
      received: String(rows[outside]),
      hint: 'take rows of the table that was placed.',
    });
  }
  if (!sameShape(features.shape, model.input)) {
    throw new HeddleError('shape', {
      where: 'model input',
      expected: `the shape of the ${where}, ${shapeText(features.shape)}`,
      received: shapeText(model.input),
      hint: 'give sequential the shape of the data.',
    });
  }
  if (targets.kind !== loss.definition.targets) {
    throw new HeddleError('data', {
      where: `${loss.definition.kind}, ${where}`,
      expected: `targets that are ${loss.definition.targets}`,
      received: `targets that are ${targets.kind}`,
      hint:
        targets.kind === 'classes'
          ? 'use crossEntropy for classes.'
          : 'use a loss for values, such as meanSquaredError.',
    });
  }
  checkOutputs(objective, placed.table.targets);
  if (loss.definition.task === 'binary' && targets.kind === 'values') checkShares(where, targets.values);
}

/** As many outputs as classes, or as numbers in a target. */
function checkOutputs({ model, depth, output, loss }: Objective, targets: Rows['placed']['table']['targets']): void {
  const [outputs] = output;
  const wanted = targets.kind === 'classes' ? targets.classNames.length : targets.size;
  if (outputs === wanted) return;
  throw new HeddleError('shape', {
    where: `model[${Math.max(depth - 1, 0)}] ${model.layers[depth - 1]?.definition.kind ?? 'input'}`,
    expected:
      targets.kind === 'classes' ? `${wanted} outputs, one for each class` : `${wanted} outputs, one for each target`,
    received: `${outputs}`,
    hint: `end the network with dense: ${wanted} for ${loss.definition.kind}.`,
  });
}

/** Targets of a binary task say how much of a row is positive. */
function checkShares(where: string, values: Float32Array): void {
  const bad = values.findIndex((value) => value < 0 || value > 1);
  if (bad < 0) return;
  throw new HeddleError('data', {
    where: `binaryCrossEntropy, ${where}`,
    expected: 'targets from 0 to 1',
    received: String(values[bad]),
    hint: 'use meanSquaredError for other numbers.',
  });
}
