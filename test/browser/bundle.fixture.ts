// Programs for test pages: TypeScript that imports `heddle` and its entry points, bundled from the sources into one script.

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Bundles a program into one classic script, as `<script>` takes it.
 *
 * @param source TypeScript; imports are resolved as in the folder of this file
 */
export async function bundleProgram(source: string, options: { readonly minify?: boolean } = {}): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    minify: options.minify ?? false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    tsconfig: 'tsconfig.json',
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}

/** A page that runs a script; `</script` in one of its strings does not end its element. */
export function pageOf(script: string, body = ''): string {
  return `<!doctype html><meta charset="utf-8"><title>test</title>${body}<script>${script.replaceAll('</script', '<\\/script')}</script>`;
}
