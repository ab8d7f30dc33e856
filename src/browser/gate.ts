/** Lets a training through, holds it, or lets some steps through and holds it again. */
export interface Gate {
  /** How many steps may be taken at once now: waits while it is closed. */
  pass(): Promise<number>;
  isOpen(): boolean;
  open(): void;
  close(): void;
  /** Lets `steps` through, one at a time, and closes. */
  letThrough(steps: number): void;
}

/** A gate that begins open, or closed. */
export function createGate(open: boolean): Gate {
  let allowed = open ? Number.POSITIVE_INFINITY : 0;
  let wake: () => void = () => undefined;
  const set = (steps: number): void => {
    allowed = steps;
    wake();
  };
  return {
    async pass() {
      while (allowed < 1) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (allowed === Number.POSITIVE_INFINITY) return allowed;
      allowed--;
      return 1;
    },
    isOpen: () => allowed === Number.POSITIVE_INFINITY,
    open: () => set(Number.POSITIVE_INFINITY),
    close: () => set(0),
    letThrough: (steps) => set(Number.isFinite(allowed) ? allowed + steps : steps),
  };
}
