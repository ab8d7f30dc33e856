import { describe, HeddleError } from '../core/index.ts';

/** Longest name in characters; with 4 bytes each it stays below the 255 bytes that file systems allow. */
const LONGEST = 48;

/**
 * A name as part of a folder's name on any file system: letters and digits of any script, `_`, `-` and `.` stay, every
 * other run of characters becomes `-`; no leading or trailing `.` or `-`. Nothing of a hostile name can leave the folder.
 *
 * @param otherwise what to use when nothing of the name is left
 * @example
 * safeName('../../etc/passwd', 'run'); // 'etc-passwd'
 */
export function safeName(name: string, otherwise: string): string {
  const plain = name.normalize('NFC').replace(/[^\p{L}\p{N}_.-]+/gu, '-');
  const short = Array.from(plain.replace(/^[.-]+/, ''))
    .slice(0, LONGEST)
    .join('');
  const trimmed = short.replace(/[.-]+$/, '').replace(/\.{2,}/g, '.');
  return trimmed === '' ? otherwise : trimmed;
}

/**
 * The folder name of a trial: its place in the sweep, from 0, and its model's name.
 *
 * @example
 * trialFolder(3, 'model_1'); // '003-model_1'
 */
export function trialFolder(index: number, modelName: string): string {
  return `${String(index).padStart(3, '0')}-${safeName(modelName, 'model')}`;
}

/**
 * The name itself if it is a plain file or folder name, not a path.
 *
 * @throws HeddleError `file` for a name that could lead out of its folder.
 */
export function plainName(where: string, name: string): string {
  if (/^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u.test(name)) return name;
  throw new HeddleError('file', {
    where,
    expected: 'a plain name such as 003-model_1',
    received: describe(name),
    hint: 'it may not hold / or \\ or begin with a dot.',
  });
}
