// Bundles the browser programs of src/pages into one plain file each, dist/pages/<name>.js. `readPage` of src/node
// reads them; nothing else in Heddle knows how a page was made.

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './lib/fresh.mjs';
import { LICENCE_BANNER } from './lib/licences.mjs';
import { ROOT } from './lib/run.mjs';

/** The browser programs: src/pages/<name>.ts or .tsx. A new one is one word here. */
const PAGES = ['report', 'proof', 'playground'];

const entryOf = (page) =>
  [`src/pages/${page}.tsx`, `src/pages/${page}.ts`].find((file) => existsSync(join(ROOT, file)));
const outputOf = (page) => `dist/pages/${page}.js`;

/** A page may import any universal folder: all sources but the tests and what runs in Node alone. */
const isUniversal = (file) =>
  /\.tsx?$/.test(file) && !/^src\/(node|cli)\/|\/assembly\/|\.(test|fixture)\.tsx?$/.test(file);

/** @type {import('./lib/fresh.mjs').Part} */
export const pagesPart = {
  name: 'pages',
  inputs: () => [
    'scripts/bundle-pages.mjs',
    'scripts/lib/licences.mjs',
    'package-lock.json',
    'tsconfig.base.json',
    ...filesBelow('src', isUniversal),
  ],
  packages: [],
  outputs: () => PAGES.map(outputOf),
  async make() {
    rmSync(join(ROOT, 'dist/pages'), { recursive: true, force: true });
    const { build } = await import('esbuild');
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: PAGES.map((page) => ({ in: entryOf(page), out: page })),
      outdir: 'dist/pages',
      bundle: true,
      minify: true,
      format: 'iife',
      platform: 'browser',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      define: { 'process.env.NODE_ENV': '"production"' },
      banner: { js: LICENCE_BANNER },
      metafile: true,
      logLevel: 'warning',
    });
    return Object.entries(metafile.outputs)
      .map(([file, { bytes }]) => `${file.split('/').at(-1)} ${(bytes / 1024).toFixed(0)} KiB`)
      .join(', ');
  },
};
