import { HeddleError, type Shape, sameShape, sha256, shapeText, sizeOf } from '../core/index.ts';

/** A named array of numbers: a parameter or a running statistic, as `0.weight` (layer 0's weight). */
export interface NamedTensor {
  readonly name: string;
  readonly shape: Shape;
  /** `shape`'s numbers, row-major; float64 only from the float64 reference backend. */
  readonly values: Float32Array | Float64Array;
}

/**
 * SHA-256 of tensors: for each, in order, its name, dtype and shape as a line of text, then its little-endian bytes.
 * Two trainings gave the same network exactly when their fingerprints are equal.
 *
 * @example
 * fingerprintOf([{ name: '0.bias', shape: [2], values: new Float32Array(2) }]);
 */
export function fingerprintOf(tensors: readonly NamedTensor[]): string {
  const hash = sha256();
  const encoder = new TextEncoder();
  for (const { name, shape, values } of tensors) {
    const dtype = values instanceof Float64Array ? 'F64' : 'F32';
    hash.update(encoder.encode(`${name} ${dtype} ${shapeText(shape)}\n`));
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.hex();
}

/**
 * The tensors in the order of `expected`, each checked.
 *
 * @throws HeddleError `model` naming every tensor that is missing, not expected, or of another shape.
 */
export function matchTensors(
  where: string,
  expected: readonly { readonly name: string; readonly shape: Shape }[],
  given: readonly NamedTensor[],
): NamedTensor[] {
  const byName = new Map(given.map((tensor) => [tensor.name, tensor]));
  const names = new Set(expected.map(({ name }) => name));
  const problems = given.filter(({ name }) => !names.has(name)).map(({ name }) => `${name} is not part of the model`);
  for (const { name, shape } of expected) {
    const tensor = byName.get(name);
    if (tensor === undefined) problems.push(`${name} is missing`);
    else if (!sameShape(tensor.shape, shape) || tensor.values.length !== sizeOf(shape)) {
      problems.push(`${name} is ${shapeText(tensor.shape)} instead of ${shapeText(shape)}`);
    }
  }
  if (problems.length > 0) {
    throw new HeddleError('model', {
      where,
      expected: `the ${expected.length} tensors of the model`,
      received: problems.join('; '),
      hint: 'load the weights into the architecture they were trained in.',
    });
  }
  return expected.map(({ name }) => byName.get(name) as NamedTensor);
}
