// An instruction lies in memory as a header of two int32 (opcode, number of words) and words of 8 bytes each: an int32
// (a number, a flag or the byte offset of a span; 0 where a span is absent) or a double.

/** The word at `index` as a whole number. */
// @ts-ignore: decorator
@inline
export function int(at: usize, index: usize): i32 {
  return load<i32>(at + (index << 3));
}

/** The word at `index` as the address of a span. */
// @ts-ignore: decorator
@inline
export function span(at: usize, index: usize): usize {
  return <usize>load<u32>(at + (index << 3));
}

/** The word at `index` as a double. */
// @ts-ignore: decorator
@inline
export function real(at: usize, index: usize): f64 {
  return load<f64>(at + (index << 3));
}

// The clock's words; see kernels.ts.
// @ts-ignore: decorator
@inline
export function clockRow(clock: usize): i32 {
  return load<i32>(clock, 0);
}
// @ts-ignore: decorator
@inline
export function clockStep(clock: usize): i32 {
  return load<i32>(clock, 4);
}
// @ts-ignore: decorator
@inline
export function clockSlot(clock: usize): i32 {
  return load<i32>(clock, 8);
}

// Floats in whole units of 16 (64 bytes): the padding of spans lets elementwise kernels work in whole vectors.
// @ts-ignore: decorator
@inline
export function unitsOf(length: i32): i32 {
  return (length + 15) >> 4;
}

/** Rows of a tile of a sum over rows; see reference/sums.ts. */
export const ROW_TILE: i32 = 64;
