// Memory is planned: a layout asks a placer for each buffer it needs, in order. Asked by a counting placer, the layout tells how
// many bytes it takes; asked by one over an allocated block, it gets the buffers themselves.

import { aligned, type ElementType, type Memory, type Span } from '../kernels/kernels.ts';

/** What memory is for. */
export type MemoryUse = 'parameters' | 'gradients' | 'optimizer' | 'activations' | 'workspace';

/** Bytes that a training takes, by use, before it starts. The rows of the data set come on top. */
export type MemoryPlan = { readonly [Use in MemoryUse]: number } & { readonly total: number };

/** Hands out buffers. */
export type Placer = (use: MemoryUse, type: ElementType, length: number) => Span;

const bytesOf = (type: ElementType, length: number, floatBytes: number): number =>
  aligned(length * { float: floatBytes, double: 8, int32: 4, uint8: 1 }[type]);

/** The bytes a layout takes. */
export function measure(floatBytes: 4 | 8, layout: (place: Placer) => unknown): MemoryPlan {
  const plan = { parameters: 0, gradients: 0, optimizer: 0, activations: 0, workspace: 0, total: 0 };
  layout((use, type, length) => {
    const bytes = bytesOf(type, length, floatBytes);
    plan[use] += bytes;
    plan.total += bytes;
    return { type, offset: 0, length };
  });
  return plan;
}

/** A layout placed in memory: its buffers in one block, zeroed. */
export interface Placed<Buffers> {
  readonly buffers: Buffers;
  readonly plan: MemoryPlan;
  release(): void;
}

/**
 * Places a layout in one allocated block.
 *
 * @throws HeddleError `engine` when it does not fit.
 */
export function placeLayout<Buffers>(memory: Memory, layout: (place: Placer) => Buffers): Placed<Buffers> {
  const plan = measure(memory.floatBytes, layout);
  const block = memory.allocate(plan.total);
  let next = block;
  const buffers = layout((_use, type, length) => {
    const offset = next;
    next += bytesOf(type, length, memory.floatBytes);
    return { type, offset, length };
  });
  return { buffers, plan, release: () => memory.release(block) };
}
