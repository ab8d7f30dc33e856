// A trained network as one JavaScript module with no import: weights, preprocessing and a predict function. It reads from top to
// bottom; the weights are one base64 string at its end.

import { base64Of, littleEndianBytes, shapeText, sizeOf } from '../../core/index.ts';
import type { ModelInput, ModelOutput, Operation, PortableModel } from '../operations.ts';
import { packMatrix, type WeightPrecision } from '../packed-weights.ts';
import type { Provenance } from '../provenance.ts';
import { commentText } from './comment-text.ts';
import { declarationsOf } from './declarations.ts';
import { DECODE_SOURCE, OPERATION_SOURCE, UNPACK_SOURCE } from './runtime.ts';

/** A model as JavaScript. */
export interface JavaScriptFiles {
  /** An ES module. */
  readonly module: string;
  /** Its types, for a .d.ts beside it. */
  readonly declarations: string;
  /** Bytes of the module without its weights. */
  readonly codeBytes: number;
}

/**
 * Writes a model as an ES module and its types.
 *
 * @throws HeddleError `model` for weights that half precision cannot hold.
 */
export function writeJavaScript(
  model: PortableModel,
  provenance: Provenance,
  precision: WeightPrecision = 'float32',
): JavaScriptFiles {
  const packed = pack(model.operations, precision);
  const { input, output } = model;
  const kinds = [...new Set(model.operations.map(({ kind }) => kind))];
  const parts = [
    headerOf(model, provenance, precision),
    output.classNames === null
      ? ''
      : `/** The classes, in the order of their probabilities. */\nexport const classNames = ${JSON.stringify(output.classNames)};`,
    `/** Which weights these are, and who wrote this file. */\nexport const about = ${JSON.stringify({ ...provenance, weights: precision }, null, 2)};`,
    predictSource(output),
    outputsSource(input, output, packed.calls),
    featuresSource(input),
    ...kinds.map((kind) => OPERATION_SOURCE[kind]),
    DECODE_SOURCE,
    ...(precision === 'float32' ? ['float32'] : ['float32', precision]).map((name) => UNPACK_SOURCE[name]),
  ].filter((part) => part !== '');
  const code = `${parts.join('\n\n')}\n\n`;
  const data = `const bytes = decode(\n  '${base64Of(packed.bytes)}',\n);\nconst w = [\n${packed.tensors.map((tensor) => `  ${tensor},\n`).join('')}];\n`;
  const module = code + data;
  return {
    module,
    declarations: declarationsOf(model, provenance),
    codeBytes: new TextEncoder().encode(module).length - Math.ceil(packed.bytes.length / 3) * 4,
  };
}

function headerOf(
  { input, operations, output }: PortableModel,
  { name, fingerprint, generatedBy }: Provenance,
  precision: string,
): string {
  const chain = operations.map(({ kind, outputs }) => (kind === 'dense' ? `dense ${outputs}` : kind)).join(', ');
  return [
    `// ${commentText(name)}, written by ${commentText(generatedBy)}. One module, no import: Node, browsers, workers.`,
    `// ${chain}`,
    `// weights ${precision}, fingerprint ${fingerprint}`,
    '//',
    `//   import { predict } from './this-file.mjs';`,
    `//   const [answer] = predict(${input.kind === 'table' ? '[row]' : 'row'}); // row: ${commentText(rowText(input))}`,
    `//   ${output.kind === 'values' ? 'answer // the predicted value' : 'answer.label, answer.probability, answer.probabilities'}`,
  ].join('\n');
}

/** What rows are, in words. */
function rowText(input: ModelInput): string {
  const { kind, shape } = input;
  if (kind === 'table') return `{ ${input.columns.map(({ name }) => JSON.stringify(name)).join(', ')} }`;
  const sizes = shape.length === 1 ? `${shape[0]} numbers` : `${sizeOf(shape)} numbers, ${shapeText(shape)}`;
  return kind === 'bytes' ? `${sizes}, whole, from 0 to 255` : sizes;
}

function predictSource({ kind, size }: ModelOutput): string {
  if (kind === 'values') {
    const [what, each] =
      size === 1
        ? ['Array.from(values)', 'number']
        : [
            `Array.from({ length: values.length / ${size} }, (_, row) => values.slice(row * ${size}, (row + 1) * ${size}))`,
            `list of ${size} numbers`,
          ];
    return `/** Rows, one after another, to one ${each} each. */\nexport function predict(rows) {\n  const values = outputs(rows);\n  return ${what};\n}`;
  }
  return `/** Rows, one after another, to one answer each: the likeliest class, its probability, and all probabilities. */
export function predict(rows) {
  const all = outputs(rows);
  return Array.from({ length: all.length / ${size} }, (_, row) => {
    const probabilities = all.slice(row * ${size}, (row + 1) * ${size});
    const best = probabilities.indexOf(probabilities.reduce((a, b) => Math.max(a, b)));
    return { label: classNames[best], probability: probabilities[best], probabilities };
  });
}`;
}

