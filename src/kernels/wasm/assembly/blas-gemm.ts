// The matrix product out[m, n] = a b by whatever is fastest here: somebody else's code, `multiply`, which the host provides (BLAS
// through FFI), or the tiles of gemm.ts, which leave zeros out. Each is tried ten times, and the one that took less time in its best
// turn computes from then on. What was tried is written down behind the instruction's words, so that every product chooses for itself.
//
// Each thread multiplies a part of its own, whole rows or whole columns of out, by a call that uses one thread. Cutting the longer
// side leaves the smaller operand to be packed by every thread. A bias goes into out first, and the product is added to it.

import { gemm } from './gemm';
import { int, real, span } from './instruction';
import { barrier, shareBegin, shareEnd, thread } from './team';

// @ts-ignore: decorator
@external("env", "multiply")
declare function multiply(
  out: usize,
  a: usize,
  b: usize,
  m: i32,
  n: i32,
  k: i32,
  outStride: i32,
  aStride: i32,
  bStride: i32,
  transposeA: i32,
  transposeB: i32,
  accumulate: i32,
): void;

/** Milliseconds of the host's clock. */
// @ts-ignore: decorator
@external("env", "now")
declare function now(): f64;

/** Turns in which BLAS and the tiles are tried, one after the other: enough for the engine to see what is worth optimizing. */
const TRIALS: i32 = 20;

// The words behind those of gemm: how many turns were tried, and the least milliseconds of BLAS and of the tiles.
const TRIED: usize = 10;
const BLAS_TIME: usize = 11;
const TILES_TIME: usize = 12;

/** Rows or columns that stay together: what a kernel of BLAS computes at once is a multiple of 4. */
const UNIT: i32 = 4;

/**
 * The words of `gemm` and three more. HOST_MULTIPLIES is a constant of the build: 1 in that of the profile fast, which alone imports
 * what is called here.
 */
export function blasGemm(at: usize): void {
  // @ts-ignore: HOST_MULTIPLIES comes from the compiler's command line
  if (HOST_MULTIPLIES) {
    const tried = int(at, TRIED);
    if (tried == TRIALS) {
      if (real(at, BLAS_TIME) <= real(at, TILES_TIME)) multiplyShare(at);
      else gemm(at);
      return;
    }
    const byBlas = (tried & 1) == 0;
    const started = now();
    if (byBlas) multiplyShare(at);
    else gemm(at);
    barrier();
    if (thread == 0) {
      const time = now() - started;
      const word = at + ((byBlas ? BLAS_TIME : TILES_TIME) << 3);
      if (tried < 2 || time < load<f64>(word)) store<f64>(word, time);
      store<i32>(at + (TRIED << 3), tried + 1);
    }
  } else {
    unreachable();
  }
}

/** This thread's share of a product by `multiply`. */
function multiplyShare(at: usize): void {
  const m = int(at, 3);
  const n = int(at, 4);
  const rows = m >= n;
  const side = rows ? m : n;
  const units = (side + UNIT - 1) / UNIT;
  const first = shareBegin(units) * UNIT;
  const last = min(shareEnd(units) * UNIT, side);
  if (first >= last) return;
  if (rows) multiplyPart(at, first, last - first, 0, n);
  else multiplyPart(at, 0, m, first, last - first);
}

/** Rows [row, row + height) and columns [column, column + width) of out. */
function multiplyPart(at: usize, row: i32, height: i32, column: i32, width: i32): void {
  const m = int(at, 3);
  const n = int(at, 4);
  const k = int(at, 5);
  const transposeA = int(at, 6);
  const transposeB = int(at, 7);
  const accumulate = int(at, 8);
  const bias = span(at, 9);
  const out = span(at, 0) + (<usize>(row * n + column) << 2);
  const a = span(at, 1) + (<usize>row << 2) * <usize>(transposeA != 0 ? 1 : k);
  const b = span(at, 2) + (<usize>column << 2) * <usize>(transposeB != 0 ? k : 1);
  if (bias != 0) addBias(out, bias + (<usize>column << 2), height, width, n, accumulate != 0);
  multiply(
    out,
    a,
    b,
    height,
    width,
    k,
    n,
    transposeA != 0 ? m : k,
    transposeB != 0 ? k : n,
    transposeA,
    transposeB,
    <i32>(accumulate != 0 || bias != 0),
  );
}

/** Each row of out becomes the bias, or grows by it. */
function addBias(out: usize, bias: usize, height: i32, width: i32, stride: i32, accumulate: bool): void {
  for (let i = 0; i < height; i++, out += <usize>stride << 2) {
    if (!accumulate) memory.copy(out, bias, <usize>width << 2);
    else {
      for (let j: usize = 0; j < <usize>width << 2; j += 4) store<f32>(out + j, load<f32>(out + j) + load<f32>(bias + j));
    }
  }
}
