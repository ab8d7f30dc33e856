import type { Checkpoint, Checkpoints } from './checkpoint.ts';

/** Decides when checkpoints are taken. Training never waits for one to be kept, but for the last. */
export interface CheckpointKeeper {
  /** Between two steps: takes one when it is time. Throws what keeping an earlier one threw. */
  between(take: () => Checkpoint): void;
  /** After an epoch: takes one at once, or as soon as the one before is kept. Throws as `between`. */
  epochEnded(take: () => Checkpoint): void;
  /** Takes one, and resolves when it is kept. */
  last(take: () => Checkpoint): Promise<void>;
  /** Resolves when none is being kept, however that ended. */
  idle(): Promise<void>;
}

/**
 * A keeper of checkpoints: `options.every` milliseconds apart, and one for each epoch that ends. While one is being kept no
 * other is taken, so that a slow disk costs memory for one copy only and holds nobody up.
 */
export function checkpointKeeper(options: Checkpoints | undefined, now: () => number): CheckpointKeeper {
  if (options === undefined) return { between() {}, epochEnded() {}, async last() {}, async idle() {} };
  const { every, save } = options;
  let keeping: Promise<void> | null = null;
  let failure: { readonly error: unknown } | null = null;
  let due = false;
  let taken = now();

  function keep(take: () => Checkpoint): void {
    due = false;
    taken = now();
    keeping = save(take())
      .catch((error: unknown) => {
        failure = { error };
      })
      .then(() => {
        keeping = null;
      });
  }
  function offer(take: () => Checkpoint): void {
    if (failure !== null) throw failure.error;
    due ||= now() - taken >= every;
    if (due && keeping === null) keep(take);
  }
  return {
    between: offer,
    epochEnded(take) {
      due = true;
      offer(take);
    },
    async last(take) {
      await keeping;
      due = true;
      offer(take);
      await keeping;
      if (failure !== null) throw failure.error;
    },
    async idle() {
      await keeping;
    },
  };
}
