#!/usr/bin/env node
// The long run of the fuzzer: 100,000 inputs for each parser, or as many as HEDDLE_FUZZ_INPUTS says, from a new seed, which is
// printed. The same inputs again: HEDDLE_FUZZ_SEED=<the seed> npm run test:fuzz

import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { ROOT } from './lib/run.mjs';

const inputs = process.env.HEDDLE_FUZZ_INPUTS ?? '100000';
const seed = process.env.HEDDLE_FUZZ_SEED ?? String(randomInt(2 ** 31));
console.log(`fuzz: ${inputs} inputs for each parser, seed ${seed}`);
const child = spawn(process.execPath, [join(ROOT, 'scripts/test.mjs'), 'test/fuzz', ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, HEDDLE_FUZZ_INPUTS: inputs, HEDDLE_FUZZ_SEED: seed },
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
