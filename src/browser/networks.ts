// The networks that a worker holds for its page: those that train, with the weights of now, and those that are trained.

import { HeddleError } from '../core/index.ts';
import type { Table, TargetUnit } from '../data/index.ts';
import type { Backend } from '../kernels/kernels.ts';
import type { Loss, Model, NamedTensor } from '../model/index.ts';
import { allRows, createPredictor, type Evaluation, evaluate, type Predictor, placeTable } from '../train/index.ts';

/** A network that a worker holds. */
export interface HeldNetwork {
  readonly model: Model;
  readonly loss: Loss;
  /** Its weights: of this moment while it trains. */
  tensors(): Promise<readonly NamedTensor[]>;
  /** What a regression's answers are in; absent: what it was trained on. */
  readonly unit?: TargetUnit;
  /** Whether its weights still change. */
  readonly live: boolean;
}

/** A worker's networks by the page's numbers for them. */
export interface Networks {
  hold(network: number, held: HeldNetwork): void;
  get(network: number): HeldNetwork;
  predict(network: number, features: Float32Array): Promise<Float32Array>;
  evaluate(network: number, table: Table): Promise<Evaluation>;
  /** Forgets a network: what has been asked of its predictor is still answered. */
  release(network: number): void;
}

/** Keeps networks and answers with them on a backend. */
export function createNetworks(backend: Backend): Networks {
  const networks = new Map<number, HeldNetwork>();
  const predictors = new Map<number, Predictor>();

  function get(network: number): HeldNetwork {
    const held = networks.get(network);
    if (held !== undefined) return held;
    throw new HeddleError('engine', {
      where: `network ${network}`,
      expected: 'one that the engine still holds',
      received: 'one that was released, or whose training failed',
      hint: 'release a network after its last prediction.',
    });
  }
  function forgetPredictor(network: number): void {
    predictors.get(network)?.close();
    predictors.delete(network);
  }
  return {
    get,
    hold(network, held) {
      forgetPredictor(network);
      networks.set(network, held);
    },
    async predict(network, features) {
      const held = get(network);
      const tensors = await held.tensors();
      // The page may have released it meanwhile: a predictor made now would be nobody's to close.
      get(network);
      const known = predictors.get(network);
      if (known !== undefined && !held.live) return known.predict(features);
      const { model, loss, unit } = held;
      const rows = Math.max(1, Math.min(256, Math.floor(features.length / Math.max(1, sizeOfInput(model)))));
      const predictor = createPredictor({ model, loss, tensors, backend, unit, batchSize: held.live ? rows : 256 });
      if (!held.live) {
        predictors.set(network, predictor);
        return predictor.predict(features);
      }
      try {
        return await predictor.predict(features);
      } finally {
        predictor.close();
      }
    },
    async evaluate(network, table) {
      const { model, loss, tensors } = get(network);
      const placed = placeTable(backend.memory, table);
      try {
        return await evaluate({ model, loss, tensors: await tensors(), backend, rows: allRows(placed) });
      } finally {
        placed.release();
      }
    },
    release(network) {
      forgetPredictor(network);
      networks.delete(network);
    },
  };
}

const sizeOfInput = ({ input }: Model): number => input.reduce((product, size) => product * size, 1);
