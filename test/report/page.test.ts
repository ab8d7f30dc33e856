// The page as a reader has it: wide and narrow, light, dark and on paper, with the keyboard, with a screen reader's rules,
// with hostile names, and very large. Pictures of it are left in test/output/screenshots for a person to look at.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readPage } from 'heddle/node';
import { renderReportPage } from 'heddle/report';
import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXAMPLE_AUDIT, exampleCellRun, exampleCertainRun } from '../../src/report/example-certainty.fixture.ts';
import { exampleLongRun } from '../../src/report/example-long-run.fixture.ts';
import { exampleExplodedRun, exampleManyClasses, exampleRegressionRun } from '../../src/report/example-run.fixture.ts';
import { hostileRun } from '../../src/report/hostile-run.fixture.ts';
import { missing } from '../browser/browsers.fixture.ts';
import { withChromium } from '../browser/chromium.fixture.ts';
import { provedRun, screenshotFolder, withPages } from './proved-run.fixture.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const pages: { [name: string]: string } = {};

beforeAll(async () => {
  const [page, worker] = [await readPage('report'), await readPage('proof')];
  const runs = {
    certain: exampleCertainRun(EXAMPLE_AUDIT),
    cells: exampleCellRun(),
    regression: exampleRegressionRun(),
    hostile: hostileRun(),
    long: exampleLongRun(),
    many: exampleManyClasses(),
    exploded: exampleExplodedRun(),
  };
  for (const [name, run] of Object.entries(runs)) {
    pages[name] = renderReportPage(run, { page, worker, generatedBy: 'Heddle 0.1.0' });
  }
  pages['proved'] = await (await provedRun('fused')).page('full');
}, 180_000);

interface Look {
  readonly width: number;
  readonly colours?: 'light' | 'dark';
}

/** Opens a page of the site; what the page throws or asks of a network fails the test. */
async function open(browser: Browser, address: string, { width, colours = 'light' }: Look): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: colours });
  page.on('pageerror', (error) => {
    throw error;
  });
  page.on('request', (request) => {
    expect(request.url()).toMatch(/^(file|blob|data):/);
  });
  await page.goto(address);
  return page;
}

