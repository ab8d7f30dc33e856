// One process at a time writes to a run folder. Who does says so in lease.json, and counts on in it every two seconds. Whoever comes
// second watches the count: while it changes, the folder is taken; where it stands still, or the process is known to have ended, the
// lease is stale and is taken over. The count is watched and no clock compared, so that a clock that jumps accuses nobody. An owner that
// was stopped for long (a laptop asleep) reads the lease again before each write, and writes nothing more once it is another's.

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

/** How patient a lease is. */
export interface LeaseTimes {
  /** Milliseconds between two counts of the owner. */
  readonly beat: number;
  /** How many looks, half a `beat` apart, a count may stand still before it is stale. */
  readonly looks: number;
}

const TIMES: LeaseTimes = { beat: 2000, looks: 12 };

interface LeaseRecord {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
  readonly heartbeat: number;
}

/**
 * Takes the lease of a run folder.
 *
 * @throws HeddleError `lease` naming the process that has it, `file` when the folder cannot be written.
 */
export async function takeLease(folder: string, times: LeaseTimes = TIMES): Promise<Lease> {
  const path = join(folder, 'lease.json');
  const own: LeaseRecord = { id: randomUUID(), pid: process.pid, host: hostname(), heartbeat: 0 };
  try {
    const created = await createdAnew(path, own);
    if (created !== null) return held(folder, path, own, created, times, null);
    const notice = await staleNotice(folder, path, times);
    // The new file takes the old one's place, so that the old owner's counting goes into a file that nobody reads.
    const temporary = `${path}.${own.id}.tmp`;
    const file = await open(temporary, 'wx');
    await file.write(lineOf(own), 0);
    await rename(temporary, path);
    const lease = held(folder, path, own, file, times, notice);
    await lease.check();
    return lease;
  } catch (error) {
    throw fileError(path, 'a lease to write', error);
  }
}

/** Of a fixed length, so that counting overwrites all of it. */
const lineOf = (record: LeaseRecord): string =>
  `${JSON.stringify({ ...record, heartbeat: record.heartbeat.toString().padStart(12) })}\n`;

async function createdAnew(path: string, own: LeaseRecord): Promise<FileHandle | null> {
  try {
    const file = await open(path, 'wx');
    await file.write(lineOf(own), 0);
    return file;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    throw error;
  }
}

/** What the lease says; null where there is none, or it is torn. */
async function readLease(path: string): Promise<LeaseRecord | null> {
  try {
    const { id, pid, host, heartbeat } = JSON.parse(await readFile(path, 'utf8'));
    return { id, pid, host, heartbeat: Number(heartbeat) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Waits until the lease is surely stale, and says why; throws when its owner counts on. */
async function staleNotice(folder: string, path: string, { beat, looks }: LeaseTimes): Promise<string> {
  const first = await readLease(path);
  if (first === null) return `The lease of ${folder} was damaged: it was taken over.`;
  const owner = `process ${first.pid} on ${first.host}`;
  if (first.host === hostname() && !isAlive(first.pid)) {
    return `${folder} was left by ${owner}, which has ended: its lease was taken over.`;
  }
  for (let look = 0; look < looks; look++) {
    await new Promise((resolve) => setTimeout(resolve, beat / 2));
    const now = await readLease(path);
    if (now === null) return `${folder} was given back by ${owner}.`;
    if (now.id !== first.id || now.heartbeat !== first.heartbeat) {
      throw new HeddleError('lease', {
        where: folder,
        expected: 'a run that no other process writes to',
        received: `one that process ${now.pid} on ${now.host} is writing to`,
        hint: 'wait until it has ended, or end it.',
      });
    }
  }
  const seconds = (looks * beat) / 2000;
  return `${folder} was left by ${owner}, which gave no sign for ${seconds} seconds: its lease was taken over.`;
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
      if (now?.id === own.id) return;
      clearInterval(timer);
      throw new HeddleError('lease', {
        where: folder,
        expected: 'the run to be this process’s own',
        received: now === null ? 'no lease any more' : `one that process ${now.pid} on ${now.host} has taken over`,
        hint: 'nothing more was written here: go on there, or resume when it has ended.',
      });
    },
    async release() {
      clearInterval(timer);
      await counting;
      const now = await readLease(path);
      await file.close();
      if (now?.id === own.id) await rm(path, { force: true });
    },
  };
}
