// How a person ends a command early: Ctrl+C, a signal, or closing what reads its output (`heddle runs | head -1`).

import { EXIT } from './exit-codes.ts';

/** What a command that can end early watches. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** Signals end the program again, as they do by default. */
  release(): void;
}

/**
 * A second signal this soon is the same key press: npm passes on the SIGINT that the terminal has already sent to the
 * whole process group.
 */
const SAME_PRESS_MILLISECONDS = 500;

/**
 * From now on the first SIGINT or SIGTERM asks the command to end, and a later one ends the program at once.
 *
 * @param asked called with the first signal
 */
export function interruptible(asked: () => void): Interruption {
  const controller = new AbortController();
  // What the program ends with if it ends before the command does.
  process.exitCode = EXIT.interrupted;
  let first: number | null = null;
  const onSignal = (): void => {
    const time = performance.now();
    if (first === null) {
      first = time;
      asked();
      controller.abort();
    } else if (time - first > SAME_PRESS_MILLISECONDS) process.exit(EXIT.interrupted);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

/** Ends the program quietly when nobody reads its output any more, like any program in a pipe; a full disk is an error. */
export function stopWhenUnread(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    void import('./run-action.ts').then(({ outputFailed }) => process.exit(outputFailed(error)));
  });
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(EXIT.failed);
  });
}
