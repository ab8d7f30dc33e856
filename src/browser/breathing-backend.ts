// A worker that computes by itself hears nothing until it stops for breath. This backend cuts long runs into pieces, and lets
// the worker look at its messages in between. The calls and their order stay what they are, so the numbers do too.

import type { Backend } from '../kernels/kernels.ts';

/** A promise that resolves after the messages that are waiting now have been handled. */
export type Breath = () => Promise<void>;

/** A breath that takes microseconds: a message to itself, which waits its turn behind the others. */
export function createBreath(): Breath {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(0);
    });
}

/**
 * A backend whose runs are interrupted for a breath every `milliseconds`, about; a single repetition is never cut.
 *
 * @param afterPiece called after each piece of a long run
 */
export function breathingBackend(
  backend: Backend,
  breathe: Breath,
  options: { readonly milliseconds: number; readonly now: () => number; afterPiece?(): void },
): Backend {
  const { milliseconds, now, afterPiece } = options;
  let last = now();
  const breatheIfDue = async (): Promise<void> => {
    if (now() - last < milliseconds) return;
    await breathe();
    last = now();
  };
  return {
    ...backend,
    async run(program, times) {
      let done = 0;
      let piece = 1;
      while (done < times) {
        const count = Math.min(piece, times - done);
        const started = now();
        await backend.run(program, count);
        done += count;
        const each = Math.max(now() - started, 0.01) / count;
        piece = Math.max(1, Math.min(4 * count, Math.floor(milliseconds / each)));
        if (done < times) afterPiece?.();
        await breatheIfDue();
      }
    },
  };
}
