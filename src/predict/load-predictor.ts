import { targetUnitOf } from '../data/index.ts';
import { loadModel, type SavedModel } from '../export/index.ts';
import { wasmBackend } from '../kernels/index.ts';
import type { Profile } from '../kernels/kernels.ts';
import { layerKinds, lossFromSpec, lossKinds, type Model } from '../model/index.ts';
import { createPredictor } from '../train/index.ts';

/** What loading a predictor takes. */
export interface LoadPredictorOptions {
  /** The arithmetic that the network was trained and evaluated in, for the same bits. Default: `fused` where the probe passes. */
  readonly profile?: 'strict' | 'fused';
  /** Rows answered at a time. Default: 256. */
  readonly batchSize?: number;
  /** The file's name, for errors. Default: `model`. */
  readonly where?: string;
}

/** A trained network that answers. */
export interface LoadedPredictor {
  readonly model: Model;
  /** Null for a regression. */
  readonly classNames: readonly string[] | null;
  /** How raw rows become features. */
  readonly preprocessing: SavedModel['preprocessing'];
  readonly fingerprint: string;
  /** The arithmetic in use: `strict` where `fused` was asked for and is not to be had. */
  readonly profile: Profile;
  /** Numbers of one answer. */
  readonly outputs: number;
  /**
   * Answers for rows of features, one after the other: probabilities of a classifier, values of a regression in the target's own unit.
   *
   * @param features as the network was trained on: after `preprocessing`, bytes of pictures already scaled to [0, 1]
   * @throws HeddleError `data` for a length that is no whole number of rows, or a number that is not finite; `engine` once it is closed.
   */
  predict(features: ArrayLike<number>): Promise<Float32Array>;
  /** Gives its memory back, after the last answer where calls are under way; more calls are refused. */
  close(): void;
}

/**
 * Loads a network from the bytes of its model file (`model.safetensors` of a trial) to answer on the calling thread.
 *
 * @throws HeddleError `format` for a damaged or foreign file, `engine` on an engine without SIMD.
 * @example
 * const response = await fetch('model.safetensors');
 * const predictor = await loadPredictor(new Uint8Array(await response.arrayBuffer()));
 * const probabilities = await predictor.predict(new Float32Array(784));
 * predictor.close();
 */
export async function loadPredictor(bytes: Uint8Array, options: LoadPredictorOptions = {}): Promise<LoadedPredictor> {
  const { where = 'model' } = options;
  const { loss, tensors, ...saved } = loadModel(bytes, where, layerKinds);
  const { model } = saved;
  const own = lossFromSpec(`${where}, loss`, loss, lossKinds);
  const backend = await wasmBackend({ profile: options.profile });
  const { batchSize } = options;
  const unit = targetUnitOf(saved.preprocessing);
  const predictor = createPredictor({ model, loss: own, tensors, backend, batchSize, unit });
  return { ...saved, ...predictor, profile: backend.profile };
}
