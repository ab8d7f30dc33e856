// The licences of the packages whose code the build puts into dist: they ask to be passed on with it.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './run.mjs';

/** The packages whose code is in dist/report/draw-chart.js, dist/cli or dist/pages. */
const BUNDLED = ['echarts', 'zrender', 'tslib', 'preact', '@preact/signals', '@preact/signals-core'];

/** Where the licences are in the package. */
export const LICENCES_FILE = 'dist/THIRD-PARTY-LICENCES.txt';

/** Stands at the top of every bundle that holds such code, and so in every report.html. */
export const LICENCE_BANNER =
  '/*! With code of Apache ECharts (Apache-2.0, echarts.apache.org), ZRender (BSD-3-Clause), tslib (0BSD), Preact and its signals (MIT). */';

/** Writes each package's licence, and its notice where it has one, into one file. */
export function writeLicences() {
  const texts = BUNDLED.map((name) => {
    const folder = join(ROOT, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)(\.(md|txt))?$/i.test(file));
    if (!files.some((file) => /^licen/i.test(file))) throw new Error(`${folder} has no licence`);
    return `${name} ${version}\n\n${files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n')}\n`;
  });
  writeFileSync(join(ROOT, LICENCES_FILE), texts.join(`\n${'-'.repeat(80)}\n\n`));
}
