import { ALIGNMENT, aligned } from './kernels.ts';

// First-fit allocation of byte ranges, aligned to 64 bytes. Used once a training, never in a step.

/** A list of the free ranges of a memory. */
export interface Allocator {
  /** The offset of `bytes` fresh bytes (the memory may have to grow to `end()`). */
  allocate(bytes: number): number;
  release(offset: number): void;
  /** One past the highest byte in use. */
  end(): number;
}

interface Range {
  readonly offset: number;
  readonly bytes: number;
}

/** An allocator of the bytes from `start` on. */
export function createAllocator(start: number): Allocator {
  // In use, by offset, in ascending order: gaps between neighbours are free.
  let used: Range[] = [];
  return {
    allocate(bytes) {
      const size = Math.max(aligned(bytes), ALIGNMENT);
      let offset = aligned(start);
      let place = 0;
      for (; place < used.length; place++) {
        if (used[place].offset - offset >= size) break;
        offset = used[place].offset + used[place].bytes;
      }
      used = [...used.slice(0, place), { offset, bytes: size }, ...used.slice(place)];
      return offset;
    },
    release(offset) {
      used = used.filter((range) => range.offset !== offset);
    },
    end: () => (used.length === 0 ? aligned(start) : used[used.length - 1].offset + used[used.length - 1].bytes),
  };
}
