// The acceptance checks of browsers, on the real data. `fingerprints`: model_3 for one epoch gives the fingerprint of Node in each engine,
// strict and where it can fused. `freedom`: while it trains in Chromium the page stays free. Prints one JSON document;
// scripts/acceptance.mjs runs it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryStore, runExperiment, standardKinds } from 'heddle';
import { createEngine, loadDataset } from 'heddle/node';
import { parseSweepFile } from 'heddle/sweep-file';
import { BROWSER_NAMES, BROWSERS, type BrowserName, missing } from './browsers.fixture.ts';
import { heddlePage } from './engine.fixture.ts';
import { withServer } from './serve.fixture.ts';

const SWEEP = readFileSync(new URL('../../examples/fashion-mnist/sweep.yaml', import.meta.url), 'utf8');
const CHANGES = [
  { path: 'models', value: ['model_3'] },
  { path: 'optimizer.learningRate', value: 0.000625 },
  { path: 'training.epochs', value: 1 },
];
const MEASURED_RUNS = 3;
const MEASURED_SECONDS = 20;

const folder = join(process.env['HEDDLE_DATA'] ?? 'data', 'fashion-mnist');
const page = await heddlePage();
const site = (path: string): string | Uint8Array | undefined => {
  if (path === '/') return page;
  return path.startsWith('/fashion-mnist/') && !path.includes('..')
    ? readFileSync(join(folder, path.slice('/fashion-mnist/'.length)))
    : undefined;
};

async function inNode(profile: 'strict' | 'fused'): Promise<string | null> {
  const engine = await createEngine({ profile });
  const store = memoryStore('node');
  try {
    await runExperiment({
      spec: parseSweepFile(SWEEP, 'sweep.yaml', standardKinds, CHANGES),
      kinds: standardKinds,
      dataset: await loadDataset('fashion-mnist'),
      engine,
      store,
      environment: { heddle: '0.0.0', runtime: process.version, platform: process.platform, cpu: '', cores: 1 },
      command: 'acceptance',
      now: () => performance.now(),
      clock: () => new Date().toISOString(),
      test: false,
    });
    return (await store.read()).trials[0].record.fingerprint;
  } finally {
    await engine.close();
  }
}

interface BrowserRun {
  readonly asked: string;
  readonly used: string;
  readonly threads: number;
  readonly fingerprint: string;
  readonly seconds: number;
}

const inBrowser = (name: BrowserName): Promise<BrowserRun[]> =>
  BROWSERS[name].with((browser) =>
    withServer(site, { isolated: true }, async (address) => {
      await browser.goto(`${address}/`);
      const runs: BrowserRun[] = [];
      for (const profile of ['strict', 'fused']) {
        runs.push(
          await browser.evaluate<BrowserRun>(`(async () => {
            globalThis.dataset ??= await browser.loadBrowserDataset('fashion-mnist', { from: '/fashion-mnist/' });
            const spec = parseSweepFile(${JSON.stringify(SWEEP)}, 'sweep.yaml', heddle.standardKinds, ${JSON.stringify(CHANGES)});
            const started = performance.now();
            const { used, files } = await browser.runBrowserSweep({ spec, dataset, profile: '${profile}', test: false, onNotice: () => undefined });
            const path = [...files.keys()].find((name) => name.endsWith('/trial.json'));
            const { fingerprint } = JSON.parse(new TextDecoder().decode(files.get(path)));
            return { asked: '${profile}', used: used.profile, threads: used.threads, fingerprint, seconds: (performance.now() - started) / 1000 };
          })()`),
        );
      }
      return runs;
    }),
  );

interface Freedom {
  readonly longestTask: number;
  readonly progressPerSecond: number;
}

/** The longest task of the page's own thread, in ms, and progress events a second, while model_3 trains in Chromium. */
const freedom = (): Promise<Freedom[]> =>
  BROWSERS.chromium.with((browser) =>
    withServer(site, { isolated: true }, async (address) => {
      await browser.goto(`${address}/`);
      return browser.evaluate<Freedom[]>(`(async () => {
        const { adam, batchNorm, crossEntropy, dense, dropout, flatten, relu, sequential } = heddle;
        const { train, test } = await browser.loadBrowserDataset('fashion-mnist', { from: '/fashion-mnist/' });
        const block = (units) => [dense({ units }), batchNorm(), relu(), dropout({ rate: 0.3 })];
        const model = sequential({ input: [28, 28] }, [flatten(), ...block(512), ...block(256), dense({ units: 10 })]);
        const engine = await browser.createBrowserEngine();
        const tasks = [];
        let progress = 0;
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ['longtask'] });
        const controller = new AbortController();
        const onEvent = ({ type }) => { if (type === 'progress') progress++; };
        const training = engine.fit(model, train, { loss: crossEntropy(), optimizer: adam(), batchSize: 1024, epochs: 1000, validation: test, signal: controller.signal, onEvent });
        await new Promise((resolve) => setTimeout(resolve, 2000));
        const runs = [];
        for (let run = 0; run < ${MEASURED_RUNS}; run++) {
          tasks.length = 0;
          progress = 0;
          const started = performance.now();
          await new Promise((resolve) => setTimeout(resolve, ${MEASURED_SECONDS * 1000}));
          runs.push({ longestTask: Math.max(0, ...tasks), progressPerSecond: progress / ((performance.now() - started) / 1000) });
        }
        controller.abort();
        await training;
        engine.close();
        return runs;
      })()`);
    }),
  );

async function fingerprints(): Promise<object> {
  const node = { strict: await inNode('strict'), fused: await inNode('fused') };
  const browsers: Record<string, readonly BrowserRun[] | string> = {};
  let kept = node.strict !== node.fused;
  for (const name of BROWSER_NAMES) {
    const runs = missing(name) ?? (await inBrowser(name));
    browsers[name] = runs;
    kept &&=
      typeof runs !== 'string' &&
      runs.every(({ used, fingerprint }) => fingerprint === node[used as keyof typeof node]) &&
      runs[0].used === 'strict';
  }
  return { kept, node, browsers };
}

async function stayedFree(): Promise<object> {
  const runs = missing('chromium') === undefined ? await freedom() : [];
  const [, median] = runs.map(({ longestTask }) => longestTask).sort((a, b) => a - b);
  const kept = median < 50 && runs.every(({ progressPerSecond }) => progressPerSecond >= 5);
  return { kept, medianLongestTask: median, chromium: runs };
}

const checks: { readonly [name: string]: () => Promise<object> } = { fingerprints, freedom: stayedFree };
process.stdout.write(`${JSON.stringify(await checks[process.argv[2]](), null, 2)}\n`);
