import { mkdir, open, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { HeddleError } from '../core/index.ts';
import type { RunRecord } from '../record/index.ts';
import { mendedJournal, type RunFiles, type RunStore, runStoreOver, safeName } from '../store/index.ts';
import { codeOf, fileError } from './file-error.ts';
import { givenPath } from './given-path.ts';
import { makeFolders } from './make-folders.ts';
import { moveFolder } from './move-folder.ts';
import { writeWhole } from './write-whole.ts';

/** A run folder as a list of runs shows it. */
export interface RunListing {
  readonly folder: string;
  /** Null when the folder cannot be read; `problem` says why. */
  readonly run: RunRecord | null;
  readonly problem: string | null;
}

/** What `--out` names, for errors. */
const RUNS = 'folder for runs';

/**
 * The time as it stands in a run folder's name, in the machine's own time zone.
 *
 * @example
 * runTime(new Date(2026, 10, 22, 16, 15, 0)); // '20261122-161500'
 */
export function runTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/**
 * Makes a new run folder `<parent>/<name>-<time>` and opens it. An existing folder is never written to: a second run of
 * the same second gets `-2` after its name, a third `-3`.
 *
 * @param time see {@link runTime}
 * @throws HeddleError `file` when the folder cannot be made, `usage` for an empty path.
 */
export async function createDiskStore(parent: string, name: string, time: string): Promise<RunStore> {
  givenPath(RUNS, parent);
  const base = resolve(parent, `${safeName(name, 'sweep')}-${safeName(time, 'run')}`);
  try {
    await makeFolders(resolve(parent));
    for (let attempt = 1; ; attempt++) {
      const folder = attempt === 1 ? base : `${base}-${attempt}`;
      if (await madeFolder(folder)) return runStoreOver(diskFiles(folder));
    }
  } catch (error) {
    throw fileError(parent, 'a folder to write runs to', error);
  }
}

/**
 * Opens a run folder that exists.
 *
 * @throws HeddleError `file` when it is missing or is no run folder, `usage` for an empty path.
 */
export async function openDiskStore(folder: string): Promise<RunStore> {
  givenPath('run folder', folder);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    throw fileError(folder, 'a run folder', error);
  }
  if (names.includes('sweep.json')) return runStoreOver(diskFiles(resolve(folder)));
  throw new HeddleError('file', {
    where: folder,
    expected: 'a run folder, with sweep.json in it',
    received:
      names.length === 0 ? 'an empty folder' : `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', ...' : ''}`,
    hint: 'give the folder that a sweep made; `heddle runs` lists them.',
  });
}

/**
 * The runs inside a folder, newest first; none when the folder does not exist. A run that cannot be read is listed
 * with its problem rather than hiding the others.
 *
 * @throws HeddleError `file` when the folder cannot be read, `usage` for an empty path.
 */
export async function listRuns(parent: string): Promise<RunListing[]> {
  const listings: RunListing[] = [];
  for (const name of await foldersIn(givenPath(RUNS, parent))) {
    const listed = await listing(join(parent, name));
    if (listed !== null) listings.push(listed);
  }
  const key = (listed: RunListing): string => `${listed.run?.sweep.started ?? ''} ${listed.folder}`;
  return listings.sort((a, b) => (key(a) < key(b) ? 1 : -1));
}

/** Null for a folder that is no run's. */
async function listing(folder: string): Promise<RunListing | null> {
  const files = diskFiles(folder);
  try {
    if ((await files.read('sweep.json')) === null) return null;
    return { folder, run: await runStoreOver(files).read(), problem: null };
  } catch (error) {
    if (!(error instanceof HeddleError)) throw error;
    return { folder, run: null, problem: error.message };
  }
}

/** Makes one folder; false when there is something of that name already. */
async function madeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Removes a run folder that nothing was written to, as on a full disk.
 *
 * @returns false where it holds anything, or cannot be removed
 */
export async function removeEmptyRun(folder: string): Promise<boolean> {
  try {
    await rmdir(folder);
    return true;
  } catch (error) {
    if (codeOf(error) === '') throw error;
    return false;
  }
}

/** The files of a run folder on disk. */
export function diskFiles(folder: string): RunFiles {
  return {
    location: folder,
    write: (path, content) => writeWhole(join(folder, path), content),
    writeKeeping: (path, content, previous) => writeWhole(join(folder, path), content, join(folder, previous)),
    async remove(path) {
      const file = join(folder, path);
      try {
        await rm(file, { force: true });
      } catch (error) {
        throw fileError(file, 'a file to remove', error);
      }
    },
    move: (path, to) => moveFolder(join(folder, path), join(folder, to)),
    append: (path, line) => appendLine(join(folder, path), line),
    async read(path) {
      const file = join(folder, path);
      try {
        return new Uint8Array(await readFile(file));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw fileError(file, 'a file to read', error);
      }
    },
    folders: (path) => foldersIn(join(folder, path)),
  };
}

async function foldersIn(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw fileError(path, 'a folder to read', error);
  }
}

/**
 * One write a line, at the end of the file whoever else writes to it. Not forced to the disk: a journal outlives the
 * program at every line, and the power cut that takes its last lines is answered by training those epochs again.
 */
async function appendLine(path: string, line: string): Promise<void> {
  try {
    await makeFolders(dirname(path));
    const file = await open(path, 'a+');
    try {
      const { size } = await file.stat();
      const last = size === 0 ? null : await file.read(new Uint8Array(1), 0, 1, size - 1);
      if (last !== null && last.bytesRead === 1 && last.buffer[0] !== 0x0a) await mend(path);
      await file.appendFile(line);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(path, 'a file to append to', error);
  }
}

async function mend(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const held = new Uint8Array(await file.readFile());
    const mended = mendedJournal(held);
    if (mended.length < held.length) await file.truncate(mended.length);
    else await file.write(mended, held.length, mended.length - held.length, held.length);
  } finally {
    await file.close();
  }
}
