import { expect, test } from 'vitest';
import { referenceBackend } from './reference/reference-backend.ts';
import { wasmBackend } from './wasm/inline-backend.ts';

test.each([
  ['the reference', async () => referenceBackend({ floats: 32 })],
  ['WebAssembly on the calling thread', () => wasmBackend({ profile: 'strict' })],
] as const)('%s runs what is timed once, in order, between two looks at the clock', async (_, create) => {
  const { memory, record, time } = await create();
  const clock = { type: 'int32', offset: memory.allocate(64), length: 3 } as const;
  const programs = [1, 10, 100].map((rows) => record(({ tick }) => tick({ clock, rows })));
  const rowsAtLooks: number[] = [];
  const seconds = await time(programs, () => rowsAtLooks.push(memory.read(clock)[0]) ** 2);
  expect(rowsAtLooks).toEqual([0, 1, 1, 11, 11, 111]);
  // The clock shows 1, 4, 9, 16 ... milliseconds.
  expect(seconds).toEqual([0.003, 0.007, 0.011]);
});
