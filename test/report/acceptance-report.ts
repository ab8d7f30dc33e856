// The acceptance check of a large report: how long, by the clock, until a page of 100 trials of 200 epochs has opened in Chromium and
// answered a reader (sorted its table, opened a trial), from the beginning of the navigation. Prints one JSON document;
// scripts/acceptance.mjs runs it.

import { readPage } from 'heddle/node';
import { renderReportPage } from 'heddle/report';
import { exampleLongRun } from '../../src/report/example-long-run.fixture.ts';
import { withChromium } from '../browser/chromium.fixture.ts';
import { withPages } from './proved-run.fixture.ts';

const OPENINGS = 5;
const LIMIT = 2;

const [page, worker] = [await readPage('report'), await readPage('proof')];
const html = renderReportPage(exampleLongRun(), { page, worker, generatedBy: 'Heddle' });
const seconds = await withPages({ long: html }, (address) =>
  withChromium(async (browser) => {
    const found: { loaded: number; sorted: number; trialOpened: number }[] = [];
    for (let opening = 0; opening < OPENINGS; opening++) {
      const tab = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      const sinceNavigation = async (): Promise<number> => (await tab.evaluate<number>('performance.now()')) / 1000;
      await tab.goto(address('long'));
      const loaded = await sinceNavigation();
      await tab.locator('table.sortable th button').first().click();
      await tab.locator('th[aria-sort]').waitFor();
      const sorted = await sinceNavigation();
      await tab.evaluate(`location.hash = document.querySelector('details[data-lazy]').id`);
      await tab.locator('.panel table.matrix').waitFor();
      found.push({ loaded, sorted, trialOpened: await sinceNavigation() });
      await tab.close();
    }
    return found;
  }),
);
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];
const medians = {
  loaded: median(seconds.map(({ loaded }) => loaded)),
  sorted: median(seconds.map(({ sorted }) => sorted)),
  trialOpened: median(seconds.map(({ trialOpened }) => trialOpened)),
};
const facts = { trials: 100, epochs: 200, bytes: html.length, limit: LIMIT };
process.stdout.write(`${JSON.stringify({ kept: medians.sorted < LIMIT, ...facts, medians, seconds }, null, 2)}\n`);
