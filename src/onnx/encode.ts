// An ONNX model as protobuf bytes.

import { PbfWriter } from 'pbf';
import { HeddleError } from '../core/index.ts';
import {
  ATTRIBUTE,
  ELEMENT_TYPES,
  ENTRY,
  GRAPH,
  MODEL,
  NODE,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  OPSET,
  TENSOR,
  VALUE,
} from './messages.ts';

/** Bytes that a protobuf message may have at most. */
const LARGEST = 2_147_483_647;

/**
 * The bytes of a model.
 *
 * @throws HeddleError `model` for one larger than 2 GiB, the most a protobuf file holds.
 */
export function encodeModel(model: OnnxModel): Uint8Array {
  const size = model.graph.initializers.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > LARGEST - 1_000_000) {
    throw new HeddleError('model', {
      where: 'ONNX',
      expected: 'weights of less than 2 GiB, the most one ONNX file holds',
      received: `${size} bytes`,
      hint: 'export as safetensors.',
    });
  }
  const pbf = new PbfWriter(new Uint8Array(size + 65_536));
  pbf.writeVarintField(MODEL.irVersion, model.irVersion);
  pbf.writeStringField(MODEL.producerName, model.producerName);
  pbf.writeStringField(MODEL.producerVersion, model.producerVersion);
  pbf.writeStringField(MODEL.docString, model.documentation);
  pbf.writeMessage(MODEL.graph, writeGraph, model.graph);
  pbf.writeMessage(MODEL.opsetImport, writeOpset, model.opset);
  for (const entry of Object.entries(model.metadata)) pbf.writeMessage(MODEL.metadata, writeEntry, entry);
  return pbf.finish();
}

function writeOpset(version: number, pbf: PbfWriter): void {
  pbf.writeStringField(OPSET.domain, '');
  pbf.writeVarintField(OPSET.version, version);
}

function writeEntry([key, value]: readonly [string, string], pbf: PbfWriter): void {
  pbf.writeStringField(ENTRY.key, key);
  pbf.writeStringField(ENTRY.value, value);
}

function writeGraph(graph: OnnxModel['graph'], pbf: PbfWriter): void {
  for (const node of graph.nodes) pbf.writeMessage(GRAPH.node, writeNode, node);
  pbf.writeStringField(GRAPH.name, graph.name);
  for (const tensor of graph.initializers) pbf.writeMessage(GRAPH.initializer, writeTensor, tensor);
  for (const value of graph.inputs) pbf.writeMessage(GRAPH.input, writeValue, value);
  for (const value of graph.outputs) pbf.writeMessage(GRAPH.output, writeValue, value);
}

function writeNode({ operator, name, inputs, outputs, attributes }: OnnxNode, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(NODE.input, input);
  for (const output of outputs) pbf.writeStringField(NODE.output, output);
  pbf.writeStringField(NODE.name, name);
  pbf.writeStringField(NODE.operator, operator);
  for (const attribute of Object.entries(attributes)) pbf.writeMessage(NODE.attribute, writeAttribute, attribute);
}

function writeAttribute([name, { kind, value }]: [string, OnnxNode['attributes'][string]], pbf: PbfWriter): void {
  pbf.writeStringField(ATTRIBUTE.name, name);
  if (kind === 'float') pbf.writeFloatField(ATTRIBUTE.float, value);
  else pbf.writeVarintField(ATTRIBUTE.integer, value);
  pbf.writeVarintField(ATTRIBUTE.type, ATTRIBUTE.types[kind]);
}

function writeTensor({ name, elementType, dimensions, bytes }: OnnxTensor, pbf: PbfWriter): void {
  pbf.writePackedVarint(TENSOR.dimensions, [...dimensions]);
  pbf.writeVarintField(TENSOR.elementType, ELEMENT_TYPES[elementType]);
  pbf.writeStringField(TENSOR.name, name);
  pbf.writeBytesField(TENSOR.rawData, bytes);
}

function writeValue({ name, ...type }: OnnxValue, pbf: PbfWriter): void {
  pbf.writeStringField(VALUE.name, name);
  pbf.writeMessage(VALUE.type, (value, inner) => inner.writeMessage(VALUE.tensorType, writeTensorType, value), type);
}

function writeTensorType({ elementType, dimensions }: Omit<OnnxValue, 'name'>, pbf: PbfWriter): void {
  pbf.writeVarintField(VALUE.elementType, ELEMENT_TYPES[elementType]);
  pbf.writeMessage(
    VALUE.shape,
    (sizes, shape) => {
      for (const size of sizes) shape.writeMessage(VALUE.dimension, writeDimension, size);
    },
    dimensions,
  );
}

function writeDimension(size: number | string, pbf: PbfWriter): void {
  if (typeof size === 'string') pbf.writeStringField(VALUE.parameter, size);
  else pbf.writeVarintField(VALUE.size, size);
}
