// The proof of a fused run in an engine that has no relaxed SIMD: it computes strict, says so, and compares what can be compared.

import { beforeAll, expect, test } from 'vitest';
import { BROWSERS, missing } from '../browser/browsers.fixture.ts';
import { PROVE, type ProofOutcome } from './prove.fixture.ts';
import { type ProvedRun, provedRun, withPages } from './proved-run.fixture.ts';

const reason = missing('webkit');
let run: ProvedRun;
let page: string;

beforeAll(async () => {
  if (reason !== undefined) return;
  run = await provedRun('fused');
  page = await run.page('full');
}, 180_000);

test.skipIf(reason !== undefined)(
  'WebKitGTK proves a fused run with strict, from a disk, and a changed claim is still red',
  async () => {
    const { test: figures } = await run.store.read();
    const accuracy = figures?.accuracy?.toFixed(4) ?? '';
    const changed = page.replace(`data-claim="accuracy">${accuracy}`, 'data-claim="accuracy">0.1234');
    expect(changed).not.toBe(page);
    const counts = page.replace(
      /("test":\{.*?"confusion":\[\[)(\d+),/,
      (_, start, count) => `${start}${Number(count) + 3},`,
    );
    await withPages({ page, changed, counts }, (address) =>
      BROWSERS.webkit.with(async (browser) => {
        await browser.goto(address('page'));
        const outcome = await browser.evaluate<ProofOutcome>(PROVE);
        expect(outcome.text).toBe('Agrees: 11 checks on this machine, no difference.');
        expect(outcome.agrees).toBe(true);
        expect(outcome.checks.join()).not.toContain('Every predicted number');
        expect(outcome.note).toMatch(
          /^300 test rows in [\d.]+ s on this machine\. The run computed with the profile fused; this browser can only do strict\. The last bits may differ, so counts and figures are compared, not bits: a row may change sides only where its two likeliest classes are less than 0\.0001 apart\.$/,
        );
        for (const name of ['changed', 'counts']) {
          await browser.goto(address(name));
          const red = await browser.evaluate<ProofOutcome>(PROVE);
          expect(red.agrees, name).toBe(false);
          expect(red.text, name).toMatch(/^Differs\. Figures as shown: /);
        }
      }),
    );
  },
  120_000,
);
