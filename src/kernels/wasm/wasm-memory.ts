import { HeddleError } from '../../core/index.ts';
import { createAllocator } from '../allocator.ts';
import type { Memory, Span, SpanArray } from '../kernels.ts';

const PAGE = 65536;
/** Nothing is placed below, so that the offset 0 can mean "absent". */
const FIRST_BYTE = 1024;

/** A WebAssembly memory that backends share. */
export interface WasmMemory extends Memory {
  readonly wasm: WebAssembly.Memory;
}

function reserve(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: 65536, shared });
  } catch (cause) {
    throw new HeddleError('engine', {
      where: 'memory',
      expected: 'address space for a WebAssembly memory of up to 4 GiB',
      received: cause instanceof Error ? cause.message : String(cause),
      hint: 'raise the limit on virtual memory (ulimit -v).',
      cause,
    });
  }
}

/**
 * A WebAssembly memory with an allocator. Its address never moves; it grows up to 4 GiB.
 *
 * @param options.shared whether threads will share it
 * @throws HeddleError `engine` where the platform refuses the memory.
 */
export function createWasmMemory(options: { readonly shared: boolean }): WasmMemory {
  const wasm = reserve(options.shared);
  const allocator = createAllocator(FIRST_BYTE);

  function view({ type, offset, length }: Span): SpanArray {
    const { buffer } = wasm;
    if (type === 'uint8') return new Uint8Array(buffer, offset, length);
    if (type === 'int32') return new Int32Array(buffer, offset, length);
    if (type === 'double') return new Float64Array(buffer, offset, length);
    return new Float32Array(buffer, offset, length);
  }

  function growTo(end: number, bytes: number): void {
    const missing = Math.ceil((end - wasm.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    try {
      wasm.grow(missing);
    } catch (cause) {
      throw new HeddleError('engine', {
        where: 'memory',
        expected: `at most ${65536 * PAGE - wasm.buffer.byteLength} more bytes (a WebAssembly memory holds 4 GiB)`,
        received: `a request for ${bytes} bytes`,
        hint: 'use a smaller batch, fewer units, fewer jobs, or fewer rows.',
        cause,
      });
    }
  }

  return {
    wasm,
    floatBytes: 4,
    allocate(bytes) {
      const offset = allocator.allocate(bytes);
      try {
        growTo(allocator.end(), bytes);
      } catch (error) {
        allocator.release(offset);
        throw error;
      }
      new Uint8Array(wasm.buffer, offset, bytes).fill(0);
      return offset;
    },
    release: (offset) => allocator.release(offset),
    read: (span) => view(span).slice(),
    write: (span, values) => view(span).set(values),
  };
}
