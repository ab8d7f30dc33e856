import { HeddleError } from '../../core/index.ts';
import { createAllocator } from '../allocator.ts';
import type { Memory, Span, SpanArray } from '../kernels.ts';

const PAGE = 65536;

/** Bytes that a WebAssembly memory holds at most: 4 GiB. */
export const MOST_WASM_BYTES: number = 2 ** 32;

/** Nothing is placed below, so that the offset 0 can mean "absent". */
const FIRST_BYTE = 1024;

/** A WebAssembly memory that backends share. */
export interface WasmMemory extends Memory {
  readonly wasm: WebAssembly.Memory;
  /**
   * Sets bytes of a shared memory aside as an array, for rows that are to lie here from the start: `placeTable` copies none of them.
   * They are never given back.
   * @throws HeddleError `engine` when they do not fit, `option` of a memory that is not shared: growing would take the array away.
   */
  bytes(length: number): Uint8Array<SharedArrayBuffer>;
}

/** Pages that are asked for, one after the other: 4 GiB, and less where a platform does not reserve so much, as on phones. */
const MAXIMA = [MOST_WASM_BYTES / PAGE, 32768, 16384, 8192, 4096];

/** Makes a memory of pages; throws where the platform refuses. */
type OpenMemory = (pages: WebAssembly.MemoryDescriptor) => WebAssembly.Memory;

function reserve(shared: boolean, open: OpenMemory): { readonly wasm: WebAssembly.Memory; readonly maximum: number } {
  let refusal: unknown;
  for (const maximum of MAXIMA) {
    try {
      return { wasm: open({ initial: 1, maximum, shared }), maximum };
    } catch (error) {
      refusal ??= error;
    }
  }
  throw new HeddleError('engine', {
    where: 'memory',
    expected: 'address space for a WebAssembly memory of up to 4 GiB, or of 256 MiB at least',
    received: refusal instanceof Error ? refusal.message : String(refusal),
    hint: 'raise the limit on virtual memory (ulimit -v).',
    cause: refusal,
  });
}

/**
 * A WebAssembly memory with an allocator. Its address never moves; it grows up to 4 GiB, or to what the platform allows.
 *
 * @param options.shared whether threads will share it
 * @param options.open how the platform makes a memory
 * @throws HeddleError `engine` where the platform refuses the memory.
 */
export function createWasmMemory({
  shared,
  open = (pages) => new WebAssembly.Memory(pages),
}: {
  readonly shared: boolean;
  readonly open?: OpenMemory;
}): WasmMemory {
  const { wasm, maximum } = reserve(shared, open);
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
        expected: `at most ${maximum * PAGE - wasm.buffer.byteLength} more bytes (a WebAssembly memory holds ${
          maximum === MAXIMA[0] ? '4 GiB' : `${(maximum * PAGE) / 2 ** 20} MiB here`
        })`,
        received: `a request for ${bytes} bytes`,
        hint: 'use a smaller batch, fewer units, fewer jobs, or fewer rows.',
        cause,
      });
    }
  }

  function allocate(bytes: number): number {
    const offset = allocator.allocate(bytes);
    try {
      growTo(allocator.end(), bytes);
    } catch (error) {
      allocator.release(offset);
      throw error;
    }
    new Uint8Array(wasm.buffer, offset, bytes).fill(0);
    return offset;
  }

  // A shared memory that grows has a new buffer object each time; those of arrays handed out stay valid.
  const handedOut = new WeakSet<ArrayBufferLike>();

  return {
    wasm,
    floatBytes: 4,
    allocate,
    bytes(length) {
      if (!shared) {
        throw new HeddleError('option', {
          where: 'memory',
          expected: 'a shared memory, whose arrays stay valid when it grows',
          received: 'one that is not shared',
          hint: 'make it with createWasmMemory({ shared: true }).',
        });
      }
      const offset = allocate(length);
      const buffer = wasm.buffer as unknown as SharedArrayBuffer;
      handedOut.add(buffer);
      return new Uint8Array(buffer, offset, length);
    },
    offsetOf: ({ buffer, byteOffset }) => (handedOut.has(buffer) ? byteOffset : null),
    release: (offset) => allocator.release(offset),
    read(span, into) {
      if (into === undefined) return view(span).slice();
      into.set(view(span));
      return into;
    },
    write: (span, values) => view(span).set(values),
  };
}
