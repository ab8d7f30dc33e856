// What leans on the platform's own unpackers, files and connections, once more on other versions of Node: their errors differ in words
// and in kind, and ours may not.

import { expect, test } from 'vitest';
import { OTHER_NODES, reason, runOn } from './other-nodes.fixture.ts';

const MINUTES = 60_000;

/** Folders and files, as Vitest finds them by parts of their paths. */
const SUITES = [
  'src/data/',
  'src/images/',
  'src/store/',
  'src/export/',
  'src/node/disk-store',
  'src/node/download',
  'src/node/load-',
  'src/node/read-whole',
];

test.skipIf(reason !== '').each(OTHER_NODES)(
  `data are read and refused, and runs are kept, on %s as elsewhere ${reason}`,
  { timeout: 10 * MINUTES },
  (node) => {
    const { status, text } = runOn(node, ['node_modules/vitest/vitest.mjs', 'run', ...SUITES]);
    expect(status, text).toBe(0);
    expect(Number(/Test Files .*?(\d+) passed/.exec(text)?.[1])).toBeGreaterThan(20);
  },
);
