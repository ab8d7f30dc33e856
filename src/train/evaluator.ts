// Rows that come in parts, however many, through a trained network: each part is answered and counted, and only the counts are kept.

import { HeddleError, sizeOf } from '../core/index.ts';
import { inUnit, unitOfTargets } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import {
  type Loss,
  layoutNetwork,
  type Model,
  type NamedTensor,
  objectiveOf,
  placeLayout,
  recordForward,
  recordLoss,
  writeConstants,
} from '../model/index.ts';
import type { ConfusionMatrix } from '../record/index.ts';
import { batchesOf } from './batches.ts';
import { checkRows } from './check-rows.ts';
import { topKAccuracy } from './metrics/index.ts';
import { clearCounters, layoutCounters, readCounts, recordCounts, recordGather } from './pass.ts';
import type { Rows } from './place-table.ts';
import { recordAnswers } from './record-answers.ts';
import { placesOf, writeTensors } from './session-state.ts';

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

/** Counts over rows that come in parts. */
export interface Evaluator {
  /**
   * Answers some rows and counts them.
   *
   * @returns rows x outputs: probabilities of a classifier, values of a regression in the unit of the targets
   * @throws HeddleError `shape` or `data` for rows that do not fit the network, `option` for more of them than were announced.
   */
  add(rows: Rows): Promise<Float32Array>;
  /**
   * The figures over all rows until now.
   *
   * @throws HeddleError `data` before there were any.
   */
  figures(): Omit<Evaluation, 'predictions'>;
  close(): void;
}

/**
 * An evaluator of a trained network: running statistics, no dropout. Parts that are whole batches give the bits that one pass
 * over all rows gives.
 *
 * @param options.mostRows rows of a part at most
 * @throws HeddleError `model` when tensors and model do not belong together.
 */
export function createEvaluator(options: {
  readonly model: Model;
  readonly loss: Loss;
  readonly tensors: readonly NamedTensor[];
  readonly backend: Backend;
  readonly mostRows: number;
  readonly batchSize?: number;
}): Evaluator {
  const { model, loss, backend, mostRows } = options;
  const { memory } = backend;
  const objective = objectiveOf(model, loss);
  const batchSize = Math.max(Math.min(options.batchSize ?? 1024, mostRows), 1);
  const outputs = sizeOf(objective.output);
  const { buffers, release } = placeLayout(memory, (place) => ({
    network: layoutNetwork(objective, { batchSize, training: false, floatBytes: memory.floatBytes }, place),
    order: place('workspace', 'int32', mostRows),
    answers: place('workspace', 'float', batchSize * outputs),
    counters: layoutCounters(objective, { batches: Math.ceil(mostRows / batchSize), batchSize }, place),
  }));
  const { network, order, answers, counters } = buffers;
  try {
    writeTensors(memory, 'evaluate', placesOf(network), options.tensors);
    writeConstants(memory, objective, network);
  } catch (error) {
    release();
    throw error;
  }

  async function run({ placed, rows }: Rows): Promise<Float32Array> {
    memory.write({ ...order, length: rows.length }, rows);
    memory.write(network.clock, [0, 0, 0]);
    const predictions = new Float32Array(rows.length * outputs);
    let done = 0;
    for (const { n, times } of batchesOf(rows.length, batchSize)) {
      const program = backend.record((kernels) => {
        recordGather(kernels, network, placed, order, n);
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
    return inUnit(predictions, unitOfTargets(placed.table.targets));
  }

  let counted = 0;
  let last: Rows | null = null;
  return {
    async add(rows) {
      checkRows('rows to evaluate', objective, rows);
      if (rows.rows.length > mostRows) throw tooMany(rows.rows.length, mostRows);
      if (last === null) clearCounters(memory, counters, rows);
      last = rows;
      const predictions = await run(rows);
      counted += rows.rows.length;
      return predictions;
    },
    figures() {
      if (last === null) throw noRows();
      const { loss: mean, ranks, confusion, regression } = readCounts(memory, counters, last.placed.table, counted);
      return {
        rows: counted,
        loss: mean,
        ...(confusion === null ? {} : { confusion }),
        ...(ranks === null ? {} : { topK: ranks.map((_, k) => topKAccuracy(ranks, k + 1)) }),
        ...(regression ?? {}),
      };
    },
    close: release,
  };
}

const tooMany = (rows: number, mostRows: number): HeddleError =>
  new HeddleError('option', {
    where: 'rows to evaluate',
    expected: `at most ${mostRows} in one part, as mostRows says`,
    received: String(rows),
    hint: 'add them in smaller parts, or make the evaluator for more.',
  });

const noRows = (): HeddleError =>
  new HeddleError('data', {
    where: 'figures of an evaluator',
    expected: 'rows that it has answered',
    received: 'none',
    hint: 'add rows first.',
  });
