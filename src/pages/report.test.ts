import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('the page program bundles to one script below 660 kB that evaluates no text and loads nothing', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./report.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  const { text } = outputFiles[0];
  expect(text.length).toBeLessThan(660_000);
  expect(text).not.toMatch(/\beval\(|\bnew Function\b|\bimport\(|XMLHttpRequest|\bfetch\(/);
  expect(text).not.toContain('series.heatmap'); // confusion matrices are tables on the page
});
