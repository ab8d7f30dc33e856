#!/usr/bin/env node
// The long version of the export tests: as many drawn networks as the argument says, 200 where there is none.

import { run, runMain } from './lib/run.mjs';

const TESTS = ['onnx', 'javascript', 'pytorch'].map((format) => `test/export-${format}.test.ts`);

await runMain(async () => {
  const env = { HEDDLE_EXPORT_NETWORKS: process.argv[2] ?? '200' };
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--testTimeout=1200000', ...TESTS];
  console.log(await run(process.execPath, args, { env }));
});
