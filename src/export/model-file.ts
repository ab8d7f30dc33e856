// A saved model: its weights as safetensors, and in the metadata everything needed to use them again.

import { canonicalJson, describe, errorAt, HeddleError, type Json, type Shape, sizeOf, specOf } from '../core/index.ts';
import { type Preprocessing, parsePreprocessing } from '../data/index.ts';
import {
  fingerprintOf,
  type LayerKinds,
  type Loss,
  type Model,
  type ModelJson,
  matchTensors,
  modelFromSpec,
  type NamedTensor,
} from '../model/index.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** A model with its weights and what its answers mean. */
export interface SavedModel {
  readonly model: Model;
  /** The loss as plain data: its kind says how outputs become answers. */
  readonly loss: { readonly kind: string } & { readonly [option: string]: Json };
  /** All parameters and running statistics, in model order. */
  readonly tensors: readonly NamedTensor[];
  /** Null for a regression. */
  readonly classNames: readonly string[] | null;
  /** How raw rows become features. */
  readonly preprocessing: Preprocessing;
}

const FORMAT = 'heddle-model-1';

/**
 * The bytes of a model file.
 *
 * @param saved.loss the loss as its factory made it, or as plain data
 * @throws HeddleError `model` for missing, extra or misshapen tensors, `option` for another number of class names than outputs.
 * @example
 * const model = sequential({ input: [2] }, [dense({ units: 2 })]);
 * const table = twoSpirals(100, seedFrom(1));
 * const { tensors } = await fit(model, table, { loss: crossEntropy() });
 * saveModel({ model, loss: crossEntropy(), tensors, classNames: ['left', 'right'], preprocessing: { kind: 'floats' } });
 */
export function saveModel({
  model,
  loss,
  tensors: given,
  classNames,
  preprocessing,
}: Omit<SavedModel, 'loss'> & { readonly loss: SavedModel['loss'] | Loss }): Uint8Array {
  const tensors = matchTensors('saveModel', tensorsOf(model), given);
  const outputs = sizeOf(model.output);
  if (classNames !== null && outputs > 1 && classNames.length !== outputs) {
    throw new HeddleError('option', {
      where: 'saveModel, classNames',
      expected: `${outputs} names, one for each output`,
      received: `${classNames.length}`,
      hint: 'give the names in the order of the labels; null for a regression.',
    });
  }
  const metadata = {
    format: FORMAT,
    architecture: canonicalJson(model.toJSON()),
    loss: canonicalJson('definition' in loss ? specOf(loss as Loss) : loss),
    classNames: canonicalJson(classNames),
    preprocessing: canonicalJson(preprocessing),
    fingerprint: fingerprintOf(tensors),
  };
  return writeSafetensors({ tensors, metadata });
}

/**
 * Reads a model file and checks that it is whole: known layers, every tensor of the right shape, the fingerprint of its weights.
 *
 * @throws HeddleError `format` for a damaged or foreign file, `model` for missing, extra or misshapen tensors.
 */
export function loadModel(
  bytes: Uint8Array,
  where: string,
  kinds: LayerKinds,
): SavedModel & { readonly fingerprint: string } {
  const { tensors: stored, metadata } = readSafetensors(bytes, where);
  const wrong = (expected: string, received: string, hint: string): HeddleError =>
    new HeddleError('format', { where, expected, received, hint });
  if (metadata['format'] !== FORMAT) {
    throw wrong(
      `a model file of format ${FORMAT}`,
      JSON.stringify(metadata['format'] ?? 'no format'),
      'it was not written by this version of Heddle.',
    );
  }
  const json = (name: string): unknown => {
    try {
      return JSON.parse(metadata[name] ?? '');
    } catch (cause) {
      throw new HeddleError('format', {
        where: `${where}, ${name}`,
        expected: 'JSON',
        received: JSON.stringify(metadata[name] ?? 'nothing'),
        hint: 'the file is damaged.',
        cause,
      });
    }
  };
  const architecture = json('architecture') as ModelJson | null;
  if (!Array.isArray(architecture?.input) || !Array.isArray(architecture.layers)) {
    throw wrong('an architecture with input and layers', metadata['architecture'], 'the file is damaged.');
  }
  const model = modelOf(architecture, kinds, where);
  const tensors = matchTensors(where, tensorsOf(model), stored);
  const fingerprint = fingerprintOf(tensors);
  if (fingerprint !== metadata['fingerprint']) {
    throw wrong(
      `weights of fingerprint ${metadata['fingerprint'] ?? 'none'}`,
      fingerprint,
      'the weights were changed since.',
    );
  }
  const loss = json('loss');
  if (!isLoss(loss)) throw wrong('a loss as an object with its kind', describe(loss), 'the file is damaged.');
  const classNames = json('classNames');
  if (!isNames(classNames))
    throw wrong('class names as a list of texts, or null', describe(classNames), 'the file is damaged.');
  return {
    model,
    loss,
    tensors,
    classNames,
    preprocessing: parsePreprocessing(json('preprocessing'), where),
    fingerprint,
  };
}

function modelOf(architecture: ModelJson, kinds: LayerKinds, where: string): Model {
  try {
    return modelFromSpec(architecture, kinds);
  } catch (error) {
    throw errorAt(`${where},`, error);
  }
}

/** Names and shapes of a model's parameters and running statistics. */
const tensorsOf = ({ plans }: Model): { readonly name: string; readonly shape: Shape }[] =>
  plans.flatMap((plan, index) =>
    [...(plan.params ?? []), ...(plan.state ?? [])].map(({ name, shape }) => ({ name: `${index}.${name}`, shape })),
  );

const isLoss = (value: unknown): value is SavedModel['loss'] =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';

const isNames = (value: unknown): value is readonly string[] | null =>
  value === null || (Array.isArray(value) && value.every((name) => typeof name === 'string'));
