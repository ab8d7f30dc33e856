// Images that a reader brings to the page: dropped on the board, pasted, opened, and dropped where the proof takes files.

import { Buffer } from 'node:buffer';
import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { missing } from '../browser/browsers.fixture.ts';
import { withChromium } from '../browser/chromium.fixture.ts';
import { provedRun, withPages } from './proved-run.fixture.ts';

const pages: { [name: string]: string } = {};

beforeAll(async () => {
  const run = await provedRun('fused');
  pages['full'] = await run.page('full');
  pages['model'] = await run.page('model');
  pages['none'] = await run.page('none');
}, 180_000);

/** A picture of a bar on a plain ground, as base64. */
function picture(ground: number, bar: number): string {
  const data = new Uint8Array(40 * 40).fill(ground);
  for (let y = 4; y < 36; y++) data.fill(bar, 40 * y + 16, 40 * y + 24);
  return Buffer.from(encode({ width: 40, height: 40, channels: 1, depth: 8, data })).toString('base64');
}

/** Brings a file to the page in an event, as the browser does for a person. */
const bring = (page: Page, kind: 'drop' | 'paste', place: string, name: string, type: string, base64: string) =>
  page.evaluate(
    ([kind, place, name, type, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0))], name, { type }));
      const init = { bubbles: true, cancelable: true };
      const event =
        kind === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: data })
          : new ClipboardEvent('paste', { ...init, clipboardData: data });
      document.querySelector(place)?.dispatchEvent(event);
    },
    [kind, place, name, type, base64],
  );

const said = (page: Page) => page.locator('.try .said');
const shares = async (page: Page): Promise<number[]> =>
  (await page.locator('.try .bar-share').allTextContents()).map((text) => Number.parseFloat(text));

/** A new page of a report whose board has come to life. */
async function boardOf(browser: { newPage(): Promise<Page> }, address: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('#try').scrollIntoViewIfNeeded();
  await page.locator('.board').waitFor();
  return page;
}

describe.skipIf(missing('chromium') !== undefined)('in Chromium', { timeout: 120_000 }, () => {
  test('an image dropped on the board or pasted is answered, and a light ground is taken for dark on light', () =>
    withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await boardOf(browser, address('full'));
        await bring(page, 'drop', '.try', 'bar.png', 'image/png', picture(0, 255));
        await page.getByText(/^your image: /).waitFor();
        const dropped = await shares(page);
        expect(Math.abs(dropped.reduce((a, b) => a + b) - 100)).toBeLessThan(1);
        expect(await page.getByLabel('dark on light').isChecked()).toBe(false);
        // The same picture the other way round is the same image to the model.
        await bring(page, 'paste', 'body', 'bar.png', 'image/png', picture(255, 0));
        await expect.poll(() => page.getByLabel('dark on light').isChecked()).toBe(true);
        await page.getByText(/^your image: /).waitFor();
        await expect.poll(() => shares(page)).toEqual(dropped);
        await page.getByRole('button', { name: 'Clear' }).click();
        expect(await shares(page)).toEqual(Array(10).fill(0));
        await bring(page, 'drop', '.try', 'notes.txt', 'text/plain', Buffer.from('no image').toString('base64'));
        await expect.poll(() => said(page).innerText()).toBe('This is no image that the browser can read.');
      }),
    ));

  test('a picture is let go of once it is drawn, and a fault in drawing it is not told as no image', () =>
    withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await browser.newPage();
        const errors: string[] = [];
        page.on('pageerror', ({ message }) => errors.push(message));
        await page.goto(address('full'));
        await page.locator('#try').scrollIntoViewIfNeeded();
        await page.locator('.board').waitFor();
        await page.evaluate(`{
          const make = createImageBitmap;
          globalThis.made = [];
          globalThis.createImageBitmap = async (file) => {
            const picture = await make(file);
            made.push(picture);
            return picture;
          };
        }`);
        await bring(page, 'drop', '.try', 'bar.png', 'image/png', picture(0, 255));
        await page.getByText(/^your image: /).waitFor();
        // A picture that was closed has no size any more.
        expect(await page.evaluate('made.map(({ width }) => width)')).toEqual([0]);
        await page.evaluate(`CanvasRenderingContext2D.prototype.drawImage = () => { throw new Error('no ink'); }`);
        await bring(page, 'drop', '.try', 'bar.png', 'image/png', picture(0, 255));
        await expect.poll(() => errors).toEqual(['no ink']);
        expect(await said(page).innerText()).not.toContain('no image');
      }),
    ));

  test('a stroke that the browser takes away, as for scrolling, ends there', () =>
    withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await boardOf(browser, address('full'));
        await page.locator('.board').scrollIntoViewIfNeeded();
        const drawn = () => page.evaluate<string>(`document.querySelector('.board').toDataURL()`);
        const box = (await page.locator('.board').boundingBox())!;
        await page.mouse.move(box.x + 60, box.y + 60);
        await page.mouse.down();
        await page.mouse.move(box.x + 90, box.y + 90);
        const stroke = await drawn();
        await page.evaluate(`document.querySelector('.board').dispatchEvent(new PointerEvent('pointercancel'))`);
        await page.mouse.move(box.x + 200, box.y + 60, { steps: 4 });
        expect(await drawn()).toBe(stroke);
        await page.mouse.up();
        await page.mouse.down();
        await page.mouse.move(box.x + 150, box.y + 150);
        await page.mouse.up();
        expect(await drawn()).not.toBe(stroke);
      }),
    ));

  test('an image among the files of the proof goes to the board, also before the board was ever seen', () =>
    withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await browser.newPage({ viewport: { width: 1280, height: 500 } });
        await page.goto(address('model'));
        await page.evaluate(`document.getElementById('proof').scrollIntoView()`);
        await page.locator('.proof .drop').waitFor();
        await bring(page, 'drop', '.proof .drop', 'bar.png', 'image/png', picture(0, 255));
        await page.getByText('bar.png is an image: it was put on the board.').waitFor();
        await page.getByText(/^your image: .* %$/).waitFor();
        await bring(
          page,
          'drop',
          '.proof .drop',
          'a.bin',
          '',
          Buffer.from([9, 9, 9, 9, 9, 9, 9, 9, 9, 9]).toString('base64'),
        );
        await page.getByText('a.bin is neither an IDX file of bytes nor safetensors.').waitFor();
      }),
    ));

  test('without the model an image waits for it, and the page says so', () =>
    withPages(pages, (address) =>
      withChromium(async (browser) => {
        const page = await browser.newPage();
        await page.goto(address('none'));
        await page.evaluate(`document.getElementById('proof').scrollIntoView()`);
        await page.locator('.proof .drop').waitFor();
        await bring(page, 'drop', '.proof .drop', 'bar.png', 'image/png', picture(0, 255));
        await page.getByText('bar.png is an image: it waits for the model.').waitFor();
      }),
    ));
});
