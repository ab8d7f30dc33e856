#!/usr/bin/env node
// Builds what is stale, in order: the kernels and the browser's workers (the sources import both), dist/, the browser pages. `--force` builds all.

import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { pagesPart } from './bundle-pages.mjs';
import { workersPart } from './bundle-workers.mjs';
import { wasmPart } from './embed-wasm.mjs';
import { BUNDLE_PACKAGES, bundleCommandLine, bundleEcharts, commandLineFiles } from './lib/bundle-dist.mjs';
import { filesBelow, isFresh, makePart } from './lib/fresh.mjs';
import { LICENCES_FILE, writeLicences } from './lib/licences.mjs';
import { withLock } from './lib/lock.mjs';
import { ROOT, run, runMain, step } from './lib/run.mjs';

const isCompiled = (file) =>
  /\.ts$/.test(file) &&
  !/\.(test|fixture)\.ts$|^src\/pages\/|^src\/browser\/[\w-]+-worker\.ts$|\/assembly\//.test(file);
const compiledSources = () => filesBelow('src', isCompiled);
/** The command line is bundled: its sources have no outputs of their own. */
const isLibrary = (source) => !source.startsWith('src/cli/');
const outputOf = (source, extension) => source.replace(/^src\//, 'dist/').replace(/\.ts$/, extension);

/** The library: src -> dist, one .js and one .d.ts a source, ECharts in one of them. The command line: bundled into dist/cli. */
const compilePart = {
  name: 'compile',
  inputs: () => [
    'scripts/build.mjs',
    'scripts/lib/bundle-dist.mjs',
    'scripts/lib/licences.mjs',
    'package.json',
    'tsconfig.base.json',
    'tsconfig.build.json',
    ...compiledSources(),
  ],
  packages: ['typescript', ...BUNDLE_PACKAGES],
  outputs: () => [
    ...compiledSources()
      .filter(isLibrary)
      .map((source) => outputOf(source, '.js')),
    ...commandLineFiles(),
    LICENCES_FILE,
  ],
  async make() {
    // --force, because tsc trusts its own list of what it wrote even when a file of dist has been removed since.
    await run(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'tsconfig.build.json', '--force']);
    const sources = compiledSources();
    const wanted = new Set(sources.flatMap((source) => [outputOf(source, '.js'), outputOf(source, '.d.ts')]));
    for (const file of filesBelow('dist', (path) => /\.(js|d\.ts)$/.test(path) && !/^dist\/(pages|cli)\//.test(path))) {
      if (!wanted.has(file)) rmSync(join(ROOT, file));
    }
    await bundleEcharts();
    await bundleCommandLine();
    writeLicences();
    const bin = join(ROOT, 'dist/cli/main.js');
    if (existsSync(bin)) chmodSync(bin, 0o755);
    return `${sources.filter(isLibrary).length} files, the command line ${commandLineFiles().length}`;
  },
};

const PARTS = [
  { what: 'kernels compiled', part: wasmPart },
  { what: 'workers bundled', part: workersPart },
  { what: 'library compiled', part: compilePart },
  { what: 'pages bundled', part: pagesPart },
];

/** Whether every part of the build is fresh. */
export function buildIsFresh() {
  return PARTS.every(({ part }) => isFresh(part));
}

/** Makes the stale parts, or all of them. The caller holds the lock. */
export async function buildStale({ force = false } = {}) {
  for (const { what, part } of PARTS) if (force || !isFresh(part)) await step(what, () => makePart(part));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await runMain(() => withLock(() => buildStale({ force: process.argv.includes('--force') })));
}
