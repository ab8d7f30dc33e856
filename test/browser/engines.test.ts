// One sweep file, seed and data: the same fingerprints in Node and in three browser engines, whatever the threads.

import { syntheticGarments, type TrialRecord } from 'heddle';
import { expect, test } from 'vitest';
import { BROWSER_NAMES, BROWSERS, missing } from './browsers.fixture.ts';
import { heddlePage, sweptInNode } from './engine.fixture.ts';
import { withServer } from './serve.fixture.ts';

const SWEEP = `
name: engines
dataset: synthetic-garments
split: { stratified: 0.2 }
models:
  normed: [flatten, dense: 70, batchNorm, relu, dropout: 0.3, dense: 33, tanh, dense: 10, softmax]
  plain: [flatten, dense: 24, leakyRelu, dense: 10, softmax]
optimizer: { adam: { learningRate: 0.004, weightDecay: 0.001 } }
training: { batchSize: 96, epochs: 2, dropLast: false, clipNorm: 1 }
seed: 3
`;
const ROWS = { trainRows: 700, testRows: 150 };

/** All of a run that must not differ. */
interface Facts {
  readonly trials: readonly { readonly fingerprint: string | null }[];
  readonly test: { readonly loss: number; readonly accuracy?: number; readonly macroF1?: number };
}

async function nodeFacts(profile: 'strict' | 'fused'): Promise<Facts> {
  const { used, records, test: figures } = await sweptInNode(SWEEP, syntheticGarments(ROWS), profile);
  expect(used).toBe(profile);
  const { loss, accuracy, macroF1 } = figures as Facts['test'];
  return { trials: records.map(fingerprintsOf), test: { loss, accuracy, macroF1 } };
}

const fingerprintsOf = ({ initialFingerprint, fingerprint, lastFingerprint }: TrialRecord) => ({
  initialFingerprint,
  fingerprint,
  lastFingerprint,
});

/** The same on a page, where data is loaded and everything computed in workers. */
const sweepExpression = (profile: string): string => `(async () => {
  const notices = [];
  const dataset = await browser.loadBrowserDataset('synthetic-garments', ${JSON.stringify(ROWS)});
  const spec = parseSweepFile(${JSON.stringify(SWEEP)}, 'sweep.yaml', heddle.standardKinds);
  const onNotice = (text) => notices.push(text);
  const { result, used, files } = await browser.runBrowserSweep({ spec, dataset, profile: '${profile}', onNotice });
  const read = (path) => JSON.parse(new TextDecoder().decode(files.get(path)));
  const trials = [...files.keys()].filter((path) => path.endsWith('/trial.json')).map((path) => {
    const { initialFingerprint, fingerprint, lastFingerprint } = read(path);
    return { initialFingerprint, fingerprint, lastFingerprint };
  });
  const { loss, accuracy, macroF1 } = result.test;
  return { used, notices, profile: read('sweep.json').profile, facts: { trials, test: { loss, accuracy, macroF1 } } };
})()`;

const node = { strict: await nodeFacts('strict'), fused: await nodeFacts('fused') };

test('strict and fused differ, so that a page that pretends is found out', () => {
  expect(node.strict.trials).toHaveLength(2);
  expect(node.fused.trials[0].fingerprint).not.toBe(node.strict.trials[0].fingerprint);
});

test.for(BROWSER_NAMES)(
  '%s gives the fingerprints that Node gives, isolated or not, strict and where it can fused',
  async (name, { skip }) => {
    const reason = missing(name);
    skip(reason !== undefined, reason);
    const page = await heddlePage();
    await BROWSERS[name].with(async (browser) => {
      for (const isolated of [true, false]) {
        await withServer({ '/': page }, { isolated }, async (address) => {
          await browser.goto(`${address}/`);
          for (const profile of ['strict', 'fused'] as const) {
            const run = await browser.evaluate<{
              readonly used: { readonly profile: 'strict' | 'fused'; readonly shared: boolean };
              readonly notices: readonly string[];
              readonly profile: { readonly asked: string; readonly used: string };
              readonly facts: Facts;
            }>(sweepExpression(profile));
            expect(run.facts).toEqual(node[run.used.profile]);
            expect(run.profile).toEqual({ asked: profile, used: run.used.profile });
            // WebKitGTK has neither shared memory nor relaxed SIMD; the two others must have both.
            const isAble = name !== 'webkit';
            expect(run.used).toMatchObject({ shared: isAble && isolated, profile: isAble ? profile : 'strict' });
            const said = run.notices.join();
            expect(said.includes('because this browser has no multiply-add that rounds once')).toBe(
              run.used.profile !== profile,
            );
            expect(said.includes('this page is not cross-origin isolated')).toBe(!run.used.shared);
          }
        });
      }
    });
  },
);
