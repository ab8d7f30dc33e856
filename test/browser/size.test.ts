// What a page has to download: JavaScript and WebAssembly, minified and packed with gzip.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundleProgram } from './bundle.fixture.ts';

const KILOBYTE = 1000;

/** What docs/browser.md says that a program takes. */
function documented(what: string): number {
  const page = readFileSync(new URL('../../docs/browser.md', import.meta.url), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith(`| ${what}`));
  return Number(/\| (\d+) kB \|$/.exec(row ?? '')?.[1]) * KILOBYTE;
}

/** The documented size is the measured one, rounded up by little. */
function expectDocumented(what: string, size: number): void {
  expect(size).toBeLessThanOrEqual(documented(what));
  expect(size).toBeGreaterThan(documented(what) - 2 * KILOBYTE);
}

async function packedSize(program: string): Promise<number> {
  return gzipSync(await bundleProgram(program, { minify: true }), { level: 9 }).length;
}

const NETWORK = `
  import { adam, batchNorm, classTable, crossEntropy, dense, dropout, floatFeatures, relu, sequential } from 'heddle';
  const table = classTable('two', floatFeatures([2], [0, 1, 1, 0]), Int32Array.of(0, 1), ['a', 'b']);
  const model = sequential({ input: [2] }, [dense({ units: 8 }), batchNorm(), relu(), dropout({ rate: 0.1 }), dense({ units: 2 })]);
  const options = { loss: crossEntropy(), optimizer: adam(), epochs: 3 };
`;

test('defining, training and running a network in a worker takes at most 60 kB', async () => {
  const size = await packedSize(`${NETWORK}
    import { createBrowserEngine } from 'heddle/browser';
    createBrowserEngine().then(async (engine) => {
      const trained = await engine.fit(model, table, options);
      document.title = String(await trained.predict([1, 2]));
    });`);
  expect(size).toBeLessThanOrEqual(60 * KILOBYTE);
  expectDocumented('define, train and run in a worker', size);
});

test('the same on the page itself takes at most 60 kB', async () => {
  const size = await packedSize(`${NETWORK}
    import { fit } from 'heddle';
    fit(model, table, options).then(async (trained) => {
      document.title = String(await trained.predict([1, 2]));
    });`);
  expect(size).toBeLessThanOrEqual(60 * KILOBYTE);
  expectDocumented('define, train and run on the page itself', size);
});

test('prediction alone takes at most 25 kB', async () => {
  const size = await packedSize(`
    import { loadPredictor } from 'heddle/predict';
    loadPredictor(new Uint8Array(8)).then(async (predictor) => {
      document.title = String(await predictor.predict([1, 2]));
    });`);
  expect(size).toBeLessThanOrEqual(25 * KILOBYTE);
  expectDocumented('predict (`heddle/predict`)', size);
});
