// The ratios that a race is run for: Heddle's seconds over a peer's, and what they are asked to be at most.

import type { TextTable } from './measurement.ts';
import type { Entry } from './race.ts';

interface Goal {
  readonly own: string;
  readonly against: string;
  /** Ids of the peer's settings begin with one of these; the fastest counts. */
  readonly peers: readonly string[];
  /** Null where nothing is asked: the ratio tells what limits another. */
  readonly atMost: number | null;
}

const STOCK = ['pytorch-1', 'pytorch-pthread', 'pytorch-plain', 'pytorch-openmp'];

const GOALS: readonly Goal[] = [
  { own: 'heddle-fused-2', against: 'PyTorch, stock layers, its best setting', peers: STOCK, atMost: 0.85 },
  { own: 'heddle-strict-2', against: 'PyTorch, stock layers, its best setting', peers: STOCK, atMost: 1 },
  { own: 'heddle-fast-2', against: 'PyTorch, stock layers, its best setting', peers: STOCK, atMost: 0.55 },
  { own: 'heddle-fast-2', against: 'PyTorch, hand-made dropout', peers: ['pytorch-bytes'], atMost: 0.8 },
  { own: 'heddle-fast-2', against: 'PyTorch, bfloat16', peers: ['pytorch-bfloat16'], atMost: 0.8 },
  { own: 'heddle-fast-2', against: 'PyTorch, both at once', peers: ['pytorch-both-tricks'], atMost: 0.8 },
  { own: 'heddle-fused-2', against: 'TensorFlow.js, wasm, Layers API', peers: ['tfjs-wasm-layers'], atMost: 0.02 },
  { own: 'heddle-fused-2', against: 'TensorFlow.js, wasm, by hand', peers: ['tfjs-wasm-tuned'], atMost: 0.18 },
  { own: 'heddle-fused-2', against: 'TensorFlow.js, cpu', peers: ['tfjs-cpu'], atMost: 0.006 },
  { own: 'heddle-fused-2', against: 'jax-js, wasm, by hand', peers: ['jax-js'], atMost: 0.22 },
  { own: 'heddle-fused-2', against: 'NumPy, float64, 2 threads', peers: ['numpy-float64-2'], atMost: 0.4 },
  { own: 'heddle-fused-2', against: 'NumPy, float32, 2 threads', peers: ['numpy-float32-2'], atMost: 0.75 },
  { own: 'heddle-fused-2', against: 'Heddle itself on 1 thread', peers: ['heddle-fused-1'], atMost: 1 / 1.85 },
  { own: 'heddle-side-by-side', against: 'Heddle itself on 1 thread', peers: ['heddle-fused-1'], atMost: null },
];

/** The ratio of every goal whose sides both ran, and the share of validation in a training epoch. */
export function ratioTable(entries: readonly Entry[]): TextTable {
  const fastest = (prefixes: readonly string[]): Entry | undefined =>
    entries
      .filter(({ id }) => prefixes.some((prefix) => id.startsWith(prefix)))
      .toSorted((a, b) => a.epoch.median - b.epoch.median)[0];
  const rows = GOALS.flatMap(({ own, against, peers, atMost }) => {
    const [ours, theirs] = [entries.find(({ id }) => id === own), fastest(peers)];
    if (ours === undefined || theirs === undefined) return [];
    const ratio = ours.epoch.median / theirs.epoch.median;
    const asked = atMost === null ? '' : atMost.toFixed(atMost < 0.1 ? 3 : 2);
    const name = ours.trainings === 1 ? ours.name : `${ours.name}, ${ours.setting}`;
    return [[name, against, theirs.setting, ratio.toFixed(ratio < 0.1 ? 4 : 2), asked]];
  });
  const fused = entries.find(({ id }) => id === 'heddle-fused-2');
  if (fused?.validation) {
    const share = fused.validation.median / fused.epoch.median;
    rows.push([fused.name, 'its own training epoch', 'validation of 12,000 rows', share.toFixed(2), '0.12']);
  }
  return { title: 'Ratios of seconds', columns: ['Heddle', 'against', 'setting', 'ratio', 'asked: at most'], rows };
}
