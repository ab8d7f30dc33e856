// A run whose every name is an attack, on disk: the command line and the report show the names and nothing happens.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createDiskStore, openDiskStore } from 'heddle/node';
import { writeRun } from 'heddle/testing';
import { expect, test } from 'vitest';
import { hostileRun } from '../src/report/hostile-run.fixture.ts';
import { BROWSERS, missing } from './browser/browsers.fixture.ts';
import { heddle, withFolder } from './cli-process.fixture.ts';

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** Characters that steer a terminal or turn the writing around. */
const STEERING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** `use` gets the folder of runs, and the one run in it, whose folder is named after the sweep. */
async function withHostileRun<Result>(use: (runs: string, run: string) => Promise<Result>): Promise<Result> {
  return withFolder(async (folder) => {
    const runs = join(folder, 'runs');
    const hostile = hostileRun();
    const store = await createDiskStore(runs, hostile.sweep.name, '20261124-120000');
    await writeRun(store, hostile);
    return use(runs, store.location);
  });
}

test('hostile names write nothing outside the run folder, and read back unchanged', () =>
  withHostileRun(async (runs, run) => {
    const { code } = await heddle(['report', run, '--out', runs]);
    expect(code).toBe(0);
    const written = filesBelow(join(runs, '..'));
    const inside = join('runs', basename(run)) + sep;
    expect(written.length).toBeGreaterThan(10);
    expect(written.filter((path) => !path.startsWith(inside))).toEqual([]);
    expect(written.filter((path) => STEERING.test(path) || /[<>"'|]/.test(path))).toEqual([]);
    expect((await (await openDiskStore(run)).read()).sweep.name).toBe(hostileRun().sweep.name);
  }));

test('the terminal is not steered by hostile names', () =>
  withHostileRun(async (runs, run) => {
    for (const args of [['runs'], ['report', run], ['evaluate', run]]) {
      const { stdout, stderr } = await heddle([...args, '--out', runs]);
      expect(`${stdout}${stderr}`.length).toBeGreaterThan(20);
      expect(`${stdout}${stderr}`.replaceAll('\n', '')).not.toMatch(STEERING);
    }
  }));

test('a report full of hostile names runs none of them', async ({ skip }) => {
  const reason = missing('chromium');
  skip(reason !== undefined, reason);
  await withHostileRun(async (runs, run) => {
    await heddle(['report', run, '--out', runs]);
    const report = join(run, 'report.html');
    expect(readFileSync(report, 'utf8')).toContain('window.hacked=1');
    await BROWSERS.chromium.with(async (page) => {
      await page.goto(pathToFileURL(report).href);
      expect(await page.evaluate('document.body.innerText.length')).toBeGreaterThan(1000);
      expect(await page.evaluate('typeof window.hacked')).toBe('undefined');
      expect(await page.evaluate('typeof hacked')).toBe('undefined');
      expect(await page.evaluate('[...document.images].filter((image) => image.src.includes("evil")).length')).toBe(0);
    });
  });
});
