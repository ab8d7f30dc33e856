// TensorFlow.js: its Layers API, and the same network with gradients by hand; on its wasm backend and on its plain JavaScript one.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Absent, Contender } from '../lib/contender.ts';

const PROGRAM = fileURLToPath(new URL('tfjs.mjs', import.meta.url));
const PACKAGE = new URL('../node_modules/@tensorflow/tfjs-backend-wasm/', import.meta.url);

/** Backends and styles; the slow ones take some steps only, from which an epoch is extrapolated. */
export function tfjsContenders(folder: string): (Contender | Absent)[] {
  if (!existsSync(PACKAGE)) return [{ name: 'TensorFlow.js', why: 'not installed: npm ci --prefix bench' }];
  const contender = (backend: 'wasm' | 'cpu', style: 'layers' | 'tuned', rest: Partial<Contender>): Contender => ({
    id: `tfjs-${backend}-${style}`,
    name: `TensorFlow.js 4.22.0, ${backend}, ${style === 'layers' ? 'Layers API' : 'gradients by hand'}`,
    setting: backend === 'wasm' ? 'SIMD, 1 thread (it has no threads in Node)' : 'plain JavaScript',
    processes: [{ command: process.execPath, args: [PROGRAM, JSON.stringify({ folder, backend, style })] }],
    ...rest,
  });
  return [
    contender('wasm', 'tuned', { rounds: 4 }),
    contender('wasm', 'layers', { rounds: 2, steps: 3 }),
    contender('cpu', 'layers', { rounds: 1, steps: 2 }),
  ];
}
