import type { TrainEvent } from '../../record/index.ts';
import type { Listener } from '../listener.ts';

/** A listener that keeps everything it hears. */
export interface Recorder extends Listener {
  /** Every event so far, in order. */
  readonly events: readonly TrainEvent[];
}

/**
 * Keeps every event, for tests and for programs that look at a training afterwards.
 *
 * @example
 * const log = recorder();
 */
export function recorder(): Recorder {
  const events: TrainEvent[] = [];
  return { name: 'recorder', events, onEvent: (event) => void events.push(event) };
}
