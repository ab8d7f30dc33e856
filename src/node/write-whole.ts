import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, fileError } from './file-error.ts';
import { makeFolders } from './make-folders.ts';

/**
 * Replaces a file as a whole: the content goes to a temporary name beside it, is forced to the disk and renamed into
 * place, so that after a crash there is the old file or the new one, never a part. Makes the folders above it.
 *
 * @param previous where the old file goes; between the two renames it is there alone. Without it the old file is lost.
 * @throws HeddleError `file` naming the path.
 */
export async function writeWhole(path: string, content: Uint8Array | string, previous?: string): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await makeFolders(folder);
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (previous !== undefined) await renameThere(path, previous);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // the first error is the one to tell
    throw fileError(path, 'a file to write', error);
  }
}

/** Renames a file, if there is one. */
async function renameThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** Forces the names in a folder to the disk. Windows cannot open folders and keeps names safe by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const opened = await open(folder, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
