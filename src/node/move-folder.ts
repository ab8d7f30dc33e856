import { rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf, fileError } from './file-error.ts';
import { makeFolders } from './make-folders.ts';
import { syncFolder } from './write-whole.ts';

/**
 * Moves a folder with everything in it by one renaming; nothing where there is no such folder. Makes the folders above the new place, on
 * the same disk.
 *
 * @throws HeddleError `file` naming the new place.
 */
export async function moveFolder(path: string, to: string): Promise<void> {
  try {
    await makeFolders(dirname(to));
    await rename(path, to);
    await syncFolder(dirname(to));
    await syncFolder(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw fileError(to, 'a place to move a folder to', error);
  }
}
