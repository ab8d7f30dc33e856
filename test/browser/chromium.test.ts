// What a page sees of its engine while it trains, in Chromium.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { withFolder } from '../cli-process.fixture.ts';
import type { BrowserPage } from './browser-kind.fixture.ts';
import { BROWSERS, missing } from './browsers.fixture.ts';
import { withChromium } from './chromium.fixture.ts';
import { heddlePage, WIDE_TRAINING } from './engine.fixture.ts';
import { withServer } from './serve.fixture.ts';

const reason = missing('chromium');
const page = await heddlePage();

/** A page of Chromium with heddle on it. */
async function onPage<Result>(isolated: boolean, use: (page: BrowserPage) => Promise<Result>): Promise<Result> {
  return BROWSERS.chromium.with((browser) =>
    withServer({ '/': page }, { isolated }, async (address) => {
      await browser.goto(`${address}/`);
      return use(browser);
    }),
  );
}

test.each([true, false])(
  'while a network trains the page stays free and hears of it (isolated: %s)',
  async (isolated) => {
    const seen = await onPage(isolated, (browser) =>
      browser.evaluate<{ longest: number; rate: number }>(`(async () => {
      ${WIDE_TRAINING}
      const engine = await browser.createBrowserEngine({ onNotice: () => undefined });
      const { model, table, options } = wide(4096, 128);
      const tasks = [];
      const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
      observer.observe({ entryTypes: ['longtask'] });
      const controller = new AbortController();
      const times = [];
      const onEvent = ({ type }) => { if (type === 'progress') times.push(performance.now()); };
      const validation = table;
      const training = engine.fit(model, table, { ...options, validation, epochs: 1000, signal: controller.signal, onEvent });
      const middle = (values) => values.sort((a, b) => a - b)[1];
      await new Promise((resolve) => setTimeout(resolve, 500));
      const longest = [];
      const rates = [];
      for (let window = 0; window < 3; window++) {
        tasks.length = 0;
        times.length = 0;
        const started = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 2000));
        longest.push(Math.max(0, ...tasks));
        rates.push((1000 * times.length) / (performance.now() - started));
      }
      controller.abort();
      await training;
      engine.close();
      return { longest: middle(longest), rate: middle(rates) };
    })()`),
    );
    // Medians of three windows of two seconds: another process of this machine may hold one of them up.
    expect(seen.longest).toBeLessThan(50);
    expect(seen.rate).toBeGreaterThan(5);
  },
);

test.each([true, false])(
  'an AbortSignal stops within a step and gives the best weights so far (isolated: %s)',
  async (isolated) => {
    const { result, reference, steps } = await onPage(isolated, (browser) =>
      browser.evaluate<{
        steps: { at: number; last: number };
        result: { stopReason: string; bestEpoch: number; fingerprint: string };
        reference: string;
      }>(`(async () => {
      ${WIDE_TRAINING}
      const engine = await browser.createBrowserEngine({ onNotice: () => undefined });
      const { model, table, options } = wide(4096, 256);
      const small = heddle.classTable('some', { ...table.features, values: table.features.values.slice(0, 784 * 200) }, table.targets.labels.slice(0, 200), table.targets.classNames);
      const keepBest = { metric: 'trainLoss', direction: 'min' };
      const run = (epochs, more) => engine.fit(model, table, { ...options, validation: small, keepBest, epochs, ...more });
      const controller = new AbortController();
      let aborted;
      let count = 0;
      // The page counts the steps that it is told of; in the third epoch, after the first step, it aborts.
      const onEvent = (event) => {
        if (event.type === 'progress' && event.epoch === 3 && event.step > 0 && aborted === undefined) {
          aborted = { step: event.step };
          controller.abort();
        }
        if (event.type === 'progress' && aborted !== undefined) count = (event.epoch - 3) * event.stepsPerEpoch + event.step;
      };
      const { result } = await run(1000, { signal: controller.signal, onEvent });
      const { result: two } = await run(2);
      engine.close();
      const { stopReason, bestEpoch, fingerprint } = result;
      return { steps: { at: aborted.step, last: count }, result: { stopReason, bestEpoch, fingerprint }, reference: two.fingerprint };
    })()`),
    );
    expect(result).toEqual({ stopReason: 'aborted', bestEpoch: 2, fingerprint: reference });
    expect(steps.last - steps.at).toBeLessThanOrEqual(1);
  },
);

