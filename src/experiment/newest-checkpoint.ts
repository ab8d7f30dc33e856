import { HeddleError, type Seed } from '../core/index.ts';
import type { RunStore } from '../store/index.ts';
import type { Checkpoint } from '../train/index.ts';
import { loadCheckpoint } from './checkpoint-file.ts';

/** The checkpoint that a trial goes on from. */
export interface FoundCheckpoint {
  /** Null where there is none that can be used: the trial starts anew. */
  readonly checkpoint: Checkpoint | null;
  /** What a user should know: a damaged file, and what is used instead. */
  readonly notices: readonly string[];
}

/**
 * The newest whole checkpoint of a trial. A damaged one gives way to the one before it.
 *
 * @throws HeddleError `usage` for a checkpoint of a newer format version: it is left as it is.
 */
export async function newestCheckpoint(store: RunStore, folder: string, seed: Seed): Promise<FoundCheckpoint> {
  const notices: string[] = [];
  for (const { name, bytes } of await store.readCheckpoints(folder)) {
    try {
      const checkpoint = loadCheckpoint(bytes, name);
      if (checkpoint.seed === seed) return { checkpoint, notices };
      notices.push(`${name} belongs to another training (seed ${checkpoint.seed}): it is not used.`);
    } catch (error) {
      if (!(error instanceof HeddleError) || error.code !== 'format') throw error;
      notices.push(`${name} is damaged (expected ${error.expected}, received ${error.received}): it is not used.`);
    }
  }
  return { checkpoint: null, notices };
}
