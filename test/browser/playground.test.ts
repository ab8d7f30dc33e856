// The playground as `heddle playground` serves it, used as a person would: the buttons, the keyboard, the address.
// Screenshots go to test/output/playground, for a person to look at.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPlayground, servePlayground } from 'heddle/node';
import type { Browser, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { withFolder } from '../cli-process.fixture.ts';
import { missing } from './browsers.fixture.ts';
import { withChromium } from './chromium.fixture.ts';

const OUTPUT = fileURLToPath(new URL('../output/playground', import.meta.url));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const reason = missing('chromium');
mkdirSync(OUTPUT, { recursive: true });

const served = await servePlayground({ port: 0 });
afterAll(() => served.close());

const epochOf = async (page: Page): Promise<number> =>
  Number((await page.locator('.numbers dd').first().innerText()).replaceAll(',', ''));
const pixelsOf = (page: Page): Promise<string> =>
  page.locator('canvas.stage').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
const untilReady = (page: Page) => page.getByText('Ready', { exact: true }).waitFor({ timeout: 60_000 });

/** Opens the page with a set-up, and waits until it could train. */
const onPlayground = (hash: string, use: (page: Page, browser: Browser) => Promise<void>): Promise<void> =>
  withChromium(async (browser) => {
    const page = await browser.newPage();
    await page.goto(`${served.address}${hash}`);
    await untilReady(page);
    await use(page, browser);
  });

test('a person starts, pauses, steps and resets, by keyboard alone, and the boundary moves while it trains', async ({
  skip,
}) => {
  skip(reason !== undefined, reason);
  await withChromium(async (browser) => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(served.address);
    await untilReady(page);
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    await expect.poll(() => pixelsOf(page)).not.toBe('');
    const before = await pixelsOf(page);
    const press = async (name: string): Promise<void> => {
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
    };
    await press('Start');
    await expect.poll(() => epochOf(page), { timeout: 30_000 }).toBeGreaterThan(3);
    await press('Pause');
    await page.waitForTimeout(500);
    expect(await pixelsOf(page)).not.toBe(before);
    const at = await page.locator('.numbers').innerText();
    await press('Step');
    await expect.poll(() => page.locator('.numbers').innerText()).not.toBe(at);
    await press('Reset');
    await untilReady(page);
    expect(await epochOf(page)).toBe(1);
    expect(errors).toEqual([]);
  });
});

test('the set-up is in the address: what was chosen is there for whoever gets the link', async ({ skip }) => {
  skip(reason !== undefined, reason);
  await onPlayground('', async (page, browser) => {
    await page.getByLabel('Units of the hidden layers').fill('12, 6');
    await page.getByLabel('Units of the hidden layers').press('Enter');
    await page.getByLabel('Optimizer').selectOption('rmsProp');
    await page.getByLabel('Learning rate').selectOption('0.003');
    await expect.poll(() => page.url()).toContain('#problem=spirals&layers=12,6&optimizer=rmsProp&rate=0.003');
    const other = await browser.newPage();
    await other.goto(page.url());
    await untilReady(other);
    expect(await other.getByLabel('Units of the hidden layers').inputValue()).toBe('12, 6');
    expect(await other.getByLabel('Optimizer').inputValue()).toBe('rmsProp');
    expect(await other.locator('.numbers').innerText()).toMatch(/Parameters\s+128/); // 2 x 12 + 12 + 12 x 6 + 6 + 6 x 2 + 2
    await other.getByLabel('Units of the hidden layers').fill('many');
    await other.getByLabel('Units of the hidden layers').press('Enter');
    expect(await other.getByRole('alert').innerText()).toContain('whole numbers from 1 to 512');
    // What was typed stays beside what is said of it.
    expect(await other.getByLabel('Units of the hidden layers').inputValue()).toBe('many');
    await other.getByLabel('Units of the hidden layers').fill('12, 6');
    await other.getByLabel('Seed').fill('-3');
    await other.getByLabel('Seed').press('Enter');
    expect(await other.getByRole('alert').allInnerTexts()).toEqual(['Give a whole number from 0 on, such as 1.']);
    expect(await other.getByLabel('Seed').inputValue()).toBe('-3');
  });
});

