// One set-up at a time in one clone. The lock is the file dist/.setup.lock with the host and process that hold it;
// a lock whose process is gone (it was killed) is taken over.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './run.mjs';

const LOCK = join(ROOT, 'dist/.setup.lock');
const OWNER = `${hostname()} ${process.pid}`;

/** Does `work` while holding the lock; waits for another holder first. */
export async function withLock(work) {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  let said = false;
  while (!takeLock()) {
    const owner = ownerOfLock();
    if (owner !== undefined && isGone(owner)) breakLock(owner);
    else {
      if (!said && owner !== undefined) console.log(`setup: waiting for the set-up of process ${owner.split(' ')[1]}`);
      said ||= owner !== undefined;
      await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

/** Creates the lock with its content in one step, by linking a finished file to its name; false where it exists. */
function takeLock() {
  const own = `${LOCK}.${process.pid}`;
  writeFileSync(own, OWNER);
  try {
    linkSync(own, LOCK);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

function ownerOfLock() {
  try {
    return readFileSync(LOCK, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether a process of this host has ended. Of another host's processes nothing is known. */
function isGone(owner) {
  const [host, pid] = owner.split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Removes a dead process's lock, unless another waiter was quicker and already holds a new one: that one is put back. */
function breakLock(owner) {
  const aside = `${LOCK}.${process.pid}.old`;
  try {
    renameSync(LOCK, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') === owner) rmSync(aside);
  else renameSync(aside, LOCK);
}
