// How a person ends a command early: Ctrl+C, a signal, or closing what reads its output (`heddle runs | head -1`).

import { EXIT, type ExitCode } from './exit-codes.ts';

/** What a command that can end early watches. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** What the program ends with once it was asked to. */
  exitCode(): ExitCode;
  /** Signals end the program again, as they do by default. */
  release(): void;
}

/**
 * A second signal this soon is the same key press: npm passes on the SIGINT that the terminal has already sent to the
 * whole process group.
 */
const SAME_PRESS_MILLISECONDS = 500;

/** Whoever asks a program to end waits two seconds at most. What is on the disk by then is whole. */
const PATIENCE_MILLISECONDS = 1700;

/**
 * From now on the first SIGINT or SIGTERM asks the command to end; a later one ends the program at once, and so does the end of
 * patience.
 *
 * @param asked called with the first signal
 * @param overdue called when patience ends, before the program does
 */
export function interruptible(asked: () => void, overdue: () => void = () => {}): Interruption {
  const controller = new AbortController();
  // What the program ends with if it ends before the command does.
  process.exitCode = EXIT.interrupted;
  let first: number | null = null;
  let code: ExitCode = EXIT.interrupted;
  let patience: NodeJS.Timeout | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    const time = performance.now();
    if (first === null) {
      first = time;
      code = signal === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
      process.exitCode = code;
      patience = setTimeout(() => {
        overdue();
        process.exit(code);
      }, PATIENCE_MILLISECONDS);
      asked();
      controller.abort();
    } else if (time - first > SAME_PRESS_MILLISECONDS) process.exit(code);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    exitCode: () => code,
    release() {
      clearTimeout(patience);
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
