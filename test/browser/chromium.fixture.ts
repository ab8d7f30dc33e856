// Chromium, driven by playwright-core. `withChromium` gives playwright's own browser to tests that need more than a page's
// values: screenshots, widths, colour schemes, the keyboard.

import { existsSync } from 'node:fs';
import { type Browser, chromium as playwright } from 'playwright-core';
import type { BrowserKind } from './browser-kind.fixture.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const ARGUMENTS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

const found = (): string | undefined =>
  [process.env['HEDDLE_CHROMIUM'], ...PLACES].find((path) => path !== undefined && existsSync(path));

/** Runs `use` with a Chromium that is gone afterwards. */
export async function withChromium<Result>(use: (browser: Browser) => Promise<Result>): Promise<Result> {
  const browser = await playwright.launch({ executablePath: found(), args: ARGUMENTS });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

export const chromium: BrowserKind = {
  missing: () => (found() === undefined ? 'no Chromium here: install the package chromium' : undefined),
  with: (use) =>
    withChromium(async (browser) => {
      const page = await browser.newPage();
      return use({
        goto: async (url) => {
          await page.goto(url);
        },
        // A page's stack is of files that are not here: its message alone goes on.
        evaluate: async (expression) => {
          try {
            return await page.evaluate(expression);
          } catch (error) {
            throw new Error(`in the page: ${(error as Error).message.split('\n    at ')[0]}`);
          }
        },
      });
    }),
};
