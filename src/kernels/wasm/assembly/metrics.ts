// What an epoch counts. Thread 0 counts alone: it is little work, and the counts need no lock.
// See reference/metric-kernels.ts.

import { int, span } from './instruction';
import { thread } from './team';

// @ts-ignore: decorator
@inline
function addOne(at: usize): void {
  store<i32>(at, load<i32>(at) + 1);
}

export function countClasses(at: usize): void {
  if (thread != 0) return;
  const scores = span(at, 0);
  const labels = span(at, 1);
  const confusion = span(at, 2);
  const ranks = span(at, 3);
  const n = int(at, 4);
  const classes = int(at, 5);
  for (let i = 0; i < n; i++) {
    const row = scores + ((<usize>i * <usize>classes) << 2);
    const label = load<i32>(labels + (<usize>i << 2));
    const own = load<f32>(row + (<usize>label << 2));
    let predicted = 0;
    let highest = load<f32>(row);
    let rank = 0;
    for (let c = 0; c < classes; c++) {
      const score = load<f32>(row + (<usize>c << 2));
      if (score > highest) {
        predicted = c;
        highest = score;
      }
      if (score > own || (score == own && c < label)) rank++;
    }
    addOne(confusion + (<usize>(label * classes + predicted) << 2));
    addOne(ranks + (<usize>rank << 2));
  }
}

export function countSigns(at: usize): void {
  if (thread != 0) return;
  const scores = span(at, 0);
  const targets = span(at, 1);
  const confusion = span(at, 2);
  const n = int(at, 3);
  for (let i = 0; i < n; i++) {
    const actual = <i32>(load<f32>(targets + (<usize>i << 2)) >= 0.5);
    const predicted = <i32>(load<f32>(scores + (<usize>i << 2)) > 0);
    addOne(confusion + (<usize>(2 * actual + predicted) << 2));
  }
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value);
}

export function countErrors(at: usize): void {
  if (thread != 0) return;
  const predictions = span(at, 0);
  const targets = span(at, 1);
  const sums = span(at, 2);
  const n = int(at, 3);
  const size = int(at, 4);
  for (let j = 0; j < size; j++) {
    const out = sums + <usize>j * 40;
    const shift = load<f64>(out, 32);
    for (let i = j; i < n * size; i += size) {
      const target = <f64>load<f32>(targets + (<usize>i << 2));
      const error = <f64>load<f32>(predictions + (<usize>i << 2)) - target;
      addTo(out, error * error);
      addTo(out + 8, abs<f64>(error));
      const shifted = target - shift;
      addTo(out + 16, shifted);
      addTo(out + 24, shifted * shifted);
    }
  }
}
