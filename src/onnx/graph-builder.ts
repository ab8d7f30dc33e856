import { littleEndianBytes } from '../core/index.ts';
import type { OnnxNode, OnnxTensor } from './messages.ts';

/** A graph that grows node by node. */
export interface GraphBuilder {
  readonly nodes: OnnxNode[];
  readonly initializers: OnnxTensor[];
  /** Adds a node with one output, and gives the output's name: the node's own where none is given. */
  node(
    operator: string,
    name: string,
    inputs: readonly string[],
    attributes?: OnnxNode['attributes'],
    output?: string,
  ): string;
  /** Adds a constant of float32, and gives its name. */
  constant(name: string, values: Float32Array, dimensions: readonly number[]): string;
  /** Adds a list of whole numbers (int64), and gives its name. */
  integers(name: string, values: readonly number[]): string;
}

/** An empty graph. */
export function startGraph(): GraphBuilder {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  return {
    nodes,
    initializers,
    node(operator, name, inputs, attributes = {}, output = name) {
      nodes.push({ operator, name, inputs, outputs: [output], attributes });
      return output;
    },
    constant(name, values, dimensions) {
      initializers.push({ name, elementType: 'float', dimensions, bytes: littleEndianBytes(values).slice() });
      return name;
    },
    integers(name, values) {
      const bytes = new Uint8Array(8 * values.length);
      const view = new DataView(bytes.buffer);
      for (const [i, value] of values.entries()) view.setBigInt64(8 * i, BigInt(value), true);
      initializers.push({ name, elementType: 'int64', dimensions: [values.length], bytes });
      return name;
    },
  };
}

/** An attribute that is a whole number. */
export const integer = (value: number): OnnxNode['attributes'][string] => ({ kind: 'integer', value });
/** An attribute that is a float32. */
export const float = (value: number): OnnxNode['attributes'][string] => ({ kind: 'float', value });
