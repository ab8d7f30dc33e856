import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Profile } from 'heddle';
import type { Absent, Contender } from '../lib/contender.ts';

const PROGRAM = fileURLToPath(new URL('heddle-program.ts', import.meta.url));

const NAMES: { readonly [profile in Profile]: string } = {
  fused: 'Heddle, wasm, fused',
  strict: 'Heddle, wasm, strict',
  fast: 'Heddle, BLAS (fast)',
};

/** Heddle with a profile on some threads. */
export function heddle(folder: string, profile: Profile, threads: number): Contender {
  const settings = JSON.stringify({ folder, profile, threads });
  return {
    id: `heddle-${profile}-${threads}`,
    name: NAMES[profile],
    setting: threads === 1 ? '1 thread' : `${threads} threads`,
    own: true,
    processes: [{ command: process.execPath, args: ['--import', 'tsx', PROGRAM, settings] }],
  };
}

/** Two trainings at once, a thread each, which wait for nothing of one another: what two cores of the machine can do at most. */
function sideBySide(folder: string): Contender {
  const one = heddle(folder, 'fused', 1);
  return {
    ...one,
    id: 'heddle-side-by-side',
    setting: 'two trainings at once, 1 thread each',
    processes: [...one.processes, ...one.processes],
  };
}

/** Every profile on two threads, and on one: as many as the machine has. */
export function heddleContenders(folder: string): (Contender | Absent)[] {
  const two = Math.min(2, availableParallelism());
  return [
    heddle(folder, 'fused', two),
    heddle(folder, 'strict', two),
    heddle(folder, 'fast', two),
    ...(two === 1
      ? []
      : [heddle(folder, 'fused', 1), heddle(folder, 'strict', 1), heddle(folder, 'fast', 1), sideBySide(folder)]),
  ];
}
