// One process at a time writes to a run folder. Who does says so in lease.json, and counts on in it every two seconds. Whoever comes
// second watches the count: while it changes, the folder is taken; where it stands still, or the process is known to have ended, the
// lease is stale and is taken over. The count is watched and no clock compared, so that a clock that jumps accuses nobody. An owner that
// was stopped for long (a laptop asleep) reads the lease again before each write, and writes nothing more once it is another's.
//
// A training lasts for hours, and whoever else comes is refused. A note (a reading of test rows, a report, an audit, a line about an
// export) is soon written, and whoever else comes waits for it.

import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { HeddleError } from '../core/index.ts';
import { codeOf, fileError } from './file-error.ts';

/** The right to write to a run folder. */
export interface Lease {
  /** What a user should know: that a stale lease was taken over; null where the folder was free. */
  readonly notice: string | null;
  /** @throws HeddleError `lease` when another process has taken the run over. */
  check(): Promise<void>;
  /** Gives the folder back. */
  release(): Promise<void>;
}

/** What a lease is for. */
export type LeasePurpose = 'train' | 'note';

/** How patient a lease is. */
export interface LeaseTimes {
  /** Milliseconds between two counts of the owner. */
  readonly beat: number;
  /** How many looks, half a `beat` apart, a count may stand still before it is stale. */
  readonly looks: number;
  /** How many looks one waits for the notes of others. */
  readonly patience: number;
}

const TIMES: LeaseTimes = { beat: 2000, looks: 12, patience: 60 };

interface LeaseRecord {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  /** Leases of earlier versions have none, and are for training. */
  readonly purpose?: LeasePurpose;
  readonly heartbeat: number;
}

/**
 * Takes the lease of a run folder.
 *
 * @throws HeddleError `lease` naming the process that has it, `file` when the folder cannot be written.
 */
export async function takeLease(
  folder: string,
  purpose: LeasePurpose = 'train',
  times: LeaseTimes = TIMES,
): Promise<Lease> {
  const path = join(folder, 'lease.json');
  const own: LeaseRecord = { id: randomUUID(), pid: process.pid, host: hostname(), purpose, heartbeat: 0 };
  try {
    for (;;) {
      const created = await createdAnew(path, own);
      if (created !== null) return held(folder, path, own, created, times, null);
      const notice = await staleNotice(folder, path, times);
      if (notice !== null) return await takenOver(folder, path, own, times, notice);
    }
  } catch (error) {
    throw fileError(path, 'a lease to write', error);
  }
}

/** Of a fixed length, so that counting overwrites all of it. */
const lineOf = (record: LeaseRecord): string =>
  `${JSON.stringify({ ...record, heartbeat: record.heartbeat.toString().padStart(12) })}\n`;

/** A lease where there was none; null where there is one. */
async function createdAnew(path: string, own: LeaseRecord): Promise<FileHandle | null> {
  try {
    return await written(path, own);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw error;
  }
}

/** The new file takes the old one's place, so that the old owner's counting goes into a file that nobody reads. */
async function takenOver(
  folder: string,
  path: string,
  own: LeaseRecord,
  times: LeaseTimes,
  notice: string,
): Promise<Lease> {
  const temporary = join(folder, `.lease.json.${own.id}.tmp`);
  const file = await written(temporary, own);
  const lease = held(folder, path, own, file, times, notice);
  try {
    await rename(temporary, path);
    await lease.check();
    return lease;
  } catch (error) {
    await rm(temporary, { force: true });
    await lease.release();
    throw error;
  }
}

/** A new file with a lease in it; where the disk is full, none. */
async function written(path: string, own: LeaseRecord): Promise<FileHandle> {
  const file = await open(path, 'wx');
  try {
    await file.write(lineOf(own), 0);
    return file;
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/** What the lease says; `none` where there is no file, `torn` where it is no whole lease. */
async function readLease(path: string): Promise<LeaseRecord | 'none' | 'torn'> {
  try {
    const { id, pid, host, purpose, heartbeat } = Object(JSON.parse(await readFile(path, 'utf8')));
    const whole =
      typeof id === 'string' && Number.isInteger(pid) && typeof host === 'string' && heartbeat !== undefined;
    const count = Number(heartbeat);
    return whole && Number.isInteger(count) ? { id, pid, host, purpose, heartbeat: count } : 'torn';
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'none';
    if (error instanceof SyntaxError) return 'torn';
    throw error;
  }
}

/** Waits until the lease is surely stale, and says why; null when it was given back meanwhile; throws when its owner goes on. */
async function staleNotice(
  folder: string,
  path: string,
  { beat, looks, patience }: LeaseTimes,
): Promise<string | null> {
  let seen = await readLease(path);
  let still = 0;
  for (let look = 0; ; look++) {
    if (seen === 'none') return null;
    const owner = seen === 'torn' ? '' : `process ${seen.pid} on ${seen.host}`;
    if (seen !== 'torn' && seen.host === hostname() && !isAlive(seen.pid))
      return `${folder} was left by ${owner}, which has ended: its lease was taken over.`;
    // One that is just being written is torn for an instant.
    if (seen === 'torn' && still > 0) return `The lease of ${folder} was damaged: it was taken over.`;
    if (still === looks) {
      const seconds = (looks * beat) / 2000;
      return `${folder} was left by ${owner}, which gave no sign for ${seconds} seconds: its lease was taken over.`;
    }
    await new Promise((resolve) => setTimeout(resolve, beat / 2));
    const now = await readLease(path);
    if (typeof now === 'object' && !isSame(seen, now) && (now.purpose !== 'note' || look >= patience)) {
      throw new HeddleError('lease', {
        where: folder,
        expected: 'a run that no other process writes to',
        received: `one that process ${now.pid} on ${now.host} is writing to`,
        hint: 'wait until it has ended, or end it.',
      });
    }
    still = isSame(seen, now) ? still + 1 : 0;
    seen = now;
  }
}

/** Whether a lease stands as it stood. */
function isSame(before: LeaseRecord | 'none' | 'torn', now: LeaseRecord | 'none' | 'torn'): boolean {
  if (typeof before === 'string' || typeof now === 'string') return before === now;
  return before.id === now.id && before.heartbeat === now.heartbeat;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function held(
  folder: string,
  path: string,
  own: LeaseRecord,
  file: FileHandle,
  { beat }: LeaseTimes,
  notice: string | null,
): Lease {
  let heartbeat = 0;
  let counting: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    heartbeat++;
    // A disk that takes nothing more is told of by the run's own writes.
    counting = counting.then(() => file.write(lineOf({ ...own, heartbeat }), 0)).catch(() => undefined);
  }, beat);
  timer.unref();
  return {
    notice,
    async check() {
      const now = await readLease(path);
      if (typeof now === 'object' && now.id === own.id) return;
      clearInterval(timer);
      throw new HeddleError('lease', {
        where: folder,
        expected: 'the run to be this process’s own',
        received:
          typeof now === 'string' ? 'no lease any more' : `one that process ${now.pid} on ${now.host} has taken over`,
        hint:
          typeof now === 'string'
            ? 'the file was removed, and nothing more was written here: resume the run.'
            : 'nothing more was written here: go on there, or resume when it has ended.',
      });
    },
    async release() {
      clearInterval(timer);
      await counting;
      await file.close();
      const now = await readLease(path);
      if (typeof now === 'object' && now.id === own.id) await rm(path, { force: true });
    },
  };
}
