// Asking for memory before it is needed.
//
// WebAssembly has no instruction that fetches ahead. But a load whose number nobody waits for is one: as many of them as the processor
// keeps in flight go on side by side, where code that computes with each number would wait for one line after the other. It pays for rows
// that lie apart, in an order that the processor does not foresee.
//
// Left out of the builds that pages load to predict, which are to be small.

/** Bytes of a line of a cache. */
const LINE: usize = 64;

/** Loads something of each line of `rows` rows of `bytes` bytes, `stride` bytes apart. */
export function touch(at: usize, bytes: usize, stride: usize, rows: i32): void {
  if (!ASC_FEATURE_THREADS) return;
  for (let i = 0; i < rows; i++, at += stride) {
    for (let line = at & ~(LINE - 1), end = at + bytes; line < end; line += LINE) load<u32>(line);
  }
}
