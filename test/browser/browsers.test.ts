// The fixtures themselves: every engine opens a page, isolated or not, and answers values and errors.

import { expect, test } from 'vitest';
import { BROWSER_NAMES, BROWSERS, missing } from './browsers.fixture.ts';
import { withServer } from './serve.fixture.ts';

const SITE = { '/': '<!doctype html><title>loom</title>' };

test.for(BROWSER_NAMES)('%s opens a page and answers what it computes', async (name, { skip }) => {
  const reason = missing(name);
  skip(reason !== undefined, reason);
  await BROWSERS[name].with(async (page) => {
    await withServer(SITE, { isolated: true }, async (address) => {
      await page.goto(`${address}/`);
      expect(await page.evaluate('document.title')).toBe('loom');
      expect(await page.evaluate('Promise.resolve({ a: [1, 2.5] })')).toEqual({ a: [1, 2.5] });
      await expect(page.evaluate('Promise.reject(new Error("a broken thread"))')).rejects.toThrow('a broken thread');
    });
  });
});
