// Weights as bytes, in one of three precisions. Only matrices shrink: biases, scales and running statistics are few, and stay float32.
//
//   float32   4 bytes a number, the same bits
//   float16   2 bytes, the nearest half-precision number
//   int8      1 byte: w = q s_j with q from -127 to 127 and s_j = max over i of |w_ij| / 127 for each output j

import { HeddleError, littleEndianBytes, littleEndianFloats } from '../core/index.ts';
import { fromFloat16, toFloat16 } from './float16.ts';
import type { Operation, PortableModel } from './operations.ts';

/** How precisely the weights are kept. */
export type WeightPrecision = 'float32' | 'float16' | 'int8';

/** A matrix as it is stored; `scales` one for each output, of int8 alone. */
export interface PackedMatrix {
  readonly bytes: Uint8Array;
  readonly scales: Float32Array | null;
}

/**
 * Packs a matrix [in, out].
 *
 * @throws HeddleError `model` for a weight that half precision cannot hold.
 */
export function packMatrix(weight: Float32Array, outputs: number, precision: WeightPrecision): PackedMatrix {
  if (precision === 'float32') return { bytes: littleEndianBytes(weight), scales: null };
  if (precision === 'float16') {
    const bytes = new Uint8Array(weight.length * 2);
    const view = new DataView(bytes.buffer);
    for (const [i, value] of weight.entries()) {
      const bits = toFloat16(value);
      if ((bits & 0x7c00) === 0x7c00) throw tooLarge(value);
      view.setUint16(2 * i, bits, true);
    }
    return { bytes, scales: null };
  }
  const scales = new Float32Array(outputs);
  for (const [i, value] of weight.entries()) scales[i % outputs] = Math.max(scales[i % outputs], Math.abs(value));
  for (let j = 0; j < outputs; j++) scales[j] /= 127;
  const steps = Int8Array.from(weight, (value, i) => {
    const scale = scales[i % outputs];
    return scale === 0 ? 0 : Math.max(-127, Math.min(127, Math.round(value / scale)));
  });
  return { bytes: new Uint8Array(steps.buffer), scales };
}

/** The matrix that a packed one stands for. */
export function unpackMatrix({ bytes, scales }: PackedMatrix, precision: WeightPrecision): Float32Array {
  if (precision === 'float32') return littleEndianFloats(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (precision === 'int8') {
    const each = scales ?? Float32Array.of(1);
    return Float32Array.from(bytes, (_, i) => view.getInt8(i) * each[i % each.length]);
  }
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => fromFloat16(view.getUint16(2 * i, true)));
}

/** The model that the packed weights stand for: what it answers is what the smaller file answers. */
export function withPrecision(portable: PortableModel, precision: WeightPrecision): PortableModel {
  const lowered = (operation: Operation): Operation => {
    if (operation.kind !== 'dense') return operation;
    const weight = unpackMatrix(packMatrix(operation.weight, operation.outputs, precision), precision);
    return { ...operation, weight };
  };
  return { ...portable, operations: portable.operations.map(lowered) };
}

function tooLarge(value: number): HeddleError {
  return new HeddleError('model', {
    where: '--weights float16',
    expected: 'weights of size below 65,520, the most that half precision holds',
    received: String(value),
    hint: 'export float32 or int8 weights.',
  });
}
