// A trained network on some rows, in evaluation mode: running statistics, no dropout, every row exactly once.

import type { Backend } from '../kernels/kernels.ts';
import { type Loss, type Model, type NamedTensor, objectiveOf } from '../model/index.ts';
import { checkRows } from './check-rows.ts';
import { createEvaluator, type Evaluation } from './evaluator.ts';
import type { Rows } from './place-table.ts';

/**
 * Evaluates a trained network.
 *
 * @param options.tensors as training gave them back, or as read from a file
 * @throws HeddleError `model` when tensors and model do not belong together, `shape` when the output does not fit the rows.
 */
export async function evaluate(options: {
  readonly model: Model;
  readonly loss: Loss;
  readonly tensors: readonly NamedTensor[];
  readonly backend: Backend;
  readonly rows: Rows;
  readonly batchSize?: number;
}): Promise<Evaluation> {
  const { rows, model, loss } = options;
  checkRows('rows to evaluate', objectiveOf(model, loss), rows);
  const evaluator = createEvaluator({ ...options, mostRows: rows.rows.length });
  try {
    const predictions = await evaluator.add(rows);
    return { ...evaluator.figures(), predictions };
  } finally {
    evaluator.close();
  }
}
