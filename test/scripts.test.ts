// What the two commands, npm start and npm test, stand on: scripts/setup.mjs and .ci/run.

import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './source/parse.ts';

test('when all is fresh, setting up again says nothing and takes less than 2 seconds', () => {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, ['scripts/setup.mjs', '--build-only'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(seconds).toBeLessThan(2);
});

test.skipIf(process.platform === 'win32')(
  '.ci/run and the built command are executable (Windows has no such mark)',
  () => {
    for (const path of ['.ci/run', 'dist/cli/main.js'])
      expect(statSync(join(ROOT, path)).mode & 0o111, path).toBe(0o111);
  },
);
