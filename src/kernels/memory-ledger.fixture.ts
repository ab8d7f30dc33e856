// A memory that is watched: what it handed out and did not get back, and an allocation that fails when asked to.

import type { Memory } from './kernels.ts';

/** What a watched memory was asked for. */
export interface MemoryLedger {
  /** Offsets that were allocated and not yet released. */
  readonly held: ReadonlySet<number>;
  /** Allocations since the last `failAt`. */
  allocations(): number;
  /** Makes the allocation with this number fail, counted from 1 and from now; 0 lets all succeed. */
  failAt(allocation: number): void;
}

/** Watches a memory from now on. A release of what is not held is an error. */
export function watchMemory(memory: Memory): MemoryLedger {
  const watched = memory as { -readonly [Field in keyof Memory]: Memory[Field] };
  const { allocate, release } = memory;
  const held = new Set<number>();
  let allocations = 0;
  let failing = 0;
  watched.allocate = (bytes) => {
    if (++allocations === failing) throw new RangeError(`no room for allocation ${failing}`);
    const offset = allocate(bytes);
    held.add(offset);
    return offset;
  };
  watched.release = (offset) => {
    if (!held.delete(offset)) throw new Error(`released ${offset}, which is not held`);
    release(offset);
  };
  return {
    held,
    allocations: () => allocations,
    failAt(allocation) {
      allocations = 0;
      failing = allocation;
    },
  };
}
