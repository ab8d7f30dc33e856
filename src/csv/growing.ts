/** Numbers that arrive one at a time, when nobody knows how many there will be. */
export interface Growing<Numbers> {
  push(value: number): void;
  /** All of them, in one array; the collection is empty afterwards. */
  finish(): Numbers;
}

const BLOCK = 1 << 16;

/** Collects numbers in blocks, so that growing copies nothing. */
export function createGrowing<Numbers extends Float32Array | Float64Array | Int32Array | Uint32Array>(
  kind: new (length: number) => Numbers,
): Growing<Numbers> {
  let blocks: Numbers[] = [];
  let block = new kind(BLOCK);
  let filled = 0;
  return {
    push(value) {
      if (filled === BLOCK) {
        blocks.push(block);
        block = new kind(BLOCK);
        filled = 0;
      }
      block[filled++] = value;
    },
    finish() {
      const all = new kind(blocks.length * BLOCK + filled);
      for (const [i, whole] of blocks.entries()) all.set(whole, i * BLOCK);
      all.set(block.subarray(0, filled), blocks.length * BLOCK);
      blocks = [];
      filled = 0;
      return all;
    },
  };
}
