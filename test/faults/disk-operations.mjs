// Every operation of node:fs/promises that changes the disk passes through one function, in the order in which the program makes them.
// Whoever watches can let it happen, count it, let it fail, or end the program there.

import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const original = { ...promises };

/** Half of what is written, as a disk that is full or a program that is killed leaves it. */
const half = (content) =>
  typeof content === 'string' ? content.slice(0, content.length >> 1) : content.subarray(0, content.length >> 1);

/**
 * Watches from now on.
 *
 * @param around gets `{ kind, path, begin }` and the operation; `kind` is open, write, sync, rename, mkdir or remove, and `begin` does
 * the first half of a write
 * @returns a function that ends the watching
 */
export function watchDisk(around) {
  const nothing = async () => {};
  promises.open = async (path, flags = 'r', ...rest) => {
    const opened = () => original.open(path, flags, ...rest);
    const changes = flags !== 'r';
    const file = changes ? await around({ kind: 'open', path: String(path), begin: nothing }, opened) : await opened();
    const through = (name, kind) => {
      const method = file[name].bind(file);
      file[name] = (content, ...more) => {
        const begin =
          kind === 'write' && more.length < 3 ? async () => void (await method(half(content), ...more)) : nothing;
        return around({ kind, path: String(path), begin }, () => method(content, ...more));
      };
    };
    for (const name of ['write', 'writeFile', 'appendFile']) if (changes) through(name, 'write');
    through('sync', 'sync');
    return file;
  };
  for (const [name, kind] of [
    ['rename', 'rename'],
    ['mkdir', 'mkdir'],
    ['rm', 'remove'],
  ]) {
    promises[name] = (path, ...rest) => {
      const target = name === 'rename' ? rest[0] : path;
      return around({ kind, path: String(target), begin: nothing }, () => original[name](path, ...rest));
    };
  }
  syncBuiltinESMExports();
  return () => {
    Object.assign(promises, original);
    syncBuiltinESMExports();
  };
}

/** An error as a file system reports it. */
export const diskError = (code, { kind, path }) => Object.assign(new Error(`${code}: ${kind} ${path}`), { code });
