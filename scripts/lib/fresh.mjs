// What is stale, by content. A part of the build has inputs and outputs; its stamp (dist/.stamps/<part>) holds the hash
// of the inputs it was made from. The stamp is removed before a part is made and written after it, so an interrupted
// build is stale. File times are never looked at.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './run.mjs';

/**
 * One part of the build.
 * @typedef {object} Part
 * @property {string} name
 * @property {() => string[]} inputs  files it is made from, relative to the root
 * @property {string[]} packages  packages whose version it depends on
 * @property {() => string[]} outputs  files that must exist, relative to the root
 * @property {() => Promise<string>} make  makes the outputs; returns words for the log
 */

/** All files below `folder` for which `wanted(path)` holds, relative to the root, sorted, with forward slashes. */
export function filesBelow(folder, wanted = () => true) {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(ROOT.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter(wanted)
    .sort();
}

/** SHA-256 over the names and contents of a part's inputs and the versions of its packages. */
export function inputHash(part) {
  const hash = createHash('sha256');
  for (const name of part.packages) {
    const manifest = readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8');
    hash.update(`${name} ${JSON.parse(manifest).version}\n`);
  }
  for (const file of part.inputs()) {
    const content = readFileSync(join(ROOT, file));
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

const stampOf = (part) => join(ROOT, 'dist/.stamps', part.name);

/** Whether a part's outputs exist and were made from its inputs as they are now. */
export function isFresh(part) {
  const stamp = stampOf(part);
  if (!existsSync(stamp)) return false;
  return (
    readFileSync(stamp, 'utf8') === inputHash(part) && part.outputs().every((file) => existsSync(join(ROOT, file)))
  );
}

/** Makes a part and stamps it with the hash its inputs had when the work began. */
export async function makePart(part) {
  const stamp = stampOf(part);
  rmSync(stamp, { force: true });
  const hash = inputHash(part);
  const details = await part.make();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return details;
}
