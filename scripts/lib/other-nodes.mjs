// Other versions of Node, for tests of what only they can do: locked packages of their own (test/nodes), for Linux on x64.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm, npmHasInstalledTheLock } from './packages.mjs';
import { ROOT } from './run.mjs';

const FOLDER = 'test/nodes';

/** The versions' names, as test/nodes/package.json has them. */
export const OTHER_NODES = ['node-24', 'node-26'];

/** What starts a program that was built with glibc; musl has none. */
const GLIBC_LOADER = '/lib64/ld-linux-x86-64.so.2';

/** The program of an other Node. */
export function otherNode(name) {
  return join(ROOT, FOLDER, 'node_modules', name, 'bin/node');
}

/** Whether this platform runs them, and lacks one of the locked versions. */
export function lacksOtherNodes() {
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(GLIBC_LOADER)) return false;
  return !npmHasInstalledTheLock(join(ROOT, FOLDER));
}

/** Installs them from the npm registry. Throws StepFailed if it cannot. */
export async function installOtherNodes() {
  await npm([
    'ci',
    '--prefix',
    FOLDER,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--fetch-retries=1',
  ]);
}
