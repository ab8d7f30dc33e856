import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type RunFiles, type RunStore, runStoreOver } from '../store/index.ts';
import { diskFiles } from './disk-store.ts';
import { codeOf, fileError } from './file-error.ts';
import { type Lease, type LeasePurpose, takeLease } from './lease.ts';

/** A run folder that this process alone writes to. */
export interface HeldRun {
  readonly store: RunStore;
  /** That a stale lease was taken over; null where the folder was free. */
  readonly notice: string | null;
  release(): Promise<void>;
}

/**
 * Takes a run folder for this process, and clears away the temporary files of one that was killed in it. Every write looks at the lease
 * first.
 *
 * @param purpose `train` for what lasts; `note` for what is soon written, and waits for others that are
 * @throws HeddleError `lease` when another process writes to it, `file` when it cannot be written.
 */
export async function holdRun(folder: string, purpose: LeasePurpose = 'train'): Promise<HeldRun> {
  const lease = await takeLease(folder, purpose);
  try {
    await removeTemporary(folder);
  } catch (error) {
    await lease.release();
    throw fileError(folder, 'a run folder to write to', error);
  }
  const store = runStoreOver(guarded(diskFiles(resolve(folder)), lease));
  return { store, notice: lease.notice, release: lease.release };
}

/** The same files, with a look at the lease before each change. */
function guarded(files: RunFiles, lease: Lease): RunFiles {
  const owned =
    <Args extends unknown[]>(change: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      await lease.check();
      await change(...args);
    };
  return {
    ...files,
    write: owned(files.write),
    writeKeeping: owned(files.writeKeeping),
    append: owned(files.append),
    remove: owned(files.remove),
    move: owned(files.move),
  };
}

const TEMPORARY = /^\..+\.[0-9a-f-]{36}\.tmp$/;

/** What a killed process had begun to write: beside it there is the whole old file, or the whole new one. */
async function removeTemporary(folder: string): Promise<void> {
  const trials = await namesIn(join(folder, 'trials'));
  for (const place of [folder, join(folder, 'figures'), ...trials.map((name) => join(folder, 'trials', name))]) {
    for (const name of await namesIn(place)) if (TEMPORARY.test(name)) await rm(join(place, name), { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}
