// jax-js, the network by hand, on its wasm backend.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Absent, Contender } from '../lib/contender.ts';

const PROGRAM = fileURLToPath(new URL('jax-js.mjs', import.meta.url));
const PACKAGE = new URL('../node_modules/@jax-js/jax/', import.meta.url);

/** On one thread, and on as many as it takes when it finds the browser's `Worker`, which a shim gives it in Node. */
export function jaxContenders(folder: string): (Contender | Absent)[] {
  if (!existsSync(PACKAGE)) return [{ name: 'jax-js', why: 'not installed: npm ci --prefix bench' }];
  return [false, true].map(
    (workers): Contender => ({
      id: `jax-js-${workers ? 'workers' : '1'}`,
      name: 'jax-js 0.1.25, wasm, by hand',
      setting: workers ? 'threads through a Worker shim' : '1 thread',
      rounds: workers ? 4 : 2,
      processes: [{ command: process.execPath, args: [PROGRAM, JSON.stringify({ folder, workers })] }],
    }),
  );
}
