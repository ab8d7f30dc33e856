import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  batchNorm,
  dense,
  fingerprintOf,
  importPytorch,
  layerKinds,
  loadModel,
  type NamedTensor,
  readForeignSafetensors,
  readSafetensors,
  relu,
  saveModel,
  sequential,
  writeSafetensors,
} from 'heddle';
import { type ParserCase, textOf } from '../parser-case.ts';

const tensor = fc
  .tuple(fc.string({ unit: 'binary', maxLength: 8 }), fc.array(fc.nat(3), { maxLength: 3 }), fc.boolean())
  .map(([name, shape, wide]): NamedTensor => {
    const length = shape.reduce((product, size) => product * size, 1);
    return { name, shape, values: wide ? new Float64Array(length).fill(0.5) : new Float32Array(length).fill(-2) };
  });

const MODEL = sequential({ input: [3] }, [dense({ units: 2 }), batchNorm(), relu(), dense({ units: 2 })]);
const TENSORS = MODEL.plans.flatMap((plan, index) =>
  [...(plan.params ?? []), ...(plan.state ?? [])].map(({ name, shape }): NamedTensor => {
    const length = shape.reduce((product, size) => product * size, 1);
    return { name: `${index}.${name}`, shape, values: Float32Array.from({ length }, (_, i) => i / 7 - 0.3) };
  }),
);
const SAVED = saveModel({
  model: MODEL,
  loss: { kind: 'crossEntropy', labelSmoothing: 0 },
  tensors: TENSORS,
  classNames: ['plain', 'checked'],
  preprocessing: {
    kind: 'table',
    columns: [
      { name: 'size', kind: 'number', offset: 2, divisor: 3, missing: null },
      { name: 'shop', kind: 'category', categories: ['north', 'south'], missing: 'south', unseen: 'zeros' },
    ],
    target: { name: 'cloth', kind: 'class' },
    missingTexts: ['NA'],
  },
});

/** The header as mutations of it keep it: of the length that the first eight bytes state. */
const withHeader = fc.constantFrom(SAVED).chain((file) => {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = textOf(file.subarray(8, 8 + length));
  const number = fc.constantFrom('0', '-1', '1e9', '4294967296', '9007199254740993', '0.5', '"2"', 'null', '[]', '{}');
  return fc.tuple(fc.nat(200), number).map(([nth, replacement]) => {
    const numbers = [...header.matchAll(/\d+/g)];
    const { index, 0: old } = numbers[nth % numbers.length];
    const changed = new TextEncoder().encode(header.slice(0, index) + replacement + header.slice(index + old.length));
    const bytes = new Uint8Array(8 + changed.length + file.length - 8 - length);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(changed.length), true);
    bytes.set(changed, 8);
    bytes.set(file.subarray(8 + length), 8 + changed.length);
    return bytes;
  });
});

/** The saved model with one of its texts replaced by other JSON. */
const withText = fc
  .tuple(
    fc.constantFrom('architecture', 'loss', 'classNames', 'preprocessing', 'format', 'fingerprint'),
    fc.oneof(
      fc.constantFrom('', 'null', '[]', '{}', '"x"', '["a",1]', '{"kind":3}', '[["a"]]', '{"kind":"nothing"}'),
      fc.constantFrom('{"input":[3],"layers":[]}', '{"input":[3],"layers":[null]}', '{"input":["3"],"layers":[{}]}'),
      fc.json({ maxDepth: 3 }),
    ),
  )
  .map(([name, text]) => {
    const { tensors, metadata } = readSafetensors(SAVED, 'saved');
    return writeSafetensors({ tensors, metadata: { ...metadata, [name]: text } });
  });

const TOKENS = ['"dtype":"F32"', '"F64"', '"F16"', '"shape":[', '"data_offsets":[0,', '"__metadata__":{', '4294967295'];

/** The state_dict of a PyTorch network that fits MODEL. */
const STATE = writeSafetensors({
  tensors: [
    ['0.weight', [2, 3]],
    ['0.bias', [2]],
    ['1.weight', [2]],
    ['1.bias', [2]],
    ['1.running_mean', [2]],
    ['1.running_var', [2]],
    ['3.weight', [2, 2]],
  ].map(([name, shape]): NamedTensor => {
    const length = (shape as number[]).reduce((product, size) => product * size, 1);
    return { name: name as string, shape: shape as number[], values: new Float32Array(length).fill(0.25) };
  }),
  metadata: {},
});

/** safetensors files, the model files that Heddle writes in that format, and PyTorch's weights. */
export const safetensorsParsers: readonly ParserCase[] = [
  {
    name: 'safetensors',
    samples: [writeSafetensors({ tensors: TENSORS, metadata: { note: 'two words' } }), SAVED],
    tokens: TOKENS,
    built: fc.oneof(
      withHeader,
      fc
        .uniqueArray(tensor, { selector: ({ name }) => name, maxLength: 4 })
        .map((tensors) => writeSafetensors({ tensors, metadata: {} })),
    ),
    accept: (input) => {
      const file = readSafetensors(input, 'fuzzed');
      for (const { shape, values } of file.tensors)
        assert.equal(
          values.length,
          shape.reduce((product, size) => product * size, 1),
        );
      assert.deepEqual(readSafetensors(writeSafetensors(file), 'written again'), file);
    },
  },
  {
    name: 'model file',
    samples: [SAVED],
    tokens: [...TOKENS, 'dense', 'units', '"kind"', 'heddle-model-1', '1000000000'],
    built: fc.oneof(withHeader, withText),
    accept: (input) => {
      const loaded = loadModel(input, 'fuzzed', layerKinds);
      assert.equal(fingerprintOf(loaded.tensors), loaded.fingerprint);
      assert.ok(loaded.classNames === null || loaded.classNames.every((name) => typeof name === 'string'));
      assert.equal(typeof loaded.loss.kind, 'string');
      const again = loadModel(saveModel(loaded), 'written again', layerKinds);
      assert.deepEqual({ ...again, model: again.model.toJSON() }, { ...loaded, model: loaded.model.toJSON() });
    },
  },
  {
    name: 'PyTorch weights',
    samples: [STATE],
    tokens: [...TOKENS, '"F16"', '"BF16"', '"I64"', 'num_batches_tracked', 'layers.10.weight', 'fc1.bias'],
    accept: (input) => {
      for (const { shape, values } of readForeignSafetensors(input, 'fuzzed').tensors)
        assert.equal(
          values.length,
          shape.reduce((product, size) => product * size, 1),
        );
      const tensors = importPytorch(input, 'fuzzed', MODEL);
      assert.deepEqual(
        tensors.map(({ name, shape }) => ({ name, shape })),
        TENSORS.map(({ name, shape }) => ({ name, shape })),
      );
    },
  },
];