test.for([
  ['spirals', 360, 'dark'],
  ['spirals', 1440, 'light'],
  ['curve', 1440, 'dark'],
  ['garments', 360, 'light'],
] as const)(
  '%s at %i px (%s): it learns, nothing is cut off, and axe finds no serious violation',
  async ([problem, width, colorScheme], { skip }) => {
    skip(reason !== undefined, reason);
    await withChromium(async (browser) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.goto(`${served.address}#problem=${problem}`);
      await untilReady(page);
      await page.getByRole('button', { name: 'Start' }).click();
      await expect.poll(() => epochOf(page), { timeout: 60_000 }).toBeGreaterThan(2);
      if (problem === 'garments') {
        await page.getByRole('button', { name: 'A row' }).click();
        await expect
          .poll(() => page.getByRole('status').first().innerText())
          .toMatch(/^row \d+, truly .*: .*, [\d.]+ %$/);
      }
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.screenshot({ path: join(OUTPUT, `${problem}-${width}-${colorScheme}.png`), fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await page.evaluate(AXE);
      const found = await page.evaluate<string[]>(
        `axe.run().then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
      );
      expect(found).toEqual([]);
    });
  },
);

test('a drawn curve becomes the goal, and its points are in the address', async ({ skip }) => {
  skip(reason !== undefined, reason);
  await onPlayground('#problem=curve', async (page) => {
    const box = (await page.locator('svg.stage').boundingBox())!;
    await page.mouse.move(box.x + 40, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 40, box.y + box.height / 4, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toContain('curve=');
    await untilReady(page);
    const heights = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('curve')?.split('.').map(Number) ?? [];
    expect(heights).toHaveLength(48);
    expect(heights[40]).toBeGreaterThan(heights[8]); // the line goes up
  });
});

test('the answer to what is on the board follows the network: while it learns, after a reset, on another problem', async ({
  skip,
}) => {
  skip(reason !== undefined, reason);
  await onPlayground('#problem=garments', async (page) => {
    const said = (): Promise<string> => page.locator('.try .said').innerText();
    await page.getByRole('button', { name: 'A row' }).click();
    await expect.poll(said).toMatch(/^row 617, truly Sneaker: .* %$/);
    const untrained = await said();
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(said, { timeout: 30_000 }).toMatch(/: Sneaker, (9\d|100)\.\d %$/);
    await page.getByRole('button', { name: 'Reset' }).click();
    await untilReady(page);
    await expect.poll(said).toBe(untrained);
    await page.getByLabel('Seed').fill('2');
    await page.getByLabel('Seed').press('Enter');
    await expect.poll(said).not.toBe(untrained);
    await expect.poll(said).toMatch(/^row 617, truly Sneaker: .* %$/);
    await page.getByLabel('Problem').selectOption('spirals');
    await untilReady(page);
    await page.getByLabel('Problem').selectOption('garments');
    await untilReady(page);
    expect(await said()).toBe('Draw with the pointer, or bring an image.');
  });
});

test('what is said of a file that is no image goes with the next act; a drawn graphic is read', async ({ skip }) => {
  skip(reason !== undefined, reason);
  await onPlayground('#problem=garments', async (page) => {
    const said = (): Promise<string> => page.locator('.try .said').innerText();
    const open = (name: string, mimeType: string, text: string): Promise<void> =>
      page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
    const openText = async (): Promise<void> => {
      await open('notes.png', 'image/png', 'no image');
      await expect.poll(said).toBe('This is no image that the browser can read.');
    };
    await openText();
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(said).toBe('Draw with the pointer, or bring an image.');
    await openText();
    await page.getByRole('button', { name: 'A row' }).click();
    await expect.poll(said).toMatch(/^row /);
    await openText();
    await page.locator('.board').click();
    await expect.poll(said).toMatch(/^your drawing: /);
    for (const size of ['width="40" height="20"', '']) {
      await page.getByRole('button', { name: 'Clear' }).click();
      const shape = '<rect width="40" height="20" fill="#fff"/><circle cx="20" cy="10" r="6"/>';
      await open(
        'shape.svg',
        'image/svg+xml',
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" ${size}>${shape}</svg>`,
      );
      await expect.poll(said).toMatch(/^your image: .* %$/);
    }
    expect(await page.getByLabel('dark on light').isChecked()).toBe(true);
  });
});

