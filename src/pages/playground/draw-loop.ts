/** Draws when asked, one drawing at a time, and not more often than the eye needs. */
export interface DrawLoop {
  /** Asks for a drawing; `moment` says of which state, for effects to depend on. */
  ask(moment: number): void;
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
