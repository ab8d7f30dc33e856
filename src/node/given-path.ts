import { HeddleError } from '../core/index.ts';

/**
 * A folder's path as a person gave it, which may not be empty: an empty one would silently mean the current folder.
 *
 * @param where what the folder is for
 * @throws HeddleError `usage` for an empty text.
 */
export function givenPath(where: string, path: string): string {
  if (path !== '') return path;
  throw new HeddleError('usage', {
    where,
    expected: 'the path of a folder',
    received: 'an empty text',
    hint: 'write . for the folder you are in, or check that the variable it came from is set.',
  });
}
