// A trained network on some rows, in evaluation mode: running statistics, no dropout, every row exactly once.

import { sizeOf } from '../core/index.ts';
import { answeredNumber, type Targets } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import {
  type Loss,
  layoutNetwork,
  type Model,
  matchTensors,
  type NamedTensor,
  objectiveOf,
  placeLayout,
  recordForward,
  recordLoss,
} from '../model/index.ts';
import type { ConfusionMatrix } from '../record/index.ts';
import { batchesOf } from './batches.ts';
import { checkRows } from './check-rows.ts';
import { topKAccuracy } from './metrics/index.ts';
import { clearCounters, layoutCounters, readCounts, recordCounts, recordGather } from './pass.ts';
import type { Rows } from './place-table.ts';
import { recordAnswers } from './predict.ts';

/** What a network says of some rows, and how right it is. */
export interface Evaluation {
  readonly rows: number;
  readonly loss: number;
  /** rows x outputs: probabilities of a classifier, values of a regression; in the order of the rows given. */
  readonly predictions: Float32Array;
  readonly confusion?: ConfusionMatrix;
  /** Classifiers: the share of rows whose true class is among the k highest scores, for k = 1, 2, ... classes. */
  readonly topK?: readonly number[];
  readonly rmse?: number;
  readonly mae?: number;
  readonly r2?: number;
}

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
  const { model, loss, backend, rows } = options;
  const { memory } = backend;
  const objective = objectiveOf(model, loss);
  checkRows('rows to evaluate', objective, rows);
  const count = rows.rows.length;
  const batchSize = Math.min(options.batchSize ?? 1024, Math.max(count, 1));
  const outputs = sizeOf(objective.depth === 0 ? model.input : model.plans[objective.depth - 1].output);
  const { buffers, release } = placeLayout(memory, (place) => ({
    network: layoutNetwork(objective, { batchSize, training: false, floatBytes: memory.floatBytes }, place),
    order: place('workspace', 'int32', count),
    answers: place('workspace', 'float', batchSize * outputs),
    counters: layoutCounters(objective, Math.ceil(count / batchSize), place),
  }));
  const { network, order, answers, counters } = buffers;
  try {
    const expected = network.tensors.map(({ name, plan: { shape } }) => ({ name, shape }));
    for (const [i, { values }] of matchTensors('evaluate', expected, options.tensors).entries()) {
      memory.write(network.tensors[i].span, values);
    }
    for (const [name, values] of Object.entries(objective.lossPlan.constants ?? {}))
      memory.write(network.constants[name], values);
    memory.write(order, rows.rows);
    clearCounters(memory, counters, rows);
    const predictions = new Float32Array(count * outputs);
    let done = 0;
    for (const { n, times } of batchesOf(count, batchSize)) {
      const program = backend.record((kernels) => {
        recordGather(kernels, network, rows.placed, order, n);
        const y = recordForward(objective, network, { kernels, n, training: false, key: [0, 0] });
        recordLoss(objective, network, kernels, n, y);
        recordCounts(kernels, objective, network, counters, { n, y });
        recordAnswers(kernels, objective, { y, answers, n });
        kernels.tick({ clock: network.clock, rows: n });
      });
      try {
        for (let time = 0; time < times; time++) {
          await backend.run(program, 1);
          predictions.set(memory.read({ ...answers, length: n * outputs }) as Float32Array, done * outputs);
          done += n;
        }
      } finally {
        program.release();
      }
    }
    const counts = readCounts(memory, counters, rows.placed.table, count);
    const { ranks, confusion, regression } = counts;
    return {
      rows: count,
      loss: counts.loss,
      predictions: answersInUnit(predictions, rows.placed.table.targets),
      ...(confusion === null ? {} : { confusion }),
      ...(ranks === null ? {} : { topK: ranks.map((_, k) => topKAccuracy(ranks, k + 1)) }),
      ...(regression ?? {}),
    };
  } finally {
    release();
  }
}

/** Outputs as answers in the unit of the targets. */
function answersInUnit(outputs: Float32Array, targets: Targets): Float32Array {
  if (targets.kind === 'classes' || targets.unit === undefined) return outputs;
  const { unit } = targets;
  return outputs.map((output) => answeredNumber(output, unit));
}
