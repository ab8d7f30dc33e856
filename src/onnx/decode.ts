// Protobuf bytes as an ONNX model: the reader that exports are checked with. It knows what Heddle writes and skips what it does not.

import { PbfReader } from 'pbf';
import { HeddleError } from '../core/index.ts';
import {
  ATTRIBUTE,
  ELEMENT_TYPES,
  type ElementType,
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

/**
 * Reads an ONNX model.
 *
 * @throws HeddleError `format` for bytes that are no ONNX model, or one with element types that Heddle does not write.
 */
export function decodeModel(bytes: Uint8Array, where: string): OnnxModel {
  try {
    return readModel(new PbfReader(bytes));
  } catch (cause) {
    if (cause instanceof HeddleError) throw cause;
    throw damaged(where, cause);
  }
}

type Fields = { readonly [field: number]: () => void };

/** Reads fields up to `end`, each by its reader; others are skipped. */
function fields(pbf: PbfReader, end: number, readers: Fields): void {
  pbf.readFields((field) => readers[field]?.(), null, end);
}

/** Reads a message inside the current field. */
function message<Result>(pbf: PbfReader, read: (pbf: PbfReader, end: number) => Result): Result {
  const length = pbf.readVarint();
  const end = pbf.pos + length;
  if (end > pbf.length) throw damaged('ONNX message', undefined);
  const result = read(pbf, end);
  pbf.pos = end;
  return result;
}

function readModel(pbf: PbfReader): OnnxModel {
  const model = { irVersion: 0, opset: 0, producerName: '', producerVersion: '', documentation: '' };
  const metadata: [string, string][] = [];
  let graph: OnnxModel['graph'] | undefined;
  fields(pbf, pbf.length, {
    [MODEL.irVersion]: () => {
      model.irVersion = pbf.readVarint();
    },
    [MODEL.producerName]: () => {
      model.producerName = pbf.readString();
    },
    [MODEL.producerVersion]: () => {
      model.producerVersion = pbf.readString();
    },
    [MODEL.docString]: () => {
      model.documentation = pbf.readString();
    },
    [MODEL.graph]: () => {
      graph = message(pbf, readGraph);
    },
    [MODEL.opsetImport]: () => {
      model.opset = message(pbf, readOpset);
    },
    [MODEL.metadata]: () => metadata.push(message(pbf, readEntry)),
  });
  if (graph === undefined) throw damaged('ONNX model', undefined);
  return { ...model, metadata: Object.fromEntries(metadata), graph };
}

function readOpset(pbf: PbfReader, end: number): number {
  let version = 0;
  fields(pbf, end, {
    [OPSET.version]: () => {
      version = pbf.readVarint();
    },
  });
  return version;
}

function readEntry(pbf: PbfReader, end: number): [string, string] {
  const entry: [string, string] = ['', ''];
  fields(pbf, end, {
    [ENTRY.key]: () => {
      entry[0] = pbf.readString();
    },
    [ENTRY.value]: () => {
      entry[1] = pbf.readString();
    },
  });
  return entry;
}

function readGraph(pbf: PbfReader, end: number): OnnxModel['graph'] {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  let name = '';
  fields(pbf, end, {
    [GRAPH.node]: () => nodes.push(message(pbf, readNode)),
    [GRAPH.name]: () => {
      name = pbf.readString();
    },
    [GRAPH.initializer]: () => initializers.push(message(pbf, readTensor)),
    [GRAPH.input]: () => inputs.push(message(pbf, readValue)),
    [GRAPH.output]: () => outputs.push(message(pbf, readValue)),
  });
  return { name, nodes, initializers, inputs, outputs };
}

function readNode(pbf: PbfReader, end: number): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: [string, OnnxNode['attributes'][string]][] = [];
  let [name, operator] = ['', ''];
  fields(pbf, end, {
    [NODE.input]: () => inputs.push(pbf.readString()),
    [NODE.output]: () => outputs.push(pbf.readString()),
    [NODE.name]: () => {
      name = pbf.readString();
    },
    [NODE.operator]: () => {
      operator = pbf.readString();
    },
    [NODE.attribute]: () => attributes.push(message(pbf, readAttribute)),
  });
  return { operator, name, inputs, outputs, attributes: Object.fromEntries(attributes) };
}

function readAttribute(pbf: PbfReader, end: number): [string, OnnxNode['attributes'][string]] {
  let name = '';
  let attribute: OnnxNode['attributes'][string] = { kind: 'integer', value: 0 };
  fields(pbf, end, {
    [ATTRIBUTE.name]: () => {
      name = pbf.readString();
    },
    [ATTRIBUTE.float]: () => {
      attribute = { kind: 'float', value: pbf.readFloat() };
    },
    [ATTRIBUTE.integer]: () => {
      attribute = { kind: 'integer', value: pbf.readVarint(true) };
    },
  });
  return [name, attribute];
}

function readTensor(pbf: PbfReader, end: number): OnnxTensor {
  let dimensions: number[] = [];
  let [name, elementType]: [string, ElementType] = ['', 'float'];
  let bytes = new Uint8Array(0);
  fields(pbf, end, {
    [TENSOR.dimensions]: () => {
      dimensions = pbf.readPackedVarint(dimensions);
    },
    [TENSOR.elementType]: () => {
      elementType = elementTypeOf(pbf.readVarint());
    },
    [TENSOR.name]: () => {
      name = pbf.readString();
    },
    [TENSOR.rawData]: () => {
      bytes = pbf.readBytes().slice();
    },
  });
  return { name, elementType, dimensions, bytes };
}

function readValue(pbf: PbfReader, end: number): OnnxValue {
  let name = '';
  let elementType: ElementType = 'float';
  const dimensions: (number | string)[] = [];
  const readShape = (shape: PbfReader, shapeEnd: number): void =>
    fields(shape, shapeEnd, { [VALUE.dimension]: () => dimensions.push(message(shape, readDimension)) });
  const readTensorType = (type: PbfReader, typeEnd: number): void =>
    fields(type, typeEnd, {
      [VALUE.elementType]: () => {
        elementType = elementTypeOf(type.readVarint());
      },
      [VALUE.shape]: () => message(type, readShape),
    });
  fields(pbf, end, {
    [VALUE.name]: () => {
      name = pbf.readString();
    },
    [VALUE.type]: () =>
      message(pbf, (type, typeEnd) =>
        fields(type, typeEnd, { [VALUE.tensorType]: () => message(type, readTensorType) }),
      ),
  });
  return { name, elementType, dimensions };
}

function readDimension(pbf: PbfReader, end: number): number | string {
  let size: number | string = '';
  fields(pbf, end, {
    [VALUE.size]: () => {
      size = pbf.readVarint(true);
    },
    [VALUE.parameter]: () => {
      size = pbf.readString();
    },
  });
  return size;
}

function elementTypeOf(code: number): ElementType {
  const found = Object.entries(ELEMENT_TYPES).find(([, value]) => value === code);
  if (found !== undefined) return found[0] as ElementType;
  throw new HeddleError('format', {
    where: 'ONNX tensor',
    expected: `an element type of ${Object.keys(ELEMENT_TYPES).join(', ')}`,
    received: `type ${code}`,
    hint: 'this reader knows the files that Heddle writes.',
  });
}

function damaged(where: string, cause: unknown): HeddleError {
  return new HeddleError('format', {
    where,
    expected: 'an ONNX model',
    received: cause instanceof Error ? cause.message : 'bytes that are none',
    hint: 'the file is damaged, or no ONNX file.',
    cause,
  });
}
