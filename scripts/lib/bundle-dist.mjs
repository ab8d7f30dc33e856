// Makes few files of many in dist, where Node would otherwise look for and load each of them: ECharts comes as 600 files, which takes 0.4 s
// and 40 MB in a report; the command line with all that it uses as 250, which takes 0.12 s and 10 MB at each start.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './fresh.mjs';
import { ROOT } from './run.mjs';

/** The packages that the bundles depend on. */
export const BUNDLE_PACKAGES = ['echarts', 'esbuild'];

const COMMON = { absWorkingDir: ROOT, bundle: true, format: 'esm', target: 'es2022', logLevel: 'warning' };

/** Puts into dist/report/echarts.js, in the place of what TypeScript wrote there, the parts of ECharts that src/report/echarts.ts names. */
export async function bundleEcharts() {
  const { build } = await import('esbuild');
  await build({
    ...COMMON,
    entryPoints: ['src/report/echarts.ts'],
    outfile: 'dist/report/echarts.js',
    minify: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
}

/**
 * Puts the command line with all of Heddle that it uses into dist/cli: main.js and what commands load when they run. Other packages stay
 * outside. Files there keep their depth, since some find package.json and dist/pages from where they are.
 */
export async function bundleCommandLine() {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    ...COMMON,
    entryPoints: ['dist/cli/main.js'],
    outdir: 'dist/cli',
    allowOverwrite: true,
    splitting: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
  });
  for (const file of filesBelow('dist/cli')) if (!(file in metafile.outputs)) rmSync(join(ROOT, file));
}