/** Scrolls through the page, so that everything that waits to be seen is there. */
async function readAll(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
      scrollTo(0, y);
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    scrollTo(0, 0);
  })()`);
  await page.waitForTimeout(300);
}

describe.skipIf(missing('chromium') !== undefined)('in Chromium', { timeout: 180_000 }, () => {
  test('fits 360 and 1920 pixels, light and dark, and paper; nothing sticks out', async () => {
    const folder = screenshotFolder();
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        for (const name of ['proved', 'certain', 'cells', 'regression', 'hostile']) {
          for (const look of [{ width: 360 }, { width: 1920 }, { width: 1920, colours: 'dark' }] as const) {
            if (look.width === 1920 && name !== 'proved' && name !== 'certain') continue;
            const page = await open(browser, address(name), look);
            await readAll(page);
            expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(look.width);
            const file = `report-${name}-${look.width}-${'colours' in look ? look.colours : 'light'}.png`;
            await page.screenshot({ path: join(folder, file), fullPage: true });
            await page.close();
          }
        }
        const page = await open(browser, address('proved'), { width: 800 });
        await readAll(page);
        await page.emulateMedia({ media: 'print' });
        await page.screenshot({ path: join(folder, 'report-proved-print.png'), fullPage: true });
        expect(await page.evaluate(`getComputedStyle(document.querySelector('nav')).display`)).toBe('none');
      }),
    );
  });

  test('nothing is cut on paper: tables and matrices, also of 30 classes, are no wider than an A4 page', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        for (const name of ['proved', 'certain', 'cells', 'many']) {
          // 210 mm without the margins of 14 mm.
          const page = await open(browser, address(name), { width: 688 });
          await readAll(page);
          await page.locator('details[data-lazy] > summary').first().click();
          await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
          await page.emulateMedia({ media: 'print' });
          const wide = await page.evaluate(
            `[...document.querySelectorAll('table, svg, pre, dl, p')].filter((one) => one.getBoundingClientRect().right > 689).map((one) => (one.closest('section')?.id ?? '') + ' ' + one.outerHTML.slice(0, 80))`,
          );
          expect(wide, name).toEqual([]);
          await page.close();
        }
      }),
    );
  });

  test('axe finds nothing serious, in light and in dark, closed and opened', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        for (const [name, colours] of [
          ['proved', 'light'],
          ['proved', 'dark'],
          ['certain', 'light'],
          ['cells', 'dark'],
          ['many', 'light'],
        ] as const) {
          const page = await open(browser, address(name), { width: 1280, colours });
          await readAll(page);
          await page.locator('details[data-lazy] > summary').first().click();
          if (name === 'proved') {
            await page.locator('.verdict .button').click();
            await page.locator('.verdict .agrees').waitFor();
            await page.locator('[data-matrix="test-confusion"] td button').first().click();
            await page.locator('.cell .gallery').waitFor();
          }
          await page.evaluate(AXE);
          const found = await page.evaluate<{
            violations: { id: string; impact: string; nodes: { html: string }[] }[];
          }>('axe.run(document, { resultTypes: ["violations"] })');
          const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          expect(serious.map(({ id, nodes }) => `${name}, ${id}: ${nodes[0].html.slice(0, 160)}`)).toEqual([]);
          await page.close();
        }
      }),
    );
  });

  test('a cell of the test matrix shows its images, each with its true class and probabilities; so do the mistakes', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('proved'), { width: 1280 });
        const button = page.locator('[data-matrix="test-confusion"] td.right button').first();
        const count = Number(await button.textContent());
        await button.focus();
        await page.keyboard.press('Enter');
        await page.locator('.cell .gallery li').first().waitFor();
        expect(await page.locator('.cell .gallery > li').count()).toBe(Math.min(24, count));
        const label = await page.locator('.cell canvas').first().getAttribute('aria-label');
        expect(label).toMatch(/^Test row \d+: T-shirt\/top, predicted as T-shirt\/top$/);
        const lit = await page
          .locator('.cell canvas')
          .first()
          .evaluate((canvas) => {
            const context = (canvas as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
            return context.getImageData(0, 0, 28, 28).data.filter((value, i) => i % 4 === 0 && value > 0).length;
          });
        expect(lit).toBeGreaterThan(50);
        await page.locator('[data-island="mistakes"]').scrollIntoViewIfNeeded();
        await page.locator('[data-island="mistakes"] canvas').first().waitFor();
        expect(await page.locator('[data-island="mistakes"] .gallery > li').count()).toBe(12);
      }),
    );
  });

  test('a row of the matrix that is pointed at takes no more room: it would move from under the pointer, and back, without end', () =>
    withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('proved'), { width: 390 });
        await readAll(page);
        const sizes = (): Promise<string> =>
          page.evaluate(`(() => {
            const { width, height } = document.querySelector('.matrix').getBoundingClientRect();
            return [width, height, ...[...document.querySelectorAll('.matrix tbody th')].map((th) => th.offsetWidth)].join();
          })()`);
        const rows = page.locator('.matrix tbody tr');
        await rows.first().scrollIntoViewIfNeeded();
        const before = await sizes();
        for (let i = 0; i < (await rows.count()); i++) {
          await rows.nth(i).locator('td').first().hover();
          expect(await sizes()).toBe(before);
        }
      }),
    ));

  test('the board answers to a test row and to a drawing, and the answers are probabilities', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('proved'), { width: 1280 });
        await page.locator('#try').scrollIntoViewIfNeeded();
        await page.getByRole('button', { name: 'A test row' }).click();
        await page.getByText(/^test row \d+, truly .*: .* \d+\.\d %$/).waitFor();
        const shares = async (): Promise<number[]> =>
          (await page.locator('.try .bar-share').allTextContents()).map((text) => Number.parseFloat(text));
        const before = await shares();
        expect(before).toHaveLength(10);
        expect(Math.abs(before.reduce((a, b) => a + b) - 100)).toBeLessThan(1);
        await page.getByRole('button', { name: 'Clear' }).click();
        const box = (await page.locator('.board').boundingBox()) as { x: number; y: number };
        await page.mouse.move(box.x + 80, box.y + 40);
        await page.mouse.down();
        await page.mouse.move(box.x + 90, box.y + 220, { steps: 4 });
        await page.mouse.move(box.x + 180, box.y + 220, { steps: 4 });
        await page.mouse.up();
        await page.getByText(/^your drawing: /).waitFor();
        expect(await shares()).not.toEqual(before);
        expect(Math.abs((await shares()).reduce((a, b) => a + b) - 100)).toBeLessThan(1);
      }),
    );
  });

  test('the Tab key reaches every part of the page in turn, also those that were never seen', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('proved'), { width: 1280 });
        expect(await page.locator('.proof .button, .try .button, .drop').count()).toBe(0);
        const reached: string[] = [];
        for (let i = 0; i < 150; i++) {
          await page.keyboard.press('Tab');
          reached.push(
            await page.evaluate(`(() => {
              const at = document.activeElement;
              return (at.closest('[data-island]')?.dataset.island ?? at.closest('section')?.id ?? '') + (at.matches('[data-matrix] td button') ? ' matrix' : '');
            })()`),
          );
          if (reached.at(-1) === 'trials') break;
        }
        const order = reached.filter((place, i) => place !== '' && place !== reached[i - 1]);
        expect(
          order.filter((place) => ['verdict', 'curves', 'test matrix', 'proof', 'try', 'trials'].includes(place)),
        ).toEqual(['verdict', 'curves', 'test matrix', 'proof', 'try', 'trials']);
        // The matrix is one stop.
        expect(reached.filter((place) => place === 'test matrix')).toHaveLength(1);
      }),
    );
  });

  test('what is wider than the page is a region named after its heading, and nothing else is one', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('proved'), { width: 390 });
        await readAll(page);
        await page.locator('details[data-lazy] > summary').first().click();
        await page.waitForTimeout(100);
        const names = (): Promise<string[]> =>
          page.evaluate(
            `[...document.querySelectorAll('.wide[role], .wide[aria-label], .wide[tabindex]')].map((wide) => wide.ariaLabel)`,
          );
        const narrow = await names();
        expect(narrow).toContain('Leaderboard: a table wider than the page');
        expect(narrow.find((name) => name.endsWith(', Epoch by epoch: a table wider than the page'))).toMatch(/^1\. /);
        expect(new Set(narrow).size, narrow.join()).toBe(narrow.length);
        await page.setViewportSize({ width: 2400, height: 900 });
        await expect.poll(async () => (await names()).length).toBeLessThan(narrow.length);
        expect(await names()).not.toContain('Class by class: a table wider than the page');
      }),
    );
  });

  test('arrow keys go from cell to cell of the matrix, and what a chosen cell shows is brought into view', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('proved'), { width: 1280 });
        await page.setViewportSize({ width: 1280, height: 420 });
        const buttons = page.locator('[data-matrix="test-confusion"] td button');
        await buttons.first().focus();
        expect(await page.locator('[data-matrix] td button[tabindex="0"]').count()).toBe(1);
        const at = (): Promise<string> => page.evaluate('document.activeElement.ariaLabel');
        for (const [key, cell] of [
          ['ArrowRight', /^T-shirt\/top, predicted as Trouser: /],
          ['ArrowDown', /^Trouser, predicted as Trouser: /],
          ['End', /^Trouser, predicted as Ankle boot: /],
          ['ArrowRight', /^Trouser, predicted as Ankle boot: /],
          ['Home', /^Trouser, predicted as T-shirt\/top: /],
          ['ArrowUp', /^T-shirt\/top, predicted as T-shirt\/top: /],
        ] as const) {
          await page.keyboard.press(key);
          expect(await at()).toMatch(cell);
        }
        await page.keyboard.press('Enter');
        await page.locator('.cell .gallery').waitFor();
        const inView = (): Promise<boolean> =>
          page.evaluate(`(() => {
            const { top } = document.querySelector('.cell').getBoundingClientRect();
            return top >= 0 && top < innerHeight - 90;
          })()`);
        expect(await inView()).toBe(true);
        // Below a matrix of 30 classes the panel was never seen before a cell is chosen.
        await page.goto(address('many'));
        await page.locator('[data-matrix="test-confusion"] td button').first().click();
        await page.locator('.cell').getByText('class 0, predicted as class 0').waitFor();
        expect(await inView()).toBe(true);
      }),
    );
  });

  test('curves: quantity, rows and trials can be chosen, and epochs narrowed', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('certain'), { width: 1280 });
        const plot = page.locator('.chart-place');
        await page.locator('#compare').scrollIntoViewIfNeeded();
        await plot.locator('svg').waitFor();
        const lines = (): Promise<number> => plot.locator('path[fill="none"][stroke*="series"]').count();
        expect(await plot.getAttribute('aria-label')).toContain(
          'Loss on the validation rows by epoch, 12 trials overlaid',
        );
        expect(await lines()).toBe(12);
        await page.getByRole('button', { name: 'Macro-F1', exact: true }).click();
        await page.getByRole('button', { name: 'Training', exact: true }).click();
        await page.getByRole('button', { name: 'model_2', exact: true }).click();
        await expect
          .poll(() => plot.getAttribute('aria-label'))
          .toContain('Macro-F1 on the training rows by epoch, 8 trials');
        await expect.poll(lines).toBe(8);
        await page.getByLabel('to', { exact: true }).fill('5');
        await page.getByLabel('to', { exact: true }).press('Enter');
        await expect.poll(() => plot.locator('text', { hasText: /^5$/ }).count()).toBeGreaterThan(0);
        await page.getByRole('button', { name: 'All', exact: true }).click();
        // An axis that ended before a trial that explodes fits other rows again.
        await page.goto(address('exploded'));
        await page.locator('#compare').scrollIntoViewIfNeeded();
        await plot.getByText('1 of 12 trials reach beyond this axis').waitFor();
        expect(await plot.locator('text', { hasText: /e30$/ }).count()).toBe(0);
        await page.getByRole('button', { name: 'Accuracy', exact: true }).click();
        await plot.getByText('Accuracy, validation').waitFor();
        expect(await plot.getByText(/reach beyond/).count()).toBe(0);
        await expect.poll(() => plot.locator('text', { hasText: /^0\.\d+$/ }).count()).toBeGreaterThan(2);
      }),
    );
  });

  test('hostile names run nothing, on the page and in a trial’s panel', async () => {
    await withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await open(browser, address('hostile'), { width: 1280 });
        await readAll(page);
        await page.locator('details[data-lazy] > summary').first().click();
        await page.locator('.panel svg').first().waitFor();
        expect(await page.evaluate('typeof window.hacked')).toBe('undefined');
        expect(await page.locator('img').count()).toBe(0);
      }),
    );
  });

  test('100 trials of 200 epochs open, sort and show a trial within 2 seconds of the processor', async () => {
    await withPages({ long: pages['long'] }, (address) =>
      withChromium(async (browser) => {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        const session = await page.context().newCDPSession(page);
        await session.send('Performance.enable', { timeDomain: 'threadTicks' });
        // Seconds that the page's thread has computed: unlike the clock, the same on a busy machine.
        const computed = async (): Promise<number> => {
          const { metrics } = await session.send('Performance.getMetrics');
          return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
        };
        const times: number[] = [];
        for (let attempt = 0; attempt < 3; attempt++) {
          await page.goto('about:blank');
          const before = await computed();
          await page.goto(address('long'));
          await page.locator('table.sortable th button').first().click();
          await page.locator('th[aria-sort]').waitFor();
          await page.evaluate(`location.hash = document.querySelector('details[data-lazy]').id`);
          await page.locator('.panel table.matrix').waitFor();
          times.push((await computed()) - before);
        }
        expect(Math.min(...times), times.join(', ')).toBeGreaterThan(0.05);
        expect(Math.min(...times), times.join(', ')).toBeLessThan(2);
      }),
    );
  });
});
