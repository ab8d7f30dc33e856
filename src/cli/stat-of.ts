import { type Stats, statSync } from 'node:fs';
import { codeOf, fileError } from '../node/index.ts';

/**
 * What a path names; null where there is nothing.
 *
 * @param expected what is looked for: `a file or a folder to look at`
 * @throws HeddleError `file` for a path that leads through a file, or through a folder that may not be looked into.
 */
export function statOf(path: string, expected: string): Stats | null {
  try {
    // With throwIfNoEntry: false, Node 24 says nothing of a path through a file either.
    return statSync(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileError(path, expected, error);
  }
}