test('on a phone a swipe up over the stage scrolls the page, a tap does nothing, and a stroke sideways draws', async ({
  skip,
}) => {
  skip(reason !== undefined, reason);
  await withChromium(async (browser) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true });
    for (const problem of ['spirals', 'curve']) {
      const page = await context.newPage();
      const touch = await context.newCDPSession(page);
      const drag = async ([x, y]: [number, number], [toX, toY]: [number, number]): Promise<void> => {
        await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
        for (let share = 0.1; share <= 1; share += 0.1) {
          const at = { x: x + share * (toX - x), y: y + share * (toY - y) };
          await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [at] });
        }
        await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      };
      await page.goto(`${served.address}#problem=${problem}`);
      await untilReady(page);
      await page.getByRole('button', { name: 'Step', exact: true }).click();
      await page.evaluate('scrollTo(0, 0)');
      const box = (await page.locator('.stage').boundingBox())!;
      const [middle, top] = [box.x + box.width / 2, box.y + 60];
      await page.touchscreen.tap(middle, top);
      await drag([middle, box.y + box.height - 20], [middle + 10, top]);
      await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(100);
      await page.waitForTimeout(300);
      expect(await page.locator('.numbers').innerText()).toMatch(/Step\s+1 of/);
      expect(new URL(page.url()).hash).toBe(`#problem=${problem}`);
      if (problem === 'spirals') continue;
      await page.evaluate('scrollTo(0, 0)');
      await drag([box.x + 40, top], [box.x + box.width - 40, top + 20]);
      await expect.poll(() => page.url()).toContain('curve=');
    }
  });
});

test('a stroke of the mouse that goes up and down only leaves the curve as it is', async ({ skip }) => {
  skip(reason !== undefined, reason);
  await onPlayground('#problem=curve', async (page) => {
    const box = (await page.locator('.stage').boundingBox())!;
    await page.mouse.move(box.x + 200, box.y + 50);
    await page.mouse.down();
    await page.mouse.move(box.x + 203, box.y + 300, { steps: 8 });
    await page.mouse.up();
    await page.waitForTimeout(200);
    expect(new URL(page.url()).hash).toBe('#problem=curve');
  });
});

test.for([360, 768, 1440])(
  'at %i px panels follow each other as the focus does, and the chart has text of 12 to 13 px',
  async (width, { skip }) => {
    skip(reason !== undefined, reason);
    await withChromium(async (browser) => {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.goto(served.address);
      await untilReady(page);
      await page.getByRole('button', { name: 'Start' }).click();
      await expect.poll(() => epochOf(page), { timeout: 30_000 }).toBeGreaterThan(3);
      await page.getByRole('button', { name: 'Pause' }).click();
      const panels = await page
        .locator('.panel')
        .evaluateAll((all) => all.map((panel) => panel.getBoundingClientRect().toJSON()));
      expect(panels).toHaveLength(3);
      for (const [i, { left, top }] of panels.slice(1).entries()) {
        expect(
          left >= panels[i].right || top >= panels[i].bottom,
          `panel ${i + 1} is right of or below panel ${i}`,
        ).toBe(true);
      }
      const chart = (await page.locator('.losses svg').boundingBox())!;
      expect(await page.locator('.losses svg').getAttribute('viewBox')).toBe(`0 0 ${chart.width} ${chart.height}`);
      const labels = await page.locator('.losses text').evaluateAll((all) =>
        all.map((label) => ({
          size: Number.parseFloat(getComputedStyle(label).fontSize),
          ...label.getBoundingClientRect().toJSON(),
        })),
      );
      for (const { size, left, right, top, bottom } of labels) {
        expect(size).toBe(13);
        expect(
          left >= chart.x && right <= chart.x + chart.width && top >= chart.y && bottom <= chart.y + chart.height,
        ).toBe(true);
      }
    });
  },
);

test('text twice as large does not scroll sideways on a phone, and what a finger presses is 40 px high', async ({
  skip,
}) => {
  skip(reason !== undefined, reason);
  await withChromium(async (browser) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 900 }, hasTouch: true, isMobile: true });
    for (const problem of ['spirals', 'curve', 'garments']) {
      const page = await context.newPage();
      await page.goto(`${served.address}#problem=${problem}`);
      await untilReady(page);
      const heights = await page
        .locator('button, label.button, select, input[type=text], .check')
        .evaluateAll((all) => all.map((control) => control.getBoundingClientRect().height));
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(40);
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      await page.waitForTimeout(100);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    }
  });
});

