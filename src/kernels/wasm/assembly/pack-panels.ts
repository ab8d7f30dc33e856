// Packing the right operand of the matrix product into panels, in the order in which a tile reads them.
//
//   panel[p][COLUMNS]   row p of a block of b, as many columns as a tile has; a row of zeros behind the last

import { COLUMNS, PANEL_ROW } from './tile';
import { touch } from './touch';

/** Bytes of a panel of `depth` rows, the row of zeros with them. */
// @ts-ignore: decorator
@inline
export function panelBytes(depth: i32): usize {
  return <usize>(depth + 1) * PANEL_ROW;
}

/** Lanes of `check` stay 0 while all numbers are finite, and turn to NaN for good at one that is not. */
// @ts-ignore: decorator
@inline
function watchFinite(check: v128, numbers: v128): v128 {
  return f32x4.add(check, f32x4.mul(numbers, f32x4.splat(0)));
}

/** panel[p][COLUMNS] of `width` columns of b that begin at `at`; missing ones are zero. Whether all numbers are finite. */
export function packPanel(panel: usize, at: usize, stride: usize, width: i32, depth: i32): bool {
  touch(at, <usize>width << 2, stride, depth);
  let check = f32x4.splat(0);
  for (let p = 0; p < depth; p++, at += stride, panel += PANEL_ROW) {
    if (width < COLUMNS) {
      memory.fill(panel, 0, PANEL_ROW);
      memory.copy(panel, at, <usize>width << 2);
    }
    const from = width < COLUMNS ? panel : at;
    for (let j: usize = 0; j < PANEL_ROW; j += 16) {
      const numbers = v128.load(from + j);
      check = watchFinite(check, numbers);
      v128.store(panel + j, numbers);
    }
  }
  memory.fill(panel, 0, PANEL_ROW);
  return !v128.any_true(f32x4.ne(check, check));
}

/** The same of `width` rows of the transposed b, `stride` bytes apart. */
export function packTransposedPanel(panel: usize, at: usize, stride: usize, width: i32, depth: i32): bool {
  let check = f32x4.splat(0);
  for (let group = 0; group < COLUMNS; group += 4) {
    const lanes = width - group;
    const mask = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes));
    const row0 = at + <usize>(lanes > 0 ? group : 0) * stride;
    const row1 = lanes > 1 ? row0 + stride : row0;
    const row2 = lanes > 2 ? row1 + stride : row0;
    const row3 = lanes > 3 ? row2 + stride : row0;
    let to = panel + (<usize>group << 2);
    let p = 0;
    for (; p + 4 <= depth; p += 4, to += 4 * PANEL_ROW) {
      const skip = <usize>p << 2;
      const r0 = v128.load(row0 + skip);
      const r1 = v128.load(row1 + skip);
      const r2 = v128.load(row2 + skip);
      const r3 = v128.load(row3 + skip);
      check = watchFinite(watchFinite(check, f32x4.add(r0, r1)), f32x4.add(r2, r3));
      const t0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
      const t1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
      const t2 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const t3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.and(mask, v128.shuffle<i64>(t0, t1, 0, 2)));
      v128.store(to + PANEL_ROW, v128.and(mask, v128.shuffle<i64>(t0, t1, 1, 3)));
      v128.store(to + 2 * PANEL_ROW, v128.and(mask, v128.shuffle<i64>(t2, t3, 0, 2)));
      v128.store(to + 3 * PANEL_ROW, v128.and(mask, v128.shuffle<i64>(t2, t3, 1, 3)));
    }
    for (; p < depth; p++, to += PANEL_ROW) {
      const skip = <usize>p << 2;
      const slice = f32x4(load<f32>(row0 + skip), load<f32>(row1 + skip), load<f32>(row2 + skip), load<f32>(row3 + skip));
      check = watchFinite(check, slice);
      v128.store(to, v128.and(mask, slice));
    }
  }
  memory.fill(panel + <usize>depth * PANEL_ROW, 0, PANEL_ROW);
  return !v128.any_true(f32x4.ne(check, check));
}
