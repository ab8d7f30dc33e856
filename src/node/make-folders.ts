import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './file-error.ts';

/**
 * Makes a folder and those above it that are missing; nothing where it is there already. One at a time, since Node 20's
 * recursive `mkdir` never returns where the file system makes no folders (`/proc`).
 *
 * @throws the file system's error, `ENOTDIR` for a file in the way, `ENOTSUP` where no folder can be made.
 */
export async function makeFolders(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  await makeFolders(dirname(folder));
  try {
    await mkdir(folder);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST' && (await isFolder(folder))) return; // another program has made it meanwhile
    if (codeOf(cause) !== 'ENOENT') throw cause;
    throw withCode('ENOTSUP', `no folder can be made in ${dirname(folder)}`, cause);
  }
}

/** False where there is nothing; an error for anything else than a folder. */
async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && dirname(path) !== path) return false;
    throw error;
  }
  throw withCode('ENOTDIR', `${path} is a file`);
}

const withCode = (code: string, message: string, cause?: unknown): Error =>
  Object.assign(new Error(message, { cause }), { code });