test('a training can be paused, stepped, asked and resumed, and ends with the numbers of one that was left alone', async () => {
  const seen = await onPage(true, (browser) =>
    browser.evaluate<{
      epochs: number[];
      stood: number[];
      moved: boolean;
      first: number[];
      live: number[];
      same: boolean;
    }>(`(async () => {
      const { crossEntropy, dense, seedFrom, sequential, tanh, twoSpirals } = heddle;
      const engine = await browser.createBrowserEngine();
      const model = sequential({ input: [2] }, [dense({ units: 8 }), tanh(), dense({ units: 2 })]);
      const table = twoSpirals(64, seedFrom(1));
      const options = { loss: crossEntropy(), batchSize: 16, epochs: 6 };
      const progress = [];
      const training = engine.train(model, table, { ...options, paused: true, onEvent: (event) => { if (event.type === 'progress') progress.push(event.step); } });
      const first = await training.predict([0.2, 0.1]);
      training.step();
      training.step(2);
      const until = performance.now() + 5000;
      while (progress.at(-1) !== 3 && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, 100));
      const stood = [...new Set(progress)];
      const live = await training.predict([0.2, 0.1]);
      training.resume();
      const { result } = await training.done;
      const { result: alone } = await engine.fit(model, table, options);
      engine.close();
      return { stood, first: [...first], live: [...live], same: result.lastFingerprint === alone.lastFingerprint };
    })()`),
  );
  expect(seen.stood).toEqual([0, 1, 2, 3]);
  expect(seen.live).not.toEqual(seen.first);
  expect(seen.same).toBe(true);
});

test('a saved network is loaded and answers; mistakes come back as HeddleErrors', async () => {
  const seen = await onPage(true, (browser) =>
    browser.evaluate<{
      answers: number[];
      again: number[];
      errors: string[];
      threads: number;
      cores: number;
    }>(`(async () => {
      const { adam, crossEntropy, dense, meanSquaredError, sequential, twoSpirals, seedFrom, sgd, loadModel, layerKinds, saveModel } = heddle;
      const engine = await browser.createBrowserEngine();
      const model = sequential({ input: [2] }, [dense({ units: 8 }), dense({ units: 2 })]);
      const table = twoSpirals(64, seedFrom(1));
      const trained = await engine.fit(model, table, { loss: crossEntropy(), epochs: 1 });
      const answers = await trained.predict([0.1, 0.2]);
      const bytes = saveModel({ model, loss: { kind: 'crossEntropy' }, tensors: trained.tensors, classNames: ['a', 'b'], preprocessing: { kind: 'floats' } });
      const saved = loadModel(bytes, 'saved', layerKinds);
      const loaded = await engine.load(saved.model, crossEntropy(), saved.tensors);
      const again = await loaded.predict([0.1, 0.2]);
      const failures = [
        () => engine.fit(model, table, { loss: meanSquaredError() }),
        () => engine.fit(model, table, { loss: crossEntropy(), optimizer: sgd({ learningRate: 1e30 }), epochs: 3 }),
        () => engine.fit(model, table, { loss: crossEntropy(), epoch: 3 }),
        () => engine.fit(model, table, {}),
        () => loaded.predict([0.1]),
        () => { loaded.release(); return loaded.predict([0.1, 0.2]); },
        () => { engine.close(); return trained.predict([0.1, 0.2]); },
      ];
      const errors = [];
      for (const fail of failures) errors.push(await fail().then(() => 'nothing', (error) => error.name + ' ' + error.code + ' ' + error.message));
      return { answers: [...answers], again: [...again], errors, threads: engine.threads, cores: navigator.hardwareConcurrency };
    })()`),
  );
  expect(seen.again).toEqual(seen.answers);
  expect(seen.threads).toBe(Math.max(1, seen.cores - 1));
  expect(seen.errors[0]).toMatch(/^HeddleError \w+ /);
  expect(seen.errors[1]).toMatch(/^HeddleError diverged epoch \d, /);
  expect(seen.errors.slice(2)).toEqual([
    'HeddleError option fit epoch: expected an option of fit, received "epoch". did you mean epochs?',
    'HeddleError option fit loss: expected a loss, such as crossEntropy(), received undefined. call its factory: crossEntropy().',
    'HeddleError data predict: expected rows of 2 numbers, received 1 numbers. give whole rows, one after the other.',
    'HeddleError engine network 2: expected one that the engine still holds, received one that was released, or whose training failed. release a network after its last prediction.',
    'HeddleError engine engine: expected one that is open, received one that was closed. close an engine after its last training and prediction.',
  ]);
});

