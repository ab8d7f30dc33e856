// The proof, from file:// in two engines: true where nothing was touched, red where one byte was.

import { beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS, missing } from '../browser/browsers.fixture.ts';
import { withChromium } from '../browser/chromium.fixture.ts';
import { LOOK, PROVE, type ProofOutcome } from './prove.fixture.ts';
import { type ProvedRun, provedRun, withDamage, withFile, withPages } from './proved-run.fixture.ts';

const CHECKS = [
  'Fingerprint of the model',
  'SHA-256 of test-features.idx',
  'SHA-256 of test-labels.idx',
  'Figures as shown',
  'Test rows',
  'Every predicted number',
  'Confusion matrix',
  'Accuracy',
  'Macro-F1',
  'Class by class',
  'Loss',
  'Calibration error',
];

let run: ProvedRun;
let page: string;

beforeAll(async () => {
  run = await provedRun('fused');
  page = await run.page('full');
}, 180_000);

/** The page with one thing in it replaced, which must be there. */
function replaced(from: RegExp, to: (...parts: string[]) => string): string {
  expect(page).toMatch(from);
  return page.replace(from, to);
}

describe.each(['chromium', 'firefox'] as const)('from a disk, in %s', (name) => {
  const reason = missing(name);

  test.skipIf(reason !== undefined)('an untouched page agrees, check by check, bit by bit', async () => {
    await withPages({ page }, (address) =>
      BROWSERS[name].with(async (browser) => {
        await browser.goto(address('page'));
        const outcome = await browser.evaluate<ProofOutcome>(PROVE);
        expect(outcome).toMatchObject({
          agrees: true,
          text: 'Agrees: 12 checks on this machine, no difference.',
          checks: CHECKS.map((check) => `agrees: ${check}`),
        });
        expect(outcome.verdict).toBe(outcome.text);
        expect(outcome.note).toMatch(/^300 test rows in [\d.]+ s on this machine\. Arithmetic: fused, as in the run/);
      }),
    );
  });
});

