import { adam, allRows, crossEntropy, placeTable, seedFrom, type TrainOptions } from 'heddle';
import type { Engine } from 'heddle/node';
import { modelThree, readTable, TASK } from './task.ts';

/** The training of the task's model_3 on an engine, its rows placed in the engine's memory; `epochs` is the caller's. */
export function modelThreeTraining(engine: Engine, folder: string): Omit<TrainOptions, 'epochs'> {
  return {
    model: modelThree(),
    loss: crossEntropy(),
    optimizer: adam({ learningRate: TASK.learningRate }),
    backend: engine.backends[0],
    train: allRows(placeTable(engine.memory, readTable(folder, 'train'))),
    validation: allRows(placeTable(engine.memory, readTable(folder, 'validation'))),
    batchSize: TASK.batchSize,
    seed: seedFrom(TASK.seed),
    now: () => performance.now(),
  };
}
