// Where files that a command makes go. What is there already is the user's: it is replaced only where that was asked for.

import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve } from 'node:path';
import { HeddleError, safeName } from '../../index.ts';
import { fileError } from '../../node/index.ts';
import { shownPath } from '../view/ending.ts';

/** Where files go, and what they are called. */
export interface FileTarget {
  readonly folder: string;
  /** The name without ending. */
  readonly stem: string;
  readonly ending: string;
}

/**
 * Where the files of a model go: what `--to` names, or the model's name in the working folder.
 *
 * @param endings those that the file may have; the first is the usual one
 * @param isModule whether the name is one that Python imports
 * @throws HeddleError `usage` for a file of another ending.
 */
export function fileTarget(
  to: string | undefined,
  model: string,
  endings: readonly string[],
  isModule = false,
): FileTarget {
  const [usual] = endings;
  const plain = safeName(model.split(' ')[0], 'model').replace(/[^\w]/g, isModule ? '_' : '-');
  if (to === undefined) return { stem: plain, ending: usual, folder: resolve('.') };
  const path = resolve(to);
  if (existsSync(path) && statSync(path).isDirectory()) return { stem: plain, ending: usual, folder: path };
  const ending = endings.find((possible) => path.endsWith(possible));
  if (ending !== undefined) return { stem: basename(path, ending), ending, folder: dirname(path) };
  throw new HeddleError('usage', {
    where: `--to ${to}`,
    expected: `an existing folder, or a file that ends in ${endings.join(' or ')}`,
    received: basename(path),
    hint: bothWays(to, path, usual),
  });
}

/** What no ending tells may be meant as a folder or as a file: how either is said. */
function bothWays(to: string, path: string, ending: string): string {
  const other = extname(path);
  if (other !== '' || existsSync(path))
    return `name the file with its ending, such as ${basename(path, other)}${ending}.`;
  return `for a folder, make it first (mkdir ${to}); for a file, name it with its ending: ${to.replace(/[/\\]+$/, '')}${ending}.`;
}

/**
 * Refuses names that files of other content have.
 *
 * @throws HeddleError `usage` naming them, `file` for what is there and cannot be read.
 */
export async function refuseOthers(
  paths: readonly string[],
  files: readonly { readonly content: Uint8Array | string }[],
): Promise<void> {
  const there: string[] = [];
  for (const [i, path] of paths.entries()) {
    if (existsSync(path) && !(await bytesOf(path)).equals(Buffer.from(files[i].content))) there.push(shownPath(path));
  }
  if (there.length === 0) return;
  throw taken(there.join(', '), there.length === 1 ? 'a file that is there already' : 'files that are there already');
}

function bytesOf(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw fileError(path, 'a name that is free', error);
  });
}

/** The error of a name that something else has. */
export function taken(where: string, received: string): HeddleError {
  return new HeddleError('usage', {
    where,
    expected: 'names that are free',
    received,
    hint: 'choose another name with --to, or add --overwrite to replace what is there.',
  });
}
