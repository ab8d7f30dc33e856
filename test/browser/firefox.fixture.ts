// Firefox, driven by puppeteer-core over WebDriver BiDi.

import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import type { BrowserKind } from './browser-kind.fixture.ts';

const PLACES = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];

const found = (): string | undefined =>
  [process.env['HEDDLE_FIREFOX'], ...PLACES].find((path) => path !== undefined && existsSync(path));

export const firefox: BrowserKind = {
  missing: () => (found() === undefined ? 'no Firefox here: install the package firefox-esr' : undefined),
  async with(use) {
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: found(),
      headless: true,
      protocolTimeout: 600_000,
    });
    try {
      const page = await browser.newPage();
      return await use({
        goto: async (url) => {
          await page.goto(url);
        },
        evaluate: (expression) => page.evaluate(expression) as never,
      });
    } finally {
      await browser.close();
    }
  },
};
