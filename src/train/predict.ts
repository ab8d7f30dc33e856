// From features to answers, without targets.

import { HeddleError, sizeOf } from '../core/index.ts';
import { type Features, inUnit, type TargetUnit } from '../data/index.ts';
import type { Backend, Program } from '../kernels/kernels.ts';
import {
  type Loss,
  layoutNetwork,
  type Model,
  type NamedTensor,
  objectiveOf,
  placeLayout,
  recordForward,
} from '../model/index.ts';
import { checkCount } from './check-rows.ts';
import { recordAnswers } from './record-answers.ts';
import { placesOf, writeTensors } from './session-state.ts';

/** A trained network that answers. */
export interface Predictor {
  /** Numbers of one answer. */
  readonly outputs: number;
  /**
   * Answers for some rows of features: probabilities of a classifier, values of a regression in `unit`. Calls may overlap.
   *
   * @param features any number of rows; numbers as the network was trained on (bytes already scaled)
   * @returns rows x outputs
   * @throws HeddleError `data` for a length that is no whole number of rows, or a number that is not finite; `engine` once it is closed.
   */
  predict(features: ArrayLike<number>): Promise<Float32Array>;
  /** Gives its memory back, after the last answer where calls are under way; more calls are refused. */
  close(): void;
}

/**
 * Makes a predictor; its memory is planned once for batches of up to `batchSize` rows.
 *
 * @param options.unit what a regression's answers are in; absent: what the network was trained on
 * @throws HeddleError `model` when tensors and model do not belong together.
 */
export function createPredictor(options: {
  readonly model: Model;
  readonly loss: Loss;
  readonly tensors: readonly NamedTensor[];
  readonly backend: Backend;
  readonly batchSize?: number;
  readonly unit?: TargetUnit;
}): Predictor {
  const { model, loss, backend, batchSize = 256, unit } = options;
  const { memory } = backend;
  checkCount('batchSize', batchSize, 'choose how many rows are answered at a time.');
  const objective = objectiveOf(model, loss);
  const inputs = sizeOf(model.input);
  const outputs = sizeOf(objective.output);
  const { buffers, release } = placeLayout(memory, (place) => ({
    network: layoutNetwork(objective, { batchSize, training: false, floatBytes: memory.floatBytes }, place),
    answers: place('workspace', 'float', batchSize * outputs),
  }));
  const { network, answers } = buffers;
  const programs = new Map<number, Program>();
  const free = (): void => {
    for (const program of programs.values()) program.release();
    release();
  };
  const programFor = (n: number): Program => {
    const known = programs.get(n);
    if (known !== undefined) return known;
    const program = backend.record((kernels) => {
      const y = recordForward(objective, network, { kernels, n, training: false, key: [0, 0] });
      recordAnswers(kernels, objective, { y, answers, n });
    });
    programs.set(n, program);
    return program;
  };
  try {
    writeTensors(memory, 'predict', placesOf(network), options.tensors);
    programFor(batchSize);
  } catch (error) {
    free();
    throw error;
  }

  async function answer(values: Float32Array): Promise<Float32Array> {
    const rows = values.length / inputs;
    const result = new Float32Array(rows * outputs);
    for (let first = 0; first < rows; first += batchSize) {
      const n = Math.min(batchSize, rows - first);
      memory.write(network.x, values.subarray(first * inputs, (first + n) * inputs));
      await backend.run(programFor(n), 1);
      result.set(memory.read({ ...answers, length: n * outputs }) as Float32Array, first * outputs);
    }
    return inUnit(result, unit);
  }

  // All calls use the same buffers, so each waits for the one before, whether that one answered or failed.
  let last: Promise<unknown> = Promise.resolve();
  let closed: Promise<void> | undefined;
  return {
    outputs,
    async predict(features) {
      const values = checkFeatures(features, inputs);
      if (closed !== undefined) {
        throw new HeddleError('engine', {
          where: 'predict',
          expected: 'an open one',
          received: 'a closed one',
          hint: 'close it last.',
        });
      }
      const own = last.then(() => answer(values));
      last = own.catch(() => undefined);
      return own;
    },
    close() {
      closed ??= last.then(free);
    },
  };
}

function checkFeatures(features: ArrayLike<number>, inputs: number): Float32Array {
  if (features.length === 0 || features.length % inputs !== 0) {
    throw new HeddleError('data', {
      where: 'predict',
      expected: `rows of ${inputs} numbers`,
      received: `${features.length} numbers`,
      hint: 'give whole rows, one after the other.',
    });
  }
  // A copy: the call may have to wait, and its caller may use the array again.
  const values = Float32Array.from(features);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new HeddleError('data', {
      where: `predict, row ${Math.floor(bad / inputs)}, column ${bad % inputs}`,
      expected: 'a finite number',
      received: String(values[bad]),
      hint: 'replace missing values before predicting.',
    });
  }
  return values;
}

/** Features as plain numbers, scaled as the network sees them. */
export function scaledFeatures({ kind, values, ...features }: Features): Float32Array {
  if (kind === 'floats') return values as Float32Array;
  const { scale } = features as { scale: number };
  return Float32Array.from(values, (value) => Math.fround(value * Math.fround(scale)));
}
