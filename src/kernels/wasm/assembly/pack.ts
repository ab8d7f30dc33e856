// Packing: the operands of the matrix product copied into the order in which the innermost loop reads them.
//
//   panel[p][8]   row p of a block of b, 8 columns          tile[p][4]   column p of a block of a, 4 rows
//
// A slice tile[p] whose four numbers are all zero would add 0 to every sum: it is left out, and index[slot] says which
// panel row belongs to each slice that is kept. (-0 has a bit set and is kept.)

/** Keeps a slice of a tile at place `kept`, unless it is all zero; returns how many are kept then. */
// @ts-ignore: decorator
@inline
function keep(target: usize, index: usize, kept: i32, slice: v128, p: i32, keepAll: bool): i32 {
  v128.store(target + (<usize>kept << 4), slice);
  store<u32>(index + (<usize>kept << 2), <u32>(p << 5));
  return kept + <i32>(keepAll || v128.any_true(slice));
}

/** tile[p][4] of rows [row, row + height) of a[m, k]; missing rows are zero. */
export function packA(target: usize, index: usize, a: usize, row: i32, height: i32, p0: i32, depth: i32, k: i32, keepAll: bool): i32 {
  const stride = <usize>k << 2;
  const row0 = a + <usize>row * stride + (<usize>p0 << 2);
  const row1 = height > 1 ? row0 + stride : row0;
  const row2 = height > 2 ? row1 + stride : row0;
  const row3 = height > 3 ? row2 + stride : row0;
  const mask = laneMask(height);
  let kept = 0;
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    const at = <usize>p << 2;
    const r0 = v128.load(row0 + at);
    const r1 = v128.load(row1 + at);
    const r2 = v128.load(row2 + at);
    const r3 = v128.load(row3 + at);
    const t0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const t1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const t2 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const t3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t0, t1, 0, 2)), p, keepAll);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t0, t1, 1, 3)), p + 1, keepAll);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t2, t3, 0, 2)), p + 2, keepAll);
    kept = keep(target, index, kept, v128.and(mask, v128.shuffle<i64>(t2, t3, 1, 3)), p + 3, keepAll);
  }
  for (; p < depth; p++) {
    const at = <usize>p << 2;
    const slice = f32x4(load<f32>(row0 + at), load<f32>(row1 + at), load<f32>(row2 + at), load<f32>(row3 + at));
    kept = keep(target, index, kept, v128.and(mask, slice), p, keepAll);
  }
  return kept;
}

function laneMask(lanes: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes));
}

/** tile[p][4] of columns [row, row + height) of a[k, m]; missing ones are zero. */
export function packTransposedA(target: usize, index: usize, a: usize, row: i32, height: i32, p0: i32, depth: i32, m: i32, keepAll: bool): i32 {
  const stride = <usize>m << 2;
  let at = a + <usize>p0 * stride + (<usize>row << 2);
  let kept = 0;
  if (height == 4) {
    for (let p = 0; p < depth; p++, at += stride) kept = keep(target, index, kept, v128.load(at), p, keepAll);
  } else {
    for (let p = 0; p < depth; p++, at += stride) {
      let slice = f32x4.replace_lane(f32x4.splat(0), 0, load<f32>(at));
      if (height > 1) slice = f32x4.replace_lane(slice, 1, load<f32>(at, 4));
      if (height > 2) slice = f32x4.replace_lane(slice, 2, load<f32>(at, 8));
      kept = keep(target, index, kept, slice, p, keepAll);
    }
  }
  return kept;
}

/** panel[p][8] of columns [column, column + width) of b[k, n]; missing ones are zero. Whether all numbers are finite. */
export function packB(target: usize, b: usize, column: i32, width: i32, p0: i32, depth: i32, n: i32): bool {
  const stride = <usize>n << 2;
  let at = b + <usize>p0 * stride + (<usize>column << 2);
  let check = f32x4.splat(0);
  const zero = f32x4.splat(0);
  if (width == 8) {
    for (let p = 0; p < depth; p++, at += stride, target += 32) {
      const b0 = v128.load(at);
      const b1 = v128.load(at, 16);
      v128.store(target, b0);
      v128.store(target, b1, 16);
      check = f32x4.add(check, f32x4.mul(f32x4.add(b0, b1), zero));
    }
  } else {
    for (let p = 0; p < depth; p++, at += stride, target += 32) {
      v128.store(target, zero);
      v128.store(target, zero, 16);
      memory.copy(target, at, <usize>width << 2);
      check = f32x4.add(check, f32x4.mul(f32x4.add(v128.load(target), v128.load(target, 16)), zero));
    }
  }
  return !v128.any_true(f32x4.ne(check, check));
}

/** panel[p][8] of rows [column, column + width) of b[n, k]; missing ones are zero. Whether all numbers are finite. */
export function packTransposedB(target: usize, b: usize, column: i32, width: i32, p0: i32, depth: i32, k: i32): bool {
  const stride = <usize>k << 2;
  const zero = f32x4.splat(0);
  let check = zero;
  for (let half = 0; half < 8; half += 4) {
    const lanes = width - half;
    const mask = laneMask(lanes);
    const row0 = b + <usize>(column + (lanes > 0 ? half : 0)) * stride + (<usize>p0 << 2);
    const row1 = lanes > 1 ? row0 + stride : row0;
    const row2 = lanes > 2 ? row1 + stride : row0;
    const row3 = lanes > 3 ? row2 + stride : row0;
    let to = target + (<usize>half << 2);
    let p = 0;
    for (; p + 4 <= depth; p += 4, to += 128) {
      const at = <usize>p << 2;
      const r0 = v128.load(row0 + at);
      const r1 = v128.load(row1 + at);
      const r2 = v128.load(row2 + at);
      const r3 = v128.load(row3 + at);
      check = f32x4.add(check, f32x4.mul(f32x4.add(f32x4.add(r0, r1), f32x4.add(r2, r3)), zero));
      const t0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
      const t1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
      const t2 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
      const t3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
      v128.store(to, v128.and(mask, v128.shuffle<i64>(t0, t1, 0, 2)));
      v128.store(to + 32, v128.and(mask, v128.shuffle<i64>(t0, t1, 1, 3)));
      v128.store(to + 64, v128.and(mask, v128.shuffle<i64>(t2, t3, 0, 2)));
      v128.store(to + 96, v128.and(mask, v128.shuffle<i64>(t2, t3, 1, 3)));
    }
    for (; p < depth; p++, to += 32) {
      const at = <usize>p << 2;
      const slice = f32x4(load<f32>(row0 + at), load<f32>(row1 + at), load<f32>(row2 + at), load<f32>(row3 + at));
      check = f32x4.add(check, f32x4.mul(slice, zero));
      v128.store(to, v128.and(mask, slice));
    }
  }
  return !v128.any_true(f32x4.ne(check, check));
}
