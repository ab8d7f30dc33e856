/** Numbers that arrive one at a time, when nobody knows how many there will be. */
export interface Growing<Numbers> {
  push(value: number): void;
  /** All of them, in one array; the collection is empty afterwards. */
  finish(): Numbers;
}

/** Numbers of the first block, and of a block at most: a table may have tens of thousands of columns of few rows. */
const FIRST = 1 << 8;
const MOST = 1 << 16;

/** Collects numbers in blocks, each twice as long as the one before, so that growing copies nothing. */
export function createGrowing<Numbers extends Float32Array | Float64Array | Int32Array | Uint32Array>(
  kind: new (length: number) => Numbers,
): Growing<Numbers> {
  let blocks: Numbers[] = [];
  let block = new kind(FIRST);
  let filled = 0;
  return {
    push(value) {
      if (filled === block.length) {
        blocks.push(block);
        block = new kind(Math.min(2 * filled, MOST));
        filled = 0;
      }
      block[filled++] = value;
    },
    finish() {
      const all = new kind(blocks.reduce((sum, { length }) => sum + length, filled));
      let at = 0;
      for (const whole of blocks) {
        all.set(whole, at);
        at += whole.length;
      }
      all.set(block.subarray(0, filled), at);
      blocks = [];
      block = new kind(FIRST);
      filled = 0;
      return all;
    },
  };
}
