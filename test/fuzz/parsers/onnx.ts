import assert from 'node:assert/strict';
import { decodeModel, type OnnxModel } from 'heddle/onnx';
import { encodeModel } from '../../../src/onnx/encode.ts';
import type { ParserCase } from '../parser-case.ts';

const MODEL: OnnxModel = {
  irVersion: 8,
  opset: 17,
  producerName: 'Heddle',
  producerVersion: '0.1.0',
  documentation: 'a small network',
  metadata: { classNames: '["plain","checked"]' },
  graph: {
    name: 'small',
    nodes: [
      {
        operator: 'Gemm',
        name: 'g',
        inputs: ['features', 'w'],
        outputs: ['y'],
        attributes: { beta: { kind: 'float', value: 1 } },
      },
      {
        operator: 'Softmax',
        name: 's',
        inputs: ['y'],
        outputs: ['p'],
        attributes: { axis: { kind: 'integer', value: -1 } },
      },
    ],
    initializers: [{ name: 'w', elementType: 'float', dimensions: [3, 2], bytes: new Uint8Array(24).fill(63) }],
    inputs: [{ name: 'features', elementType: 'float', dimensions: ['rows', 3] }],
    outputs: [{ name: 'p', elementType: 'float', dimensions: ['rows', 2] }],
  },
};

/** ONNX files, as the reader that checks exports takes them. */
export const onnxParsers: readonly ParserCase[] = [
  {
    name: 'ONNX',
    samples: [encodeModel(MODEL)],
    accept: (input) => {
      const model = decodeModel(input, 'fuzzed');
      // Reading what was written again settles what protobuf leaves open, such as fields given twice.
      const again = decodeModel(encodeModel(model), 'written again');
      assert.deepEqual(decodeModel(encodeModel(again), 'written once more'), again);
    },
  },
];
