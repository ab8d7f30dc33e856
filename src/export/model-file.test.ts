import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { HeddleError } from '../core/index.ts';
import { batchNorm, crossEntropy, dense, fingerprintOf, layerKinds, relu, sequential } from '../model/index.ts';
import { loadModel, type SavedModel, saveModel } from './model-file.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const model = sequential({ input: [2] }, [dense({ units: 2 }), batchNorm(), relu()]);
const tensor = (name: string, ...values: number[]) => ({
  name,
  shape: name.endsWith('weight') ? [2, 2] : [2],
  values: Float32Array.from(values),
});
const saved: SavedModel = {
  model,
  loss: { kind: 'crossEntropy', labelSmoothing: 0.1, classWeights: null },
  tensors: [
    tensor('0.weight', 1, 2, 3, 4),
    tensor('0.bias', 5, 6),
    tensor('1.gamma', 7, 8),
    tensor('1.beta', 9, 10),
    tensor('1.runningMean', 11, 12),
    tensor('1.runningVariance', 13, 14),
  ],
  classNames: ['cat', 'dog'],
  preprocessing: { kind: 'image', height: 1, width: 2, channels: 1, fit: 'crop', scale: 1 / 255 },
};
const bytes = saveModel(saved);

test('everything needed to use a model again comes back', () => {
  const { model: again, fingerprint, ...rest } = loadModel(bytes, 'x', layerKinds);
  const { model: _, ...expected } = saved;
  expect(rest).toEqual(expected);
  expect(again.toJSON()).toEqual(model.toJSON());
  expect(fingerprint).toBe(fingerprintOf(saved.tensors));
});

test('a loss may be given as its factory made it', () => {
  expect(saveModel({ ...saved, loss: crossEntropy({ labelSmoothing: 0.1 }) })).toEqual(bytes);
});

test('what could not be loaded again, or has other names than outputs, is not written', () => {
  expect(() => saveModel({ ...saved, tensors: saved.tensors.slice(1) })).toThrow(
    'saveModel: expected the 6 tensors of the model, received 0.weight is missing. load the weights into the architecture they were trained in.',
  );
  expect(() => saveModel({ ...saved, classNames: ['cat'] })).toThrow(
    'saveModel, classNames: expected 2 names, one for each output, received 1. give the names in the order of the labels; null for a regression.',
  );
});

test('the same model gives the same bytes', () => {
  expect(saveModel(saved)).toEqual(bytes);
});

/** The file with some tensors and texts replaced. */
function changed(changes: { tensors?: SavedModel['tensors']; metadata?: Record<string, string> }): Uint8Array {
  const file = readSafetensors(bytes, 'x');
  return writeSafetensors({
    tensors: changes.tensors ?? file.tensors,
    metadata: { ...file.metadata, ...changes.metadata },
  });
}

function withoutFingerprint(): Uint8Array {
  const { tensors, metadata } = readSafetensors(bytes, 'x');
  const { fingerprint: _, ...others } = metadata;
  return writeSafetensors({ tensors, metadata: others });
}

const load = (file: Uint8Array) => loadModel(file, 'x', layerKinds);
const { tensors } = saved;

test.each<[string, Uint8Array, string]>([
  [
    'a missing tensor',
    changed({ tensors: tensors.slice(0, 5) }),
    'x: expected the 6 tensors of the model, received 1.runningVariance is missing. load the weights into the architecture they were trained in.',
  ],
  [
    'an extra tensor',
    changed({ tensors: [...tensors, tensor('9.bias', 1, 2)] }),
    'x: expected the 6 tensors of the model, received 9.bias is not part of the model.',
  ],
  [
    'a tensor of another shape',
    changed({ tensors: [{ ...tensors[0], shape: [4] }, ...tensors.slice(1)] }),
    'x: expected the 6 tensors of the model, received 0.weight is [4] instead of [2, 2].',
  ],
  [
    'changed weights',
    changed({ tensors: [tensor('0.weight', 1, 2, 3, 5), ...tensors.slice(1)] }),
    `x: expected weights of fingerprint ${fingerprintOf(tensors)}, received ${fingerprintOf([tensor('0.weight', 1, 2, 3, 5), ...tensors.slice(1)])}. the weights were changed since.`,
  ],
  [
    'no fingerprint',
    withoutFingerprint(),
    `x: expected weights of fingerprint none, received ${fingerprintOf(tensors)}. the weights were changed since.`,
  ],
  [
    'another format',
    changed({ metadata: { format: 'heddle-model-9' } }),
    'x: expected a model file of format heddle-model-1, received "heddle-model-9". it was not written by this version of Heddle.',
  ],
  [
    'no format',
    writeSafetensors({ tensors, metadata: {} }),
    'x: expected a model file of format heddle-model-1, received "no format". it was not written by this version of Heddle.',
  ],
  [
    'an architecture that is no JSON',
    changed({ metadata: { architecture: '{' } }),
    'x, architecture: expected JSON, received "{". the file is damaged.',
  ],
  [
    'an architecture without layers',
    changed({ metadata: { architecture: '{"input":[2]}' } }),
    'x: expected an architecture with input and layers, received {"input":[2]}. the file is damaged.',
  ],
  [
    'an unknown layer',
    changed({ metadata: { architecture: '{"input":[2],"layers":[{"kind":"dens"}]}' } }),
    'x, model[0]: expected a kind of layer, received "dens". did you mean dense?',
  ],
  [
    'a loss without a kind',
    changed({ metadata: { loss: '{"labelSmoothing":0}' } }),
    'x: expected a loss as an object with its kind, received {"labelSmoothing":0}. the file is damaged.',
  ],
  [
    'class names that are no texts',
    changed({ metadata: { classNames: '["cat",1]' } }),
    'x: expected class names as a list of texts, or null, received ["cat",1]. the file is damaged.',
  ],
])('%s is refused', (_, file, message) => {
  expect(() => load(file)).toThrow(message);
});

test('whatever byte is changed, the model is the same or the file is refused with an error for the user', () => {
  assert(
    property(integer({ min: 0, max: bytes.length - 1 }), integer({ min: 1, max: 255 }), (at, difference) => {
      const damaged = bytes.slice();
      damaged[at] ^= difference;
      try {
        expect(load(damaged).fingerprint).toBe(fingerprintOf(tensors));
      } catch (error) {
        if (!(error instanceof HeddleError)) throw error;
      }
    }),
    { seed: 1, numRuns: 2000 },
  );
});
