// The part of ONNX's protobuf messages that a feed-forward network takes (onnx/onnx.proto, IR version 8), as plain objects, and
// their field numbers. Numbers stand here once: the writer and the reader share them.

/** Element types of tensors. */
export const ELEMENT_TYPES = { float: 1, uint8: 2, int64: 7, string: 8 } as const;

/** The name of an element type. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** ModelProto. */
export const MODEL = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  docString: 6,
  graph: 7,
  opsetImport: 8,
  metadata: 14,
} as const;
/** OperatorSetIdProto. */
export const OPSET = { domain: 1, version: 2 } as const;
/** StringStringEntryProto. */
export const ENTRY = { key: 1, value: 2 } as const;
/** GraphProto. */
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 } as const;
/** NodeProto. */
export const NODE = { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 } as const;
/** AttributeProto, and the values of its `type`. */
export const ATTRIBUTE = { name: 1, float: 2, integer: 3, type: 20, types: { float: 1, integer: 2 } } as const;
/** TensorProto. */
export const TENSOR = { dimensions: 1, elementType: 2, name: 8, rawData: 9 } as const;
/** ValueInfoProto, with the TypeProto, TensorTypeProto and TensorShapeProto inside it. */
export const VALUE = {
  name: 1,
  type: 2,
  tensorType: 1,
  elementType: 1,
  shape: 2,
  dimension: 1,
  size: 1,
  parameter: 2,
} as const;

/** One computation. */
export interface OnnxNode {
  readonly operator: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Whole numbers are written as integers where the operator takes integers: the kind says which. */
  readonly attributes: { readonly [name: string]: { readonly kind: 'float' | 'integer'; readonly value: number } };
}

/** A constant: weights, a scale, a shape. */
export interface OnnxTensor {
  readonly name: string;
  readonly elementType: ElementType;
  readonly dimensions: readonly number[];
  /** Little-endian. */
  readonly bytes: Uint8Array;
}

/** An input or output of the graph; a dimension is a size, or a name where any size may come. */
export interface OnnxValue {
  readonly name: string;
  readonly elementType: ElementType;
  readonly dimensions: readonly (number | string)[];
}

/** A model file. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly opset: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly documentation: string;
  readonly metadata: { readonly [key: string]: string };
  readonly graph: {
    readonly name: string;
    readonly nodes: readonly OnnxNode[];
    readonly initializers: readonly OnnxTensor[];
    readonly inputs: readonly OnnxValue[];
    readonly outputs: readonly OnnxValue[];
  };
}
