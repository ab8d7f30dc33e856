// Optimizers over one flat vector, four floats at a time. See reference/optimizer-kernels.ts for the formulas.
// The vectors are padded with zeros, which every update leaves at zero.

import { integerPower } from './exact-math';
import { clockSlot, clockStep, int, real, span, unitsOf } from './instruction';
import { barrier, partBegin, partEnd, shareBegin, shareEnd, shareOut, takePart, thread } from './team';

const NORM_TILE: i32 = 4096;

// @ts-ignore: decorator
@inline
function rateOf(rates: usize, clock: usize): f32 {
  return load<f32>(rates + (<usize>clockSlot(clock) << 2));
}

/** norm[0] is the norm; norm[1 ..] hold the sums of the tiles. */
export function clipByNorm(at: usize): void {
  const gradients = span(at, 0);
  const length = int(at, 1);
  const maximum = real(at, 2);
  const norm = span(at, 3);
  const tiles = (length + NORM_TILE - 1) / NORM_TILE;
  for (let tile = shareBegin(tiles), tileEnd = shareEnd(tiles); tile < tileEnd; tile++) {
    let sum: f64 = 0;
    for (let i = tile * NORM_TILE, end = min(length, (tile + 1) * NORM_TILE); i < end; i++) {
      const g = <f64>load<f32>(gradients + (<usize>i << 2));
      sum += g * g;
    }
    store<f64>(norm + (<usize>(tile + 1) << 3), sum);
  }
  barrier();
  let total: f64 = 0;
  for (let tile = 1; tile <= tiles; tile++) total += load<f64>(norm + (<usize>tile << 3));
  if (thread == 0) store<f64>(norm, sqrt<f64>(total));
  const scale = <f32>(maximum / (sqrt<f64>(total) + 1e-6));
  if (!(scale < 1)) return;
  const factor = f32x4.splat(scale);
  const units = unitsOf(length);
  for (let i = <usize>shareBegin(units) << 6, end = <usize>shareEnd(units) << 6; i < end; i += 16) {
    v128.store(gradients + i, f32x4.mul(v128.load(gradients + i), factor));
  }
}

export function sgd(at: usize): void {
  const parameters = span(at, 0);
  const gradients = span(at, 1);
  const length = int(at, 2);
  const rate = f32x4.splat(rateOf(span(at, 3), span(at, 4)));
  const velocity = span(at, 5);
  const momentum = f32x4.splat(<f32>real(at, 6));
  const nesterov = int(at, 7) != 0;
  const decaying = <f32>real(at, 8) != 0;
  const decay = f32x4.splat(<f32>real(at, 8));
  shareOut(unitsOf(length));
  while (takePart()) {
    for (let i = <usize>partBegin << 6, end = <usize>partEnd << 6; i < end; i += 16) {
      const p = v128.load(parameters + i);
      let g = v128.load(gradients + i);
      if (decaying) g = f32x4.add(g, f32x4.mul(decay, p));
      if (velocity != 0) {
        const v = f32x4.add(f32x4.mul(momentum, v128.load(velocity + i)), g);
        v128.store(velocity + i, v);
        g = nesterov ? f32x4.add(g, f32x4.mul(momentum, v)) : v;
      }
      v128.store(parameters + i, f32x4.sub(p, f32x4.mul(rate, g)));
    }
  }
}

export function adam(at: usize): void {
  const parameters = span(at, 0);
  const gradients = span(at, 1);
  const length = int(at, 2);
  const rate = rateOf(span(at, 3), span(at, 4));
  const t = clockStep(span(at, 4)) + 1;
  const first = span(at, 5);
  const second = span(at, 6);
  const decoupled = int(at, 11) != 0;
  const stepSize = f32x4.splat(<f32>(<f64>rate / (1.0 - integerPower(real(at, 7), t))));
  const inverseRoot = f32x4.splat(<f32>(1.0 / sqrt<f64>(1.0 - integerPower(real(at, 8), t))));
  const beta1 = f32x4.splat(<f32>real(at, 7));
  const rest1 = f32x4.splat(<f32>(1.0 - real(at, 7)));
  const beta2 = f32x4.splat(<f32>real(at, 8));
  const rest2 = f32x4.splat(<f32>(1.0 - real(at, 8)));
  const epsilon = f32x4.splat(<f32>real(at, 9));
  const decayOfOne = decoupled ? rate * <f32>real(at, 10) : <f32>real(at, 10);
  const decaying = decayOfOne != 0;
  const decay = f32x4.splat(decayOfOne);
  shareOut(unitsOf(length));
  while (takePart()) {
    for (let i = <usize>partBegin << 6, end = <usize>partEnd << 6; i < end; i += 16) {
      let p = v128.load(parameters + i);
      let g = v128.load(gradients + i);
      if (decaying) {
        if (decoupled) p = f32x4.sub(p, f32x4.mul(decay, p));
        else g = f32x4.add(g, f32x4.mul(decay, p));
      }
      const m = f32x4.add(f32x4.mul(beta1, v128.load(first + i)), f32x4.mul(rest1, g));
      const v = f32x4.add(f32x4.mul(beta2, v128.load(second + i)), f32x4.mul(rest2, f32x4.mul(g, g)));
      v128.store(first + i, m);
      v128.store(second + i, v);
      const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(v), inverseRoot), epsilon);
      v128.store(parameters + i, f32x4.sub(p, f32x4.div(f32x4.mul(stepSize, m), denominator)));
    }
  }
}

export function rmsProp(at: usize): void {
  const parameters = span(at, 0);
  const gradients = span(at, 1);
  const length = int(at, 2);
  const rate = f32x4.splat(rateOf(span(at, 3), span(at, 4)));
  const meanSquare = span(at, 5);
  const decay = f32x4.splat(<f32>real(at, 6));
  const rest = f32x4.splat(<f32>(1.0 - real(at, 6)));
  const epsilon = f32x4.splat(<f32>real(at, 7));
  const decaying = <f32>real(at, 8) != 0;
  const weightDecay = f32x4.splat(<f32>real(at, 8));
  shareOut(unitsOf(length));
  while (takePart()) {
    for (let i = <usize>partBegin << 6, end = <usize>partEnd << 6; i < end; i += 16) {
      const p = v128.load(parameters + i);
      let g = v128.load(gradients + i);
      if (decaying) g = f32x4.add(g, f32x4.mul(weightDecay, p));
      const v = f32x4.add(f32x4.mul(decay, v128.load(meanSquare + i)), f32x4.mul(rest, f32x4.mul(g, g)));
      v128.store(meanSquare + i, v);
      v128.store(parameters + i, f32x4.sub(p, f32x4.div(f32x4.mul(rate, g), f32x4.add(f32x4.sqrt(v), epsilon))));
    }
  }
}