test('a link to images shows their stage at once and nothing moves; images that cannot be had are told there', async ({
  skip,
}) => {
  skip(reason !== undefined, reason);
  await withChromium(async (browser) => {
    for (const width of [390, 1440]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.addInitScript(`
        globalThis.shift = 0;
        new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shift += value; }).observe({ type: 'layout-shift', buffered: true });
      `);
      await page.goto(`${served.address}#problem=garments`);
      expect(await page.locator('h2').first().innerText()).toBe('Try it');
      await untilReady(page);
      expect(await page.evaluate('shift')).toBeLessThan(0.01);
    }
    const page = await browser.newPage();
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/fashion-mnist/*', async (route) => {
      await asked;
      await route.abort();
    });
    await page.goto(served.address);
    await untilReady(page);
    await page.evaluate("location.hash = '#problem=fashion-mnist'");
    const said = page.locator('.try .said');
    await expect.poll(() => said.innerText()).toContain('Loading Fashion-MNIST');
    expect(await page.locator('h2').first().innerText()).toBe('Try it');
    expect(await page.getByRole('button', { name: 'A row' }).isDisabled()).toBe(true);
    answer();
    await expect.poll(() => said.innerText()).toBe('Fashion-MNIST could not be loaded.');
  });
});

test('a field that cannot be read holds Start back until it is mended, or the problem is another', async ({ skip }) => {
  skip(reason !== undefined, reason);
  await onPlayground('', async (page) => {
    const start = page.getByRole('button', { name: 'Start' });
    await page.getByLabel('Seed').fill('-3');
    await page.getByLabel('Seed').press('Enter');
    await expect.poll(() => start.isDisabled()).toBe(true);
    await page.getByText('First mend in the set-up: Seed.').waitFor();
    await page.getByLabel('Seed').fill('3');
    await page.getByLabel('Seed').press('Enter');
    await untilReady(page);
    expect(await start.isDisabled()).toBe(false);
    await page.getByLabel('Units of the hidden layers').fill('many');
    await page.getByLabel('Units of the hidden layers').press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Problem').selectOption('curve');
    await untilReady(page);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(await page.getByLabel('Units of the hidden layers').inputValue()).toBe('32, 32');
    expect(await start.isDisabled()).toBe(false);
  });
});

test('the same page, built to files, trains from any static host, from file:// too', async ({ skip }) => {
  skip(reason !== undefined, reason);
  await withFolder(async (folder) => {
    const files = await buildPlayground(folder, { withData: false });
    expect(files.map((file) => file.slice(folder.length + 1)).sort()).toEqual(['index.html', 'playground.js']);
    await withChromium(async (browser) => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(folder, 'index.html')).href);
      await untilReady(page);
      await page.getByRole('button', { name: 'Start' }).click();
      await expect.poll(() => epochOf(page), { timeout: 30_000 }).toBeGreaterThan(2);
      expect(await page.locator('footer').innerText()).toContain('1 thread');
    });
  });
});

test('a folder that has files of something else under these names is left as it is; an earlier build is replaced', async () => {
  await withFolder(async (folder) => {
    const [page, program] = [join(folder, 'index.html'), join(folder, 'playground.js')];
    const build = () => buildPlayground(folder, { withData: false });
    writeFileSync(page, '<!doctype html><title>My site</title>');
    writeFileSync(program, 'mine();');
    await expect(build()).rejects.toThrow(
      `${page}, ${program}: expected names that are free, or the files of a playground built before, received files of something else. choose another folder, or move what is there.`,
    );
    rmSync(page);
    await expect(build()).rejects.toThrow(`${program}: expected names that are free`);
    expect([readdirSync(folder), readFileSync(program, 'utf8')]).toEqual([['playground.js'], 'mine();']);
    rmSync(program);
    await build();
    const built = readFileSync(program, 'utf8');
    writeFileSync(program, 'an older build');
    writeFileSync(page, readFileSync(page, 'utf8').replace('lang="en"', 'lang="en" data-older'));
    await build();
    expect([readFileSync(program, 'utf8') === built, readFileSync(page, 'utf8').includes('data-older')]).toEqual([
      true,
      false,
    ]);
  });
});

test('only this machine is answered, whatever name a request gives it', async () => {
  const port = new URL(served.address).port;
  expect(served.address).toBe(`http://127.0.0.1:${port}/`);
  const page = await fetch(served.address);
  expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: '/', headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
  expect(status).toBe(403);
  await expect(servePlayground({ port: Number(port) })).rejects.toThrow(
    `port ${port}: expected one that is free, received one that another program uses. choose another with --port, or leave it out.`,
  );
});
