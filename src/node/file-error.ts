import { HeddleError } from '../core/index.ts';

/** What a person can do about the errors that a file system reports, by its code. */
const CASES: Readonly<Record<string, { received: string; hint: string }>> = {
  ENOENT: { received: 'no such file or folder', hint: 'check the path.' },
  ENOTDIR: { received: 'a file where a folder must be', hint: 'choose another folder.' },
  EEXIST: { received: 'something else of that name', hint: 'move it away, or choose another name.' },
  ENOTEMPTY: { received: 'something else of that name', hint: 'move it away, or choose another name.' },
  EISDIR: { received: 'a folder where a file must be', hint: 'move the folder away.' },
  EACCES: { received: 'permission denied', hint: 'change its permissions, or choose another folder.' },
  EPERM: { received: 'operation not permitted', hint: 'change its permissions, or choose another folder.' },
  EROFS: { received: 'a read-only file system', hint: 'choose a folder on another disk.' },
  ENOTSUP: { received: 'a file system that does not allow it', hint: 'choose a folder on a disk.' },
  ENOSPC: {
    received: 'no space left on the disk',
    hint: 'free some space, or choose a folder on another disk, and run again.',
  },
  EDQUOT: {
    received: 'disk quota exceeded',
    hint: 'free some space, or choose a folder on another disk, and run again.',
  },
  EMFILE: { received: 'too many open files', hint: 'close other programs, or raise the limit (ulimit -n).' },
  ENAMETOOLONG: { received: 'a path that is too long', hint: 'choose a shorter name or folder.' },
};

/** The code of an error that a file system reported: `ENOENT`; empty for any other error. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * A file system's error as a HeddleError `file` that says the path and what to do. Any other error is returned as it is.
 *
 * @param expected what was being attempted: `a folder to write the run to`
 */
export function fileError(path: string, expected: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === '' || error instanceof HeddleError) return error;
  const known = Object.hasOwn(CASES, code)
    ? CASES[code]
    : { received: `the error ${code}`, hint: 'check the path and the disk.' };
  return new HeddleError('file', { where: path, expected, received: known.received, hint: known.hint, cause: error });
}

/**
 * The same for a file that was to be read: a folder there is the wrong path, and nothing that stands in the way.
 *
 * @param expected what was being attempted: `a CSV file to read`
 */
export function readError(path: string, expected: string, error: unknown): unknown {
  if (codeOf(error) !== 'EISDIR') return fileError(path, expected, error);
  return new HeddleError('file', {
    where: path,
    expected,
    received: 'a folder',
    hint: 'name a file in it; a folder of pictures is a data set of its own: dataset: { images: ... }.',
    cause: error,
  });
}
