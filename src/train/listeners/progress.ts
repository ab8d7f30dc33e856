import type { TrainEvent } from '../../record/index.ts';
import type { Listener } from '../listener.ts';

/**
 * Calls `tell` with everything that happens: for a progress bar, a log, a page.
 *
 * @example
 * progress((event) => void event);
 */
export function progress(tell: (event: TrainEvent) => void): Listener {
  return { name: 'progress', onEvent: tell };
}