function outputsSource(input: ModelInput, { kind, size }: ModelOutput, calls: readonly string[]): string {
  return `/** Rows, one after another, to ${size} ${kind} each, one row after another. */
export function outputs(rows) {
  let x = features(rows);
${calls.map((call) => `  x = ${call};\n`).join('')}  return x;
}`.replace('rows, one', `rows of ${sizeOf(input.shape)} numbers, one`);
}

function featuresSource(input: ModelInput): string {
  if (input.kind === 'table') return tableSource(input);
  const size = sizeOf(input.shape);
  const scaled = input.kind === 'bytes' ? `, (value) => value * ${Math.fround(input.scale)}` : '';
  return `// Raw rows to what the network was trained on.
function features(rows) {
  if (rows.length === 0 || rows.length % ${size} !== 0) {
    throw new RangeError(\`expected rows of ${size} numbers, received \${rows.length} numbers\`);
  }
  const x = Float32Array.from(rows${scaled});
  const wrong = x.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new RangeError(\`expected finite numbers, received \${rows[wrong]} at \${wrong}\`);
  return x;
}`;
}

function tableSource({ columns, missingTexts, shape }: ModelInput & { readonly kind: 'table' }): string {
  const rounded = columns.map((column) =>
    column.kind === 'category'
      ? column
      : { ...column, offset: Math.fround(column.offset), divisor: Math.fround(column.divisor) },
  );
  return `const columns = [
${rounded.map((column) => `  ${JSON.stringify(column)},\n`).join('')}];
const missingTexts = ${JSON.stringify(missingTexts)};

// Rows, which are objects with the columns by name, to what the network was trained on.
function features(rows) {
  const x = new Float32Array(rows.length * ${sizeOf(shape)});
  let at = 0;
  for (const [i, row] of rows.entries()) {
    for (const column of columns) {
      const wrong = (expected, value) =>
        new RangeError(\`row \${i}, column \${column.name}: expected \${expected}, received \${value}\`);
      let value = row[column.name];
      if (value == null || Number.isNaN(value) || missingTexts.includes(value)) value = column.missing;
      if (value === null) throw wrong('a value', row[column.name]);
      if (column.kind === 'number') {
        if (!Number.isFinite(Number(value))) throw wrong('a number', value);
        x[at++] = Math.fround(Math.fround(Number(value)) - column.offset) / column.divisor;
      } else {
        const place = column.categories.indexOf(String(value));
        if (place < 0 && column.unseen === 'refuse') throw wrong(\`one of \${column.categories}\`, value);
        if (place >= 0) x[at + place] = 1;
        at += column.categories.length;
      }
    }
  }
  return x;
}`;
}

interface Packed {
  readonly bytes: Uint8Array;
  /** One expression for each tensor, in order. */
  readonly tensors: readonly string[];
  /** One call for each operation. */
  readonly calls: readonly string[];
}

/** All tensors in one block, each beginning at a multiple of 4 bytes, and the calls that use them by number. */
function pack(operations: readonly Operation[], precision: WeightPrecision): Packed {
  const blocks: Uint8Array[] = [];
  const tensors: string[] = [];
  let at = 0;
  const add = (bytes: Uint8Array): number => {
    const place = at;
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    blocks.push(padded);
    at += padded.length;
    return place;
  };
  const vector = (values: Float32Array): string => {
    tensors.push(`numbers(${add(littleEndianBytes(values))}, ${values.length})`);
    return `w[${tensors.length - 1}]`;
  };
  const matrix = (weight: Float32Array, outputs: number): string => {
    if (precision === 'float32') return vector(weight);
    const { bytes, scales } = packMatrix(weight, outputs, precision);
    const more = scales === null ? '' : `, numbers(${add(littleEndianBytes(scales))}, ${outputs})`;
    tensors.push(`${precision === 'int8' ? 'steps' : 'halves'}(${add(bytes)}, ${weight.length}${more})`);
    return `w[${tensors.length - 1}]`;
  };
  const calls = operations.map((operation): string => {
    const { kind } = operation;
    switch (kind) {
      case 'dense':
        return `dense(x, ${matrix(operation.weight, operation.outputs)}, ${vector(operation.bias)})`;
      case 'batchNorm': {
        const { gamma, beta, mean, variance, epsilon } = operation;
        return `batchNorm(x, ${[gamma, beta, mean, variance].map(vector).join(', ')}, ${epsilon})`;
      }
      case 'leakyRelu':
        return `leakyRelu(x, ${operation.slope})`;
      case 'rescale':
        return `rescale(x, ${Math.fround(operation.divisor)}, ${Math.fround(operation.offset)})`;
      case 'softmax':
        return `softmax(x, ${operation.inputs})`;
      default:
        return `${kind}(x)`;
    }
  });
  const bytes = new Uint8Array(at);
  let next = 0;
  for (const block of blocks) {
    bytes.set(block, next);
    next += block.length;
  }
  return { bytes, tensors, calls };
}