test.skipIf(missing('chromium') !== undefined)(
  'one byte of the model, of the test set, or of a claimed figure: red each time, and the difference is named',
  async () => {
    const { test: figures } = await run.store.read();
    const accuracy = String(figures?.accuracy);
    const shownAccuracy = figures?.accuracy?.toFixed(4) ?? '';
    const flip = (digit: string): string => String((Number(digit) + 1) % 10);
    const lastDigit = (text: string): string => text.slice(0, -1) + flip(text.slice(-1));
    const count = String(figures?.confusion?.[0][0]);
    const tampered: [name: string, html: string, difference: RegExp][] = [
      ['model-damaged', withDamage(page, 'model'), /^Not proved: model\.safetensors: /],
      [
        'model-changed',
        withFile(page, 'model', (bytes) => {
          bytes[bytes.length - 40] ^= 1;
        }),
        /^Not proved: model\.safetensors: expected weights of fingerprint [0-9a-f]{64}, received [0-9a-f]{64}/,
      ],
      ['features-damaged', withDamage(page, 'features'), /^Not proved: test-features\.idx: /],
      [
        'pixel-changed',
        withFile(page, 'features', (bytes) => {
          bytes[5000] ^= 1;
        }),
        /^Differs\. SHA-256 of test-features\.idx: the page claims [0-9a-f]{64}, computed [0-9a-f]{64}$/,
      ],
      [
        'label-changed',
        withFile(page, 'labels', (bytes) => {
          bytes[100] = (bytes[100] + 1) % 10;
        }),
        /^Differs\. SHA-256 of test-labels\.idx: /,
      ],
      [
        'accuracy-in-record',
        replaced(new RegExp(`"accuracy":${accuracy}`), () => `"accuracy":${lastDigit(accuracy)}`),
        /^Differs\. (Figures as shown|Accuracy): the page (shows|claims) .*/,
      ],
      [
        'accuracy-as-shown',
        replaced(
          new RegExp(`data-claim="accuracy">${shownAccuracy}`),
          () => `data-claim="accuracy">${lastDigit(shownAccuracy)}`,
        ),
        /^Differs\. Figures as shown: the page shows accuracy [\d.]+, its record says [\d.]+$/,
      ],
      [
        'count-in-record',
        replaced(
          new RegExp(`("test":\\{.*?"confusion":\\[\\[)${count},`),
          (_, start) => `${start}${Number(count) + 1},`,
        ),
        /^Differs\. Figures as shown: the page shows \d+ in row 1, column 1 of the matrix, its record says \d+$/,
      ],
      [
        'fingerprint',
        replaced(/("heddle-claims">.*?"fingerprint":")(.)/, (_, start, digit) => start + (digit === '0' ? '1' : '0')),
        /^Differs\. Fingerprint of the model: the page claims [0-9a-f]{64}, computed [0-9a-f]{64}$/,
      ],
    ];
    const pages = Object.fromEntries(tampered.map(([name, html]) => [name, html]));
    await withPages(pages, (address) =>
      BROWSERS.chromium.with(async (browser) => {
        for (const [name, html, difference] of tampered) {
          expect(html, name).not.toBe(page);
          await browser.goto(address(name));
          const outcome = await browser.evaluate<ProofOutcome>(PROVE);
          expect(outcome.agrees, name).toBe(false);
          expect(outcome.text, name).toMatch(difference);
          expect(outcome.colour, name).toBe('rgb(168, 18, 28)');
        }
      }),
    );
  },
);

/** Files of a reader's, by name, as base64. */
type Files = Readonly<Record<string, string>>;

const given = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** Drops files where the proof takes them. */
const dropFiles = (files: Files): string => `(async () => {
  ${LOOK}
  const place = await look('#proof', '.drop');
  const data = new DataTransfer();
  for (const [name, text] of Object.entries(${JSON.stringify(files)}))
    data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
  place.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
})()`;

test.skipIf(missing('chromium') !== undefined)(
  'files that the reader gives later take the verdict back, are told to be others at once, and reach the cells and the mistakes',
  async () => {
    const { tableFiles } = await import('heddle');
    const [features, labels] = tableFiles(run.dataset.test!, 'test');
    const others = features.bytes.slice();
    others.fill(0, 16);
    await withPages({ page, none: await run.page('none') }, (address) =>
      withChromium(async (browser) => {
        const reader = await browser.newPage();
        await reader.goto(address('page'));
        await reader.evaluate(PROVE);
        const cell = reader.locator('[data-matrix="test-confusion"] td.right button').first();
        await cell.click();
        await reader.locator('.cell .gallery canvas').first().waitFor();
        await reader.locator('[data-island="mistakes"]').scrollIntoViewIfNeeded();
        await reader.locator('[data-island="mistakes"] canvas').first().waitFor();
        const lit = (place: string): Promise<number> =>
          reader.evaluate((selector) => {
            const canvas = document.querySelector<HTMLCanvasElement>(selector);
            const { data } = canvas?.getContext('2d')?.getImageData(0, 0, 28, 28) ?? { data: [] };
            return data.filter((value, i) => i % 4 === 0 && value > 0).length;
          }, `${place} canvas`);
        expect(await lit('[data-island="mistakes"]')).toBeGreaterThan(0);
        await reader.evaluate(dropFiles({ 'black.idx': given(others) }));
        await expect
          .poll(() => reader.locator('.drop [role=status]').textContent())
          .toMatch(
            /^black\.idx was taken as the test images\. It is not that of the run: its SHA-256 begins with [0-9a-f]{8}, that of test-features\.idx with [0-9a-f]{8}\.$/,
          );
        expect(await reader.locator('.outcome, .checks, .verdict .agrees').count()).toBe(0);
        await reader.locator('[data-island="mistakes"]').scrollIntoViewIfNeeded();
        await expect.poll(() => lit('[data-island="mistakes"]')).toBe(0);
        await reader.evaluate(dropFiles({ 'images.idx': given(features.bytes) }));
        await expect
          .poll(() => reader.locator('.drop [role=status]').textContent())
          .toBe('images.idx was taken as the test images.');
        await expect.poll(() => lit('[data-island="mistakes"]')).toBeGreaterThan(0);
        // A page without files: a cell that was chosen first has its rows once they are given.
        const model = await run.store.readModel((await run.store.read()).leaderboard?.[0].trial ?? '');
        await reader.goto(address('none'));
        await cell.click();
        await reader.locator('[data-island="cell"] a', { hasText: 'Give it the files' }).waitFor();
        const damaged = labels.bytes.slice(0, -10);
        await reader.evaluate(
          dropFiles({ 'a.safetensors': given(model), 'b.idx': given(features.bytes), 'c.idx': given(damaged) }),
        );
        await reader.locator('[data-island="cell"] .notice.warning').waitFor();
        await reader.evaluate(dropFiles({ 'c.idx': given(labels.bytes) }));
        await reader.locator('[data-island="cell"] .gallery canvas').first().waitFor();
      }),
    );
  },
);

test.skipIf(missing('chromium') !== undefined)(
  'a page without the test rows takes the reader’s IDX files, packed or not, and one without the model takes that too',
  async () => {
    const pages = { model: await run.page('model'), none: await run.page('none') };
    const { test: table } = run.dataset;
    const { tableFiles } = await import('heddle');
    const { gzipSync } = await import('node:zlib');
    const [features, labels] = tableFiles(table!, 'test');
    const record = await run.store.read();
    const model = await run.store.readModel(record.leaderboard?.[0].trial ?? '');
    const files = {
      'images.idx.gz': given(gzipSync(features.bytes)),
      'labels.idx': given(labels.bytes),
      'weights.safetensors': given(model),
    };
    const drop = (names: readonly string[]): string => `(async () => {
      ${LOOK}
      const files = ${JSON.stringify(Object.entries(files).filter(([name]) => names.includes(name)))};
      const place = await look('#proof', '.drop');
      const asked = place.textContent;
      const data = new DataTransfer();
      for (const [name, text] of files) data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
      place.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
      const outcome = await look('#proof', '.outcome');
      return { asked, text: outcome.textContent, checks: document.querySelectorAll('.checks li').length };
    })()`;
    await withPages(pages, (address) =>
      BROWSERS.chromium.with(async (browser) => {
        await browser.goto(address('model'));
        const withModel = await browser.evaluate<{ asked: string; text: string; checks: number }>(
          drop(['images.idx.gz', 'labels.idx']),
        );
        expect(withModel.asked).toContain('drop the test images (an IDX file');
        expect(withModel).toMatchObject({ text: 'Agrees: 12 checks on this machine, no difference.', checks: 12 });
        await browser.goto(address('none'));
        const withNothing = await browser.evaluate<{ asked: string; text: string }>(drop(Object.keys(files)));
        expect(withNothing.asked).toContain('drop the model (trials/');
        expect(withNothing.text).toBe('Agrees: 12 checks on this machine, no difference.');
      }),
    );
  },
);
