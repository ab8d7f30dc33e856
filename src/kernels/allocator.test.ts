import { array, assert, boolean, integer, property, tuple } from 'fast-check';
import { expect, test } from 'vitest';
import { createAllocator } from './allocator.ts';
import { ALIGNMENT } from './kernels.ts';

test('whatever is allocated and released, ranges are aligned and never overlap', () => {
  const steps = array(tuple(boolean(), integer({ min: 0, max: 300 })), { maxLength: 60 });
  assert(
    property(steps, (calls) => {
      const allocator = createAllocator(100);
      let used: { offset: number; bytes: number }[] = [];
      for (const [allocates, value] of calls) {
        if (allocates || used.length === 0) {
          const offset = allocator.allocate(value);
          expect(offset % ALIGNMENT).toBe(0);
          expect(offset).toBeGreaterThanOrEqual(100);
          for (const range of used)
            expect(offset + Math.max(value, 1) <= range.offset || range.offset + range.bytes <= offset).toBe(true);
          used.push({ offset, bytes: Math.max(value, 1) });
        } else {
          const { offset } = used[value % used.length];
          allocator.release(offset);
          used = used.filter((range) => range.offset !== offset);
        }
        for (const { offset, bytes } of used) expect(allocator.end()).toBeGreaterThanOrEqual(offset + bytes);
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('the first gap that is large enough is used again', () => {
  const allocator = createAllocator(0);
  const [first, second] = [allocator.allocate(64), allocator.allocate(128), allocator.allocate(64)];
  allocator.release(first);
  allocator.release(second);
  expect([allocator.allocate(128), allocator.allocate(64)]).toEqual([first, first + 128]);
});
