import { expect, test } from 'vitest';
import { compileKernels, instantiate } from './modules.ts';
import { createWasmMemory } from './wasm-memory.ts';

test('what is allocated is zero, also where something else was', () => {
  const memory = createWasmMemory({ shared: false });
  const span = (offset: number) => ({ type: 'float' as const, offset, length: 300_000 });
  const first = memory.allocate(1_200_000);
  memory.write(span(first), new Float32Array(300_000).fill(7));
  expect(memory.read(span(first))[299_999]).toBe(7);
  memory.release(first);
  const again = memory.allocate(1_200_000);
  expect(again).toBe(first);
  expect(memory.read(span(again)).every((value) => value === 0)).toBe(true);
});

test('more than a WebAssembly memory holds is refused, and what was there stays usable', () => {
  const memory = createWasmMemory({ shared: false });
  expect(() => memory.allocate(2 ** 33)).toThrow(
    'memory: expected at most 4294901760 more bytes (a WebAssembly memory holds 4 GiB), received a request for 8589934592 bytes. ' +
      'use a smaller batch, fewer units, fewer jobs, or fewer rows.',
  );
  expect(memory.allocate(64)).toBe(1024);
});

/** A platform that makes memories of so many pages at most. */
const upTo =
  (most: number) =>
  (pages: WebAssembly.MemoryDescriptor): WebAssembly.Memory => {
    if ((pages.maximum ?? 0) > most) throw new RangeError('could not allocate memory');
    return new WebAssembly.Memory(pages);
  };

test('where 4 GiB are refused, less is asked for, and kernels run on it', async () => {
  const memory = createWasmMemory({ shared: false, open: upTo(10_000) });
  expect(memory.allocate(64)).toBe(1024);
  expect(() => memory.allocate(2 ** 30)).toThrow(
    'memory: expected at most 536805376 more bytes (a WebAssembly memory holds 512 MiB here), received a request for 1073741824 bytes.',
  );
  memory.allocate(400 * 2 ** 20);
  expect(await instantiate(await compileKernels('strict'), memory.wasm)).toHaveProperty('run');
});

test('where even 256 MiB are refused, the first refusal is told', () => {
  expect(() => createWasmMemory({ shared: false, open: upTo(100) })).toThrow(
    'memory: expected address space for a WebAssembly memory of up to 4 GiB, or of 256 MiB at least, received could not allocate memory. raise the limit on virtual memory (ulimit -v).',
  );
});

test('bytes set aside in a shared memory are known to lie there, also after it has grown', () => {
  const memory = createWasmMemory({ shared: true });
  const rows = memory.bytes(100_000);
  rows.set([1, 2, 3]);
  memory.allocate(1 << 20);
  const offset = memory.offsetOf(rows.subarray(16));
  expect(offset).toBe(rows.byteOffset + 16);
  expect(Array.from(memory.read({ type: 'uint8', offset: rows.byteOffset, length: 4 }))).toEqual([1, 2, 3, 0]);
  expect(memory.offsetOf(new Uint8Array(4))).toBeNull();
});

test('no array is handed out of a memory that is not shared', () => {
  expect(() => createWasmMemory({ shared: false }).bytes(8)).toThrow(
    'memory: expected a shared memory, whose arrays stay valid when it grows, received one that is not shared. ' +
      'make it with createWasmMemory({ shared: true }).',
  );
});
