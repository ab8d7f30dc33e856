#!/usr/bin/env node
// Runs every test with vitest (extra arguments are passed on), names each skipped test with its reason, and ends with
// one line: `N passed, N failed, N skipped`.
//
// Fails when a test failed, when none ran, and, in a full run on Debian as root with HEDDLE_DATA set, where nothing
// has a reason to be missing, when any was skipped.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/run.mjs';
import { isDebianRoot } from './lib/system.mjs';

const OUTCOME = join(ROOT, 'test/output/outcome.json');

function runVitest(args) {
  const reporter = join(ROOT, 'scripts/lib/outcome-reporter.mjs');
  const vitest = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', `--reporter=${reporter}`];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...vitest, ...args], {
      cwd: ROOT,
      env: { ...process.env, HEDDLE_TEST_OUTCOME: OUTCOME },
      stdio: 'inherit',
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
}

const args = process.argv.slice(2);
mkdirSync(join(ROOT, 'test/output'), { recursive: true });
rmSync(OUTCOME, { force: true });
const { code, signal } = await runVitest(args);

const reported = existsSync(OUTCOME);
const outcome = reported ? JSON.parse(readFileSync(OUTCOME, 'utf8')) : { passed: 0, failed: 0, skipped: [] };
const mustSkipNothing = args.length === 0 && isDebianRoot() && Boolean(process.env.HEDDLE_DATA);
const problems = [];
if (!reported) problems.push(`vitest ended without a result (${signal ?? `exit code ${code}`})`);
else if (outcome.passed + outcome.failed === 0) problems.push('no test ran');
else if (code !== 0 && outcome.failed === 0)
  problems.push(`vitest failed (${signal ?? `exit code ${code}`}) though no test did`);
if (mustSkipNothing && outcome.skipped.length > 0) problems.push('tests were skipped, though this machine can run all');

for (const { name, reason } of outcome.skipped) console.log(`skipped: ${name}: ${reason}`);
for (const problem of problems) console.log(`problem: ${problem}`);
console.log(`${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped.length} skipped`);
process.exitCode = outcome.failed > 0 || problems.length > 0 ? 1 : 0;
