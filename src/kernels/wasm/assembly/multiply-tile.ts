// The innermost loops of the matrix product: a tile of out, 4 rows by 8 columns, stays in eight registers while k runs.

/** a b + c, rounded once (fused) or twice (strict). */
// @ts-ignore: decorator
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

/** out[4, 8] (+)= tile[depth][4] panel[depth][8], then + bias where there is one. */
export function multiplyTile(out: usize, stride: usize, tile: usize, panel: usize, depth: i32, resume: bool, bias: usize): void {
  multiply(out, stride, tile, 0, panel, depth, resume, bias, false);
}

/** The same with only `kept` slices of the tile; index[s] is the byte offset in the panel of slice s's row. */
export function multiplySparseTile(
  out: usize,
  stride: usize,
  tile: usize,
  index: usize,
  panel: usize,
  kept: i32,
  resume: bool,
  bias: usize,
): void {
  multiply(out, stride, tile, index, panel, kept, resume, bias, true);
}

// @ts-ignore: decorator
@inline
function multiply(
  out: usize,
  stride: usize,
  tile: usize,
  index: usize,
  panel: usize,
  slices: i32,
  resume: bool,
  bias: usize,
  sparse: bool,
): void {
  const out1 = out + stride;
  const out2 = out1 + stride;
  const out3 = out2 + stride;
  let c00 = i32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (resume) {
    c00 = v128.load(out);
    c01 = v128.load(out, 16);
    c10 = v128.load(out1);
    c11 = v128.load(out1, 16);
    c20 = v128.load(out2);
    c21 = v128.load(out2, 16);
    c30 = v128.load(out3);
    c31 = v128.load(out3, 16);
  }
  for (const end = tile + (<usize>slices << 4); tile < end; tile += 16) {
    const row = sparse ? panel + <usize>load<u32>(index) : panel;
    const b0 = v128.load(row);
    const b1 = v128.load(row, 16);
    let a = v128.load32_splat(tile);
    c00 = multiplyAdd(a, b0, c00);
    c01 = multiplyAdd(a, b1, c01);
    a = v128.load32_splat(tile, 4);
    c10 = multiplyAdd(a, b0, c10);
    c11 = multiplyAdd(a, b1, c11);
    a = v128.load32_splat(tile, 8);
    c20 = multiplyAdd(a, b0, c20);
    c21 = multiplyAdd(a, b1, c21);
    a = v128.load32_splat(tile, 12);
    c30 = multiplyAdd(a, b0, c30);
    c31 = multiplyAdd(a, b1, c31);
    if (sparse) index += 4;
    else panel += 32;
  }
  if (bias != 0) {
    const bias0 = v128.load(bias);
    const bias1 = v128.load(bias, 16);
    c00 = f32x4.add(c00, bias0);
    c01 = f32x4.add(c01, bias1);
    c10 = f32x4.add(c10, bias0);
    c11 = f32x4.add(c11, bias1);
    c20 = f32x4.add(c20, bias0);
    c21 = f32x4.add(c21, bias1);
    c30 = f32x4.add(c30, bias0);
    c31 = f32x4.add(c31, bias1);
  }
  v128.store(out, c00);
  v128.store(out, c01, 16);
  v128.store(out1, c10);
  v128.store(out1, c11, 16);
  v128.store(out2, c20);
  v128.store(out2, c21, 16);
  v128.store(out3, c30);
  v128.store(out3, c31, 16);
}
