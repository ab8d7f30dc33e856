// The package as its users get it: packed, installed into an empty project, type-checked, bundled by esbuild and Vite without
// configuration, loaded as plain ES modules with an import map, and trained with in Chromium.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { withFolder } from '../cli-process.fixture.ts';
import { codeBlocksOf } from '../source/markdown.ts';
import { missing } from './browsers.fixture.ts';
import { withChromium } from './chromium.fixture.ts';
import { withServer } from './serve.fixture.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);
const tool = (path: string): string => join(ROOT, 'node_modules', path);

const PROGRAM = `
import { crossEntropy, dense, seedFrom, sequential, tanh, twoSpirals, saveModel } from 'heddle';
import { type BrowserEngine, createBrowserEngine } from 'heddle/browser';
import { loadPredictor } from 'heddle/predict';

export async function main(): Promise<string> {
  const engine: BrowserEngine = await createBrowserEngine({ profile: 'strict', onNotice: () => undefined });
  const model = sequential({ input: [2] }, [dense({ units: 8 }), tanh(), dense({ units: 2 })]);
  const trained = await engine.fit(model, twoSpirals(60, seedFrom(1)), { loss: crossEntropy(), epochs: 3, seed: 2 });
  const loss = { kind: 'crossEntropy', labelSmoothing: 0, classWeights: null };
  const file = saveModel({ model, loss, tensors: trained.tensors, classNames: ['a', 'b'], preprocessing: { kind: 'floats' } });
  const predictor = await loadPredictor(file, { profile: 'strict' });
  const [one, other] = [await trained.predict([0.1, 0.2]), await predictor.predict([0.1, 0.2])];
  engine.close();
  return one.join() === other.join() ? trained.result.fingerprint : 'two answers';
}
Object.assign(globalThis, { main });
`;

const html = (script: string): string => `<!doctype html><meta charset="utf-8"><title>x</title>${script}`;

test('the packed tarball, installed into an empty project, type-checks, bundles and trains', {
  timeout: 240_000,
}, async ({ skip }) => {
  const reason = missing('chromium');
  skip(reason !== undefined, reason);
  await withFolder(async (folder) => {
    const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: ROOT,
    });
    const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
    const packed = files.map(({ path }) => path);
    expect(packed).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'dist/index.js',
        'dist/browser/index.d.ts',
        'dist/pages/playground.js',
      ]),
    );
    expect(packed.filter((path) => /\.test\.|\.fixture\.|^src\/|^test\//.test(path))).toEqual([]);

    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
    const install = [
      'install',
      join(folder, filename),
      '--prefer-offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--omit=optional',
      '--legacy-peer-deps',
    ];
    await run('npm', install, { cwd: project });
    const installed = join(project, 'node_modules/heddle');
    const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      exports: Record<string, string | Record<string, string>>;
    };
    const targets = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    expect(targets.filter((target) => !existsSync(join(installed, target)))).toEqual([]);

    writeFileSync(join(project, 'main.ts'), PROGRAM);
    const compilerOptions = {
      strict: true,
      target: 'es2023',
      lib: ['es2023', 'dom'],
      module: 'nodenext',
      types: [],
      outDir: 'plain',
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
    await run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'tsconfig.json'], { cwd: project }).catch(
      (error) => {
        throw new Error(error.stdout);
      },
    );

    // The README's example, under the options that `tsc --init` writes.
    const [readme] = codeBlocksOf(readFileSync(join(ROOT, 'README.md'), 'utf8')).filter(({ info }) => info === 'ts');
    writeFileSync(join(project, 'readme.ts'), readme.code);
    const careful = { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true };
    const withNode = { typeRoots: [join(ROOT, 'node_modules/@types')], types: ['node'] };
    writeFileSync(
      join(project, 'careful.json'),
      JSON.stringify({ compilerOptions: { ...compilerOptions, ...careful, ...withNode }, files: ['readme.ts'] }),
    );
    await run(process.execPath, [tool('typescript/bin/tsc'), '-p', 'careful.json'], { cwd: project }).catch((error) => {
      throw new Error(error.stdout);
    });

    await build({
      absWorkingDir: project,
      entryPoints: ['main.ts'],
      bundle: true,
      format: 'esm',
      outfile: 'esbuild/main.js',
      logLevel: 'silent',
    });
    writeFileSync(join(project, 'index.html'), html('<script type="module" src="/main.ts"></script>'));
    await run(process.execPath, [tool('vite/bin/vite.js'), 'build', '--logLevel', 'error'], { cwd: project });
    writeFileSync(join(project, 'esbuild/index.html'), html('<script type="module" src="main.js"></script>'));
    const imports = Object.fromEntries(
      ['', '/browser', '/predict'].map((entry) => [`heddle${entry}`, `/node_modules/heddle/dist${entry}/index.js`]),
    );
    const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
    writeFileSync(join(project, 'plain/index.html'), html(`${map}<script type="module" src="main.js"></script>`));

    const site = (path: string): Uint8Array | undefined => {
      const file = join(project, path.endsWith('/') ? `${path}index.html` : path);
      return existsSync(file)
        ? readFileSync(file)
        : existsSync(join(project, 'dist', path))
          ? readFileSync(join(project, 'dist', path))
          : undefined;
    };
    await withServer(site, { isolated: true }, (address) =>
      withChromium(async (browser) => {
        const fingerprints: string[] = [];
        for (const path of ['/plain/', '/esbuild/', '/dist/']) {
          const page = await browser.newPage();
          await page.goto(address + path);
          await page.waitForFunction('globalThis.main !== undefined', undefined, { timeout: 20_000 });
          fingerprints.push(await page.evaluate<string>('main()'));
        }
        expect(fingerprints[0]).toMatch(/^[0-9a-f]{64}$/);
        expect(new Set(fingerprints).size).toBe(1);
      }),
    );
  });
});
