// Puts ECharts into dist/report/echarts.js, in the place of what TypeScript wrote there: one file of the parts that src/report/echarts.ts
// names. As the package comes, Node loads 600 files of it for a report, which takes 0.4 s and 40 MB.

import { ROOT } from './run.mjs';

/** The packages that the bundle depends on. */
export const BUNDLE_PACKAGES = ['echarts', 'esbuild'];

/** Writes the bundle over the compiled file. */
export async function bundleEcharts() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/report/echarts.ts'],
    outfile: 'dist/report/echarts.js',
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
}
