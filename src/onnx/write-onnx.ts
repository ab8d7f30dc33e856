// A trained network as an ONNX graph: raw rows in, answers out, any number of rows at a time.
//
//   pixels (uint8)  -> Cast -> Mul scale -> Flatten -+
//   columns (float)  -> IsNaN, Where -> Sub offset, Div divisor | Equal -> Concat -+
//   features (float) --------------------- Flatten -+-> Gemm, BatchNormalization, Relu ... -> Softmax -> probabilities

import { canonicalJson } from '../core/index.ts';
import type { ModelInput, Operation, PortableModel, Provenance } from '../export/index.ts';
import { encodeModel } from './encode.ts';
import { float, type GraphBuilder, integer, startGraph } from './graph-builder.ts';
import type { OnnxModel } from './messages.ts';
import { addColumns, namedColumn } from './write-columns.ts';

/** The versions that files are written in: opset 17 is read by ONNX Runtime from 1.12 (2022) on. */
const IR_VERSION = 8;
const OPSET_VERSION = 17;

/** The name of the dimension that counts rows. */
const ROWS = 'rows';

/** The name of the graph's input, by what a raw row is. */
export const INPUT_NAMES: { readonly [kind in ModelInput['kind']]: string } = {
  bytes: 'pixels',
  floats: 'features',
  table: 'columns',
};

/**
 * Writes a model as an ONNX file: opset 17, IR version 8.
 *
 * The input is `pixels` (uint8) or `features` (float32), rows x the model's input shape; the output `probabilities` or `values`,
 * rows x outputs. Metadata: `classNames` (JSON), `fingerprint`.
 *
 * @throws HeddleError `model` for weights of more than 2 GiB.
 */
export function writeOnnx(model: PortableModel, provenance: Provenance): Uint8Array {
  return encodeModel(onnxModel(model, provenance));
}

/** The same as an object. */
export function onnxModel({ input, operations, output }: PortableModel, provenance: Provenance): OnnxModel {
  const graph = startGraph();
  let x = addInput(graph, input);
  for (const [place, operation] of operations.entries()) {
    const last = place === operations.length - 1;
    x = addOperation(graph, operation, x, last ? output.kind : undefined);
  }
  // A network without operations answers with its input.
  if (operations.length === 0) x = graph.node('Identity', 'answer', [x], {}, output.kind);
  const [producerName, ...version] = provenance.generatedBy.split(' ');
  return {
    irVersion: IR_VERSION,
    opset: OPSET_VERSION,
    producerName,
    producerVersion: version.join(' '),
    documentation: provenance.name,
    metadata: {
      fingerprint: provenance.fingerprint,
      ...(input.kind === 'table' ? { columns: canonicalJson(input.columns.map(namedColumn)) } : {}),
      ...(output.classNames === null ? {} : { classNames: canonicalJson(output.classNames) }),
    },
    graph: {
      name: 'network',
      nodes: graph.nodes,
      initializers: graph.initializers,
      inputs: [
        {
          name: INPUT_NAMES[input.kind],
          elementType: input.kind === 'bytes' ? 'uint8' : 'float',
          dimensions: [ROWS, ...(input.kind === 'table' ? [input.columns.length] : input.shape)],
        },
      ],
      outputs: [{ name: output.kind, elementType: 'float', dimensions: [ROWS, output.size] }],
    },
  };
}

/** From raw rows to flat features. */
function addInput(graph: GraphBuilder, input: ModelInput): string {
  let x = INPUT_NAMES[input.kind];
  if (input.kind === 'table') return addColumns(graph, input.columns, x);
  if (input.kind === 'bytes') {
    x = graph.node('Cast', 'numbers', [x], { to: integer(1) });
    x = graph.node('Mul', 'scaled', [x, graph.constant('scale', Float32Array.of(input.scale), [])]);
  }
  return input.shape.length === 1 ? x : graph.node('Flatten', 'flat', [x], { axis: integer(1) });
}

function addOperation(graph: GraphBuilder, operation: Operation, x: string, output: string | undefined): string {
  const name = `${operation.layer ?? 'answer'}.${operation.kind}`;
  const constant = (part: string, values: Float32Array, dimensions: readonly number[] = [values.length]): string =>
    graph.constant(`${operation.layer}.${part}`, values, dimensions);
  switch (operation.kind) {
    case 'dense': {
      const weight = constant('weight', operation.weight, [operation.inputs, operation.outputs]);
      return graph.node('Gemm', name, [x, weight, constant('bias', operation.bias)], {}, output);
    }
    case 'batchNorm': {
      const { gamma, beta, mean, variance, epsilon } = operation;
      const inputs = [
        x,
        constant('gamma', gamma),
        constant('beta', beta),
        constant('runningMean', mean),
        constant('runningVariance', variance),
      ];
      return graph.node('BatchNormalization', name, inputs, { epsilon: float(epsilon) }, output);
    }
    case 'leakyRelu':
      return graph.node('LeakyRelu', name, [x], { alpha: float(operation.slope) }, output);
    case 'rescale': {
      const divisor = graph.constant('target.divisor', Float32Array.of(operation.divisor), []);
      const offset = graph.constant('target.offset', Float32Array.of(operation.offset), []);
      return graph.node('Add', name, [graph.node('Mul', 'target.scaled', [x, divisor]), offset], {}, output);
    }
    case 'softmax':
      return graph.node('Softmax', name, [x], { axis: integer(1) }, output);
    case 'relu':
      return graph.node('Relu', name, [x], {}, output);
    case 'sigmoid':
      return graph.node('Sigmoid', name, [x], {}, output);
    case 'tanh':
      return graph.node('Tanh', name, [x], {}, output);
  }
}
