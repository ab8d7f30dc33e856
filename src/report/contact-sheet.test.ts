import { expect, test } from 'vitest';
import type { CheckupRecord } from '../record/index.ts';
import { renderContactSheet } from './contact-sheet.ts';

const HOSTILE = '"><script>alert(1)</script>';
const tally = { count: 0, first: [] };

const record: CheckupRecord = {
  dataset: HOSTILE,
  source: HOSTILE,
  kind: 'table',
  target: 'y',
  parts: [{ name: 'training', rows: 6, origin: 'given' }],
  classes: [
    { label: HOSTILE, rows: 4, share: 2 / 3 },
    { label: 'b', rows: 2, share: 1 / 3 },
  ],
  columns: [
    {
      ...{
        name: HOSTILE,
        role: 'feature',
        kind: 'number',
        missing: { count: 3, first: [] },
        words: tally,
        notFinite: tally,
      },
      numbers: { smallest: 0, largest: 4, mean: 2, deviation: 1, distinct: 3 },
      ...{ categories: null, constant: false, alone: 0.5 },
      histogram: {
        from: 0,
        to: 4,
        counts: [
          [1, 2, 1, 0],
          [0, 0, 2, 0],
        ],
      },
    },
    {
      ...{
        name: 'shop',
        role: 'feature',
        kind: 'category',
        missing: tally,
        words: tally,
        notFinite: tally,
        numbers: null,
      },
      categories: {
        count: 14,
        most: [
          { label: HOSTILE, rows: 3 },
          { label: 'n', rows: 1 },
        ],
      },
      ...{ constant: false, alone: null, histogram: null },
    },
  ],
  pictures: {
    ...{ shape: [2, 2], mean: 1, deviation: 1, constantValues: 0, blank: tally, sizes: null },
    unreadable: [{ file: HOSTILE, problem: HOSTILE }],
  },
  lines: tally,
  copies: { inside: [], trainValidation: null, trainTest: null, validationTest: null, first: [] },
  findings: [{ level: 'error', where: HOSTILE, text: HOSTILE, hint: HOSTILE }],
};

const page = renderContactSheet(
  record,
  [{ label: HOSTILE, rows: 9, pictures: [{ name: HOSTILE, source: 'data:image/png;base64,AAAA' }] }],
  'Heddle 0.1.0',
);

test('the page runs no program, loads nothing, and names from files cannot become markup', () => {
  expect(page).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"`.replaceAll(
      "'",
      '&#39;',
    ),
  );
  expect(page).not.toContain('<script');
  expect(page.split('&quot;&gt;&lt;script&gt;').length).toBeGreaterThan(12);
  expect(page).not.toMatch(/(src|href)="(?!data:|#)/);
});

test('a histogram is stacked by class, each step as high as its rows', () => {
  const bars = [
    ...page.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="var\(--series-(\d)\)"/g),
  ].map(([, x, y, height, series]) => [Number(x), Number(y), Number(height), Number(series)]);
  // The fullest step has 3 rows in 80 units; steps are 60 wide.
  expect(bars).toEqual([
    [0.5, 53.33, 26.67, 1],
    [60.5, 26.67, 53.33, 1],
    [120.5, 53.33, 26.67, 1],
    [120.5, 0, 53.33, 2],
  ]);
});

test('pictures, categories and bars say how many there are', () => {
  expect(page).toContain(': 1 of 9</h3>');
  expect(page).toContain('and 12 more');
  expect(page).toContain('width:50.00%;background:var(--series-2)');
  expect(page).toContain('<td class="number">66.7 %</td>');
});