test.for(['chromium', 'firefox'] as const)(
  '%s trains on a page from file://, and says once on the console that it has one thread',
  async (name, { skip }) => {
    const lacking = missing(name);
    skip(lacking !== undefined, lacking);
    await withFolder(async (folder) => {
      const file = join(folder, 'page.html');
      writeFileSync(file, page);
      const seen = await BROWSERS[name].with(async (browser) => {
        await browser.goto(pathToFileURL(file).href);
        return browser.evaluate<{ said: string[]; accuracy: number; origin: string }>(`(async () => {
        const said = [];
        console.info = (text) => said.push(text);
        const { crossEntropy, dense, seedFrom, sequential, tanh, twoSpirals } = heddle;
        const engine = await browser.createBrowserEngine();
        const model = sequential({ input: [2] }, [dense({ units: 16 }), tanh(), dense({ units: 2 })]);
        const trained = await engine.fit(model, twoSpirals(100, seedFrom(1), 0), { loss: crossEntropy(), epochs: 60 });
        const { topK } = await trained.evaluate(twoSpirals(100, seedFrom(1), 0));
        engine.close();
        return { said, accuracy: topK[0], origin: location.protocol };
      })()`);
      });
      expect(seen.origin).toBe('file:');
      expect(seen.accuracy).toBeGreaterThan(0.55);
      expect(seen.said).toEqual([
        expect.stringMatching(
          /^Heddle: computing on one thread, because this page is not cross-origin isolated; the numbers are the same\./,
        ),
      ]);
    });
  },
);

test('a thread that fails fails what was asked of its engine, and says why', async ({ skip }) => {
  skip(reason !== undefined, reason);
  await withServer({ '/': page }, { isolated: true }, (address) =>
    withChromium(async (chromium) => {
      const own = await chromium.newPage();
      await own.goto(`${address}/`);
      const message = await own.evaluate(`(() => {
        const Own = Worker;
        globalThis.Worker = class extends Own {
          constructor(address, options) {
            const program = new Blob(["self.onmessage = () => { throw new Error('out of luck'); }"], { type: 'text/javascript' });
            super(options.name === 'heddle thread 1' ? URL.createObjectURL(program) : address, options);
          }
        };
        return browser.createBrowserEngine({ threads: 2 }).then(() => 'nothing', String);
      })()`);
      expect(message).toMatch(/^HeddleError: heddle thread 1: expected a worker that runs, received .*out of luck/s);
    }),
  );
});

test('a page whose policy forbids workers is told what to allow', async ({ skip }) => {
  skip(reason !== undefined, reason);
  const strict = page.replace('<meta', `<meta http-equiv="Content-Security-Policy" content="worker-src 'none'"><meta`);
  await withServer({ '/': strict }, { isolated: true }, (address) =>
    withChromium(async (chromium) => {
      const own = await chromium.newPage();
      await own.goto(`${address}/`);
      const message = await own.evaluate(`browser.createBrowserEngine().then(() => 'nothing', String)`);
      expect(message).toMatch(/^HeddleError: heddle: expected a worker that runs, received .*worker-src blob:/s);
    }),
  );
});
