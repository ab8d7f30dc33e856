import { createAllocator } from '../allocator.ts';
import type { ElementType, Memory, Span, SpanArray } from '../kernels.ts';

/** A memory whose spans the reference kernels can look at directly. */
export interface ReferenceMemory extends Memory {
  /** A view of a span of floats or doubles; valid until the next allocation. */
  floats(span: Span): Float32Array | Float64Array;
  /** A view of a span of int32. */
  ints(span: Span): Int32Array;
  /** A view of a span of bytes. */
  bytes(span: Span): Uint8Array;
}

/** A plain memory that doubles when it is full. */
export function createReferenceMemory(floatBytes: 4 | 8): ReferenceMemory {
  const allocator = createAllocator(0);
  let buffer = new ArrayBuffer(1 << 16);
  function view(type: ElementType, { offset, length }: Span): SpanArray {
    if (type === 'uint8') return new Uint8Array(buffer, offset, length);
    if (type === 'int32') return new Int32Array(buffer, offset, length);
    if (type === 'double' || floatBytes === 8) return new Float64Array(buffer, offset, length);
    return new Float32Array(buffer, offset, length);
  }
  return {
    floatBytes,
    allocate(bytes) {
      const offset = allocator.allocate(bytes);
      if (allocator.end() > buffer.byteLength) {
        const grown = new ArrayBuffer(Math.max(allocator.end(), 2 * buffer.byteLength));
        new Uint8Array(grown).set(new Uint8Array(buffer));
        buffer = grown;
      }
      new Uint8Array(buffer, offset, bytes).fill(0);
      return offset;
    },
    release: (offset) => allocator.release(offset),
    offsetOf: () => null,
    read(span, into) {
      if (into === undefined) return view(span.type, span).slice();
      into.set(view(span.type, span));
      return into;
    },
    write: (span, values) => view(span.type, span).set(values),
    floats: (span) => view(span.type, span) as Float32Array | Float64Array,
    ints: (span) => view('int32', span) as Int32Array,
    bytes: (span) => view('uint8', span) as Uint8Array,
  };
}
