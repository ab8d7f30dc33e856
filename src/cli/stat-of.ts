import { type Stats, statSync } from 'node:fs';
import { fileError } from '../node/index.ts';

/**
 * What a path names; null where there is nothing.
 *
 * @param expected what is looked for: `a file or a folder to look at`
 * @throws HeddleError `file` for a path that leads through a file, or through a folder that may not be looked into.
 */
export function statOf(path: string, expected: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw fileError(path, expected, error);
  }
}
