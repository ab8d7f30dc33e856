import { expect, test } from 'vitest';
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
