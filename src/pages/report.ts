// The program of report.html. The page is complete without it as far as overview, test and chosen model go; it fills a
// trial's panel when that is opened, makes tables sortable, puts living charts in place of the pictures as they come
// into view, and runs the islands: curves of all trials, proof, images behind the matrix, a board to draw on.

import type { RunRecord } from '../record/index.ts';
import { type LiveChart, mountChart, pagePalette, RECORD_ELEMENT, runCharts } from '../report/index.ts';
import { openIslands } from './report/islands.tsx';
import { openLab } from './report/lab.ts';
import { bringMatrixToLife } from './report/matrix.ts';
import { scrollWithKeys } from './report/scroll-with-keys.ts';
import { livingTrials } from './report/trials.ts';
import { makeSortable } from './sortable-table.ts';

function start(): void {
  const record = document.getElementById(RECORD_ELEMENT)?.textContent;
  if (record === null || record === undefined) return;
  const run = JSON.parse(record) as RunRecord;
  const lab = openLab();
  const islands = openIslands(run, lab);
  const liven = charts(run, lab?.claims.evidence ?? null);
  const bring = (root: ParentNode): void => {
    liven(root);
    for (const matrix of root.querySelectorAll<HTMLElement>('[data-matrix]')) {
      const table = matrix.querySelector('table');
      if (table !== null) bringMatrixToLife(table, islands.chooserOf(matrix.dataset['matrix'] ?? ''));
    }
    scrollWithKeys(root);
  };
  bring(document);
  islands.mount();
  for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) makeSortable(table);
  livingTrials(run, bring);
}

/** Draws a chart when it comes into view: one that nobody looks at costs nothing. */
function charts(run: RunRecord, evidence: Parameters<typeof runCharts>[2]): (root: ParentNode) => void {
  const makers = runCharts(run, pagePalette, evidence);
  const living = new Map<Element, LiveChart>();
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) if (contentRect.width > 0) living.get(target)?.resize();
  });
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const make = makers.get((target as HTMLElement).dataset['chart'] ?? '');
        if (!isIntersecting || make === undefined) continue;
        seen.unobserve(target);
        const chart = make();
        (target as HTMLElement).style.height = `${chart.height}px`;
        living.set(target, mountChart(target as HTMLElement, chart));
        resized.observe(target);
      }
    },
    { rootMargin: '200px' },
  );
  return (root) => {
    for (const element of root.querySelectorAll('[data-chart]')) seen.observe(element);
  };
}

start();
