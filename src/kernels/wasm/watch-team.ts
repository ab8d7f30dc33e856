// A team that computes moves: every thread counts the kernels it has ended, and threads take tiles and meet at barriers. When nothing of
// that moves for some looks in a row, a thread hangs. Looks are counted, not time: a process that was stopped makes none, so that nobody
// is accused of having slept.

import type { WasmMemory } from './wasm-memory.ts';

/** Calls `look` about once a second, at most, until the answered function is called. */
export type Watch = (look: () => void) => () => void;

/** Looks without a movement after which a thread counts as hanging: less than ten seconds. */
export const STILL_LOOKS = 9;

/** What says whether a team moves. */
export interface Pulse {
  /** Everything that changes while it computes. */
  read(): string;
  /** The thread that has ended the fewest kernels: the others wait for it. */
  behind(): number;
}

/**
 * The pulse of a team.
 *
 * @param control the bytes [begin, end) of its control block
 * @param beats where each thread counts the kernels it has ended
 */
export function pulseOf(
  memory: WasmMemory,
  control: { readonly begin: number; readonly end: number },
  beats: readonly number[],
): Pulse {
  const word = (offset: number): number => new Int32Array(memory.wasm.buffer, offset, 1)[0];
  return {
    read() {
      const { begin, end } = control;
      return [...new Int32Array(memory.wasm.buffer, begin, (end - begin) / 4), ...beats.map(word)].join(' ');
    },
    behind() {
      const counts = beats.map(word);
      const last = counts.reduce((least, count) => (((count - least) | 0) < 0 ? count : least), counts[0]);
      return counts.indexOf(last);
    },
  };
}

/** Watches until stopped; calls `still` once when nothing has moved for {@link STILL_LOOKS} looks. */
export function watchFor(watch: Watch, read: () => string, still: () => void): () => void {
  let before = read();
  let looks = 0;
  const stop = watch(() => {
    const now = read();
    looks = now === before ? looks + 1 : 0;
    before = now;
    if (looks < STILL_LOOKS) return;
    stop();
    still();
  });
  return stop;
}
