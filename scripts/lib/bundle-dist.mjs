// Makes few files of many in dist, where Node would otherwise look for and load each of them: ECharts comes as 600 files, which takes 0.4 s
// and 40 MB in a report; the command line with all that it uses as 250, which takes 0.12 s and 10 MB at each start.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LICENCE_BANNER } from './licences.mjs';
import { ROOT } from './run.mjs';

/** The packages that the bundles depend on. */
export const BUNDLE_PACKAGES = ['echarts', 'esbuild'];

const COMMON = { absWorkingDir: ROOT, bundle: true, format: 'esm', target: 'es2023', logLevel: 'warning' };

/** Puts ECharts, as far as it is used, into the one file that draws with it. */
export async function bundleEcharts() {
  const { build } = await import('esbuild');
  await build({
    ...COMMON,
    entryPoints: ['dist/report/draw-chart.js'],
    outfile: 'dist/report/draw-chart.js',
    allowOverwrite: true,
    minify: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: { js: LICENCE_BANNER },
  });
}

const FOLDER = 'dist/cli';
/** The names of the files that the last build made of the command line, a line each. */
const LIST = join(ROOT, 'dist/.stamps/command-line-files');

/** The files of the command line that the last build made. */
export function commandLineFiles() {
  return existsSync(LIST) ? readFileSync(LIST, 'utf8').trim().split('\n') : [`${FOLDER}/main.js`];
}

/**
 * Puts the command line with all of Heddle that it uses into dist/cli: main.js, and beside it what commands load when they run. Packages
 * that users install stay outside. All files lie one folder below dist, since some find package.json and dist/pages from where they are.
 *
 * What the build before made is left there: a command that runs meanwhile has yet to load some of it.
 */
export async function bundleCommandLine() {
  const before = commandLineFiles();
  const { build } = await import('esbuild');
  const { metafile } = await build({
    ...COMMON,
    entryPoints: [`${FOLDER}/main.js`],
    outdir: FOLDER,
    allowOverwrite: true,
    splitting: true,
    platform: 'node',
    packages: 'external',
    metafile: true,
  });
  const made = Object.keys(metafile.outputs);
  for (const name of readdirSync(join(ROOT, FOLDER))) {
    const file = `${FOLDER}/${name}`;
    if (!made.includes(file) && !before.includes(file)) rmSync(join(ROOT, file), { recursive: true });
  }
  mkdirSync(dirname(LIST), { recursive: true });
  writeFileSync(LIST, `${made.join('\n')}\n`);
}
