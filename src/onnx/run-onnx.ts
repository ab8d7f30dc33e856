// Computes an ONNX graph in plain TypeScript, from the definitions of its operators (onnx/docs/Operators.md, opset 17): an oracle
// for what was written, not a runtime. Sums are in double precision; each node's result is float32.

import { exp, HeddleError, littleEndianFloats, tanh } from '../core/index.ts';
import { decodeModel } from './decode.ts';
import type { OnnxNode, OnnxTensor } from './messages.ts';

/** Numbers with a shape. */
export interface OnnxArray {
  readonly dimensions: readonly number[];
  readonly values: Float32Array;
}

/**
 * Runs a model on its inputs.
 *
 * @param inputs by the names of the graph's inputs
 * @returns the graph's outputs by name
 * @throws HeddleError `format` for a damaged file or an operator that Heddle does not write, `shape` for inputs that do not fit.
 */
export function runOnnx(
  bytes: Uint8Array,
  inputs: { readonly [name: string]: OnnxArray },
): { readonly [name: string]: OnnxArray } {
  const { graph } = decodeModel(bytes, 'ONNX');
  const values = new Map<string, OnnxArray>(graph.initializers.map((tensor) => [tensor.name, arrayOf(tensor)]));
  for (const { name, dimensions } of graph.inputs) {
    const given = inputs[name];
    const fits =
      given?.dimensions.length === dimensions.length &&
      dimensions.every((size, axis) => typeof size === 'string' || size === given.dimensions[axis]);
    if (!fits) throw wrongInput(name, dimensions, given);
    values.set(name, given);
  }
  for (const node of graph.nodes) values.set(node.outputs[0], compute(node, values));
  return Object.fromEntries(graph.outputs.map(({ name }) => [name, values.get(name) as OnnxArray]));
}

function arrayOf({ dimensions, elementType, bytes }: OnnxTensor): OnnxArray {
  if (elementType !== 'int64') return { dimensions, values: littleEndianFloats(bytes) };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Math.floor(bytes.length / 8);
  return { dimensions, values: Float32Array.from({ length }, (_, i) => Number(view.getBigInt64(8 * i, true))) };
}

function compute(node: OnnxNode, values: ReadonlyMap<string, OnnxArray>): OnnxArray {
  const [x, ...others] = node.inputs.map((name) => values.get(name) as OnnxArray);
  const attribute = (name: string, otherwise: number): number => node.attributes[name]?.value ?? otherwise;
  const each = (f: (value: number, index: number) => number): OnnxArray => ({
    dimensions: x.dimensions,
    values: x.values.map(f),
  });
  switch (node.operator) {
    case 'Cast':
    case 'Identity':
      return x;
    case 'Mul':
      return broadcast(x, others[0], (a, b) => a * b);
    case 'Add':
      return broadcast(x, others[0], (a, b) => a + b);
    case 'Sub':
      return broadcast(x, others[0], (a, b) => a - b);
    case 'Div':
      return broadcast(x, others[0], (a, b) => a / b);
    case 'Equal':
      return broadcast(x, others[0], (a, b) => Number(a === b));
    case 'IsNaN':
      return each((value) => Number(Number.isNaN(value)));
    case 'Where':
      return broadcast(others[1], others[0], (own, other, i) => (x.values[i] === 1 ? other : own));
    case 'Gather': {
      const [rows, width] = x.dimensions;
      const places = [...others[0].values];
      const picked = Array.from({ length: rows }, (_, row) => places.map((place) => x.values[row * width + place]));
      return { dimensions: [rows, places.length], values: Float32Array.from(picked.flat()) };
    }
    case 'Concat': {
      const [rows] = x.dimensions;
      const parts = [x, ...others];
      const joined = Array.from({ length: rows }, (_, row) =>
        parts.flatMap(({ dimensions: [, width], values: own }) => [...own.subarray(row * width, (row + 1) * width)]),
      );
      const values = Float32Array.from(joined.flat());
      return { dimensions: [rows, values.length / rows], values };
    }
    case 'Flatten': {
      const rows = x.dimensions.slice(0, attribute('axis', 1)).reduce((a, b) => a * b, 1);
      return { dimensions: [rows, x.values.length / rows], values: x.values };
    }
    case 'Gemm':
      return gemm(x, others[0], others[1]);
    case 'BatchNormalization': {
      const [gamma, beta, mean, variance] = others.map((other) => other.values);
      const epsilon = attribute('epsilon', 1e-5);
      const features = x.dimensions[1];
      return each((value, i) => {
        const j = i % features;
        return (gamma[j] * (value - mean[j])) / Math.sqrt(variance[j] + epsilon) + beta[j];
      });
    }
    case 'Relu':
      return each((value) => Math.max(value, 0));
    case 'LeakyRelu':
      return each((value) => (value < 0 ? attribute('alpha', 0.01) * value : value));
    case 'Sigmoid':
      return each((value) => 1 / (1 + exp(-value)));
    case 'Tanh':
      return each(tanh);
    case 'Softmax':
      return softmax(x);
    default:
      throw new HeddleError('format', {
        where: `ONNX node ${node.name}`,
        expected: 'an operator that Heddle writes',
        received: node.operator,
        hint: 'run the file with ONNX Runtime.',
      });
  }
}

/** Two arrays element by element, where either has one row or one column and is taken again and again, or is one number. */
function broadcast(x: OnnxArray, y: OnnxArray, f: (a: number, b: number, index: number) => number): OnnxArray {
  if (y.values.length === 1) {
    return { dimensions: x.dimensions, values: x.values.map((a, i) => f(a, y.values[0], i)) };
  }
  const [rows, columns] = [x.dimensions[0], Math.max(x.dimensions[1], y.dimensions[1])];
  const at = ({ dimensions: [n, m], values }: OnnxArray, row: number, column: number): number =>
    values[(n === 1 ? 0 : row) * m + (m === 1 ? 0 : column)];
  const values = Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return f(at(x, row, column), at(y, row, column), i);
  });
  return { dimensions: [rows, columns], values };
}

/** x [n, k] W [k, m] + b [m]. */
function gemm(x: OnnxArray, weight: OnnxArray, bias: OnnxArray): OnnxArray {
  const [n, k] = x.dimensions;
  const m = weight.dimensions[1];
  const values = new Float32Array(n * m);
  const sums = new Float64Array(m);
  for (let row = 0; row < n; row++) {
    sums.set(bias.values);
    for (let i = 0; i < k; i++) {
      const value = x.values[row * k + i];
      if (value === 0) continue;
      for (let j = 0; j < m; j++) sums[j] += value * weight.values[i * m + j];
    }
    values.set(sums, row * m);
  }
  return { dimensions: [n, m], values };
}

function softmax({ dimensions, values }: OnnxArray): OnnxArray {
  const size = dimensions[1];
  const result = new Float32Array(values.length);
  for (let first = 0; first < values.length; first += size) {
    const row = values.subarray(first, first + size);
    const largest = row.reduce((a, b) => Math.max(a, b));
    const powers = Array.from(row, (value) => exp(value - largest));
    const sum = powers.reduce((a, b) => a + b);
    for (let j = 0; j < size; j++) result[first + j] = powers[j] / sum;
  }
  return { dimensions, values: result };
}

function wrongInput(name: string, dimensions: readonly (number | string)[], given: OnnxArray | undefined): HeddleError {
  return new HeddleError('shape', {
    where: `ONNX input ${name}`,
    expected: `[${dimensions.join(', ')}]`,
    received: given === undefined ? 'nothing' : `[${given.dimensions.join(', ')}]`,
    hint: 'give every input in its shape.',
  });
}
