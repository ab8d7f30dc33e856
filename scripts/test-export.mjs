#!/usr/bin/env node
// The long version of the export tests.
//
//   node scripts/test-export.mjs [networks] [run]
//
// networks   how many drawn networks; 200 unless given
// run        a run folder whose chosen network is tried on all test images, in onnxruntime-web and as JavaScript, in Node and in Chromium

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, runMain } from './lib/run.mjs';

const [networks = '200', folder] = process.argv.slice(2);
const formats = ['onnx', 'javascript', 'pytorch'].map((format) => `test/export-${format}.test.ts`);

/** The model file of a run's chosen trial. */
function chosenModel(of) {
  const [{ trial }] = JSON.parse(readFileSync(join(of, 'leaderboard.json'), 'utf8'));
  return resolve(of, 'trials', trial, 'model.safetensors');
}

await runMain(async () => {
  const env = {
    HEDDLE_EXPORT_NETWORKS: networks,
    ...(folder === undefined ? {} : { HEDDLE_EXPORT_MODEL: chosenModel(folder) }),
  };
  const tests = folder === undefined ? formats : [...formats, 'test/export-elsewhere.test.ts'];
  const args = [
    'node_modules/vitest/vitest.mjs',
    'run',
    ...tests, // before the options: one without a value takes what follows it
    '--testTimeout=1200000',
    '--disable-console-intercept',
  ];
  console.log(await run(process.execPath, args, { env }));
});
