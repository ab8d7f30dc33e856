import { effect, untracked } from '@preact/signals';
import type { Studio } from './studio.ts';

/** Draws when asked, one drawing at a time, and not more often than the eye needs. */
export interface DrawLoop {
  ask(): void;
  end(): void;
}

/** Milliseconds between two drawings. */
const PAUSE = 80;

/** A loop around `draw`. */
export function drawLoop(draw: () => Promise<void>): DrawLoop {
  let wanted = false;
  let busy = false;
  let ended = false;
  async function turn(): Promise<void> {
    busy = true;
    while (wanted && !ended) {
      wanted = false;
      await draw();
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    busy = false;
  }
  return {
    ask() {
      wanted = true;
      if (!busy) void turn();
    },
    end() {
      ended = true;
    },
  };
}

/** A loop around `draw` that is asked whenever the network may have changed, and once at first. */
export function followMoment({ moment }: Pick<Studio, 'moment'>, draw: () => Promise<void>): DrawLoop {
  const loop = drawLoop(draw);
  const stop = effect(() => {
    void moment.value;
    // What the drawing looks at on its way asks for no drawing.
    untracked(loop.ask);
  });
  return {
    ask: loop.ask,
    end() {
      stop();
      loop.end();
    },
  };
}
