// The program of report.html. The page is complete without it; it makes tables sortable, puts living charts in place
// of the pictures as they come into view, opens the trial a link points to, and opens all of them for print.

import type { RunRecord } from '../record/index.ts';
import { type LiveChart, mountChart, pagePalette, RECORD_ELEMENT, runCharts } from '../report/index.ts';
import { makeSortable } from './sortable-table.ts';

function start(): void {
  const record = document.getElementById(RECORD_ELEMENT)?.textContent;
  if (record === null || record === undefined) return;
  bringChartsToLife(JSON.parse(record) as RunRecord);
  for (const table of document.querySelectorAll<HTMLTableElement>('table.sortable')) makeSortable(table);
  for (const table of document.querySelectorAll<HTMLTableElement>('table.matrix')) nameCells(table);
  // The page has no target before it has loaded.
  for (const moment of ['load', 'hashchange']) addEventListener(moment, openLinkedTrial);
  const trials = [...document.querySelectorAll<HTMLDetailsElement>('#trials > details')];
  offerAll(trials);
  openForPrint(trials);
}

/** Draws a chart when it comes into view: a closed trial costs nothing. */
function bringChartsToLife(run: RunRecord): void {
  const charts = runCharts(run, pagePalette);
  const living = new Map<Element, LiveChart>();
  const resized = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) if (contentRect.width > 0) living.get(target)?.resize();
  });
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const make = charts.get((target as HTMLElement).dataset['chart'] ?? '');
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
  for (const element of document.querySelectorAll('[data-chart]')) seen.observe(element);
}

/** Says in words what the cell under the pointer counts. */
function nameCells(table: HTMLTableElement): void {
  table.addEventListener('pointerover', ({ target }) => {
    if (!(target instanceof HTMLTableCellElement) || !target.matches('.right, .wrong') || target.title !== '') return;
    const row = target.parentElement as HTMLTableRowElement;
    const truth = row.cells[0].textContent;
    const total = row.cells[row.cells.length - 1].textContent ?? '';
    const predicted = table.tHead?.rows[0].cells[target.cellIndex].textContent;
    const share = (100 * Number(target.textContent)) / Math.max(1, Number(total.replaceAll(',', '')));
    target.title = `${truth}, predicted as ${predicted}: ${target.textContent} of ${total} rows (${share.toFixed(1)} %)`;
  });
}

function openLinkedTrial(): void {
  const linked = document.querySelector<HTMLDetailsElement>('details:target');
  if (linked === null) return;
  linked.open = true;
  linked.scrollIntoView();
}

/** A button that opens all trials, or closes them. */
function offerAll(trials: readonly HTMLDetailsElement[]): void {
  if (trials.length < 2) return;
  const button = document.createElement('button');
  button.className = 'all';
  const open = (): boolean => trials.every((trial) => trial.open);
  const label = (): void => {
    button.textContent = open() ? 'Close all trials' : 'Open all trials';
  };
  button.addEventListener('click', () => {
    const wanted = !open();
    for (const trial of trials) trial.open = wanted;
    label();
  });
  label();
  trials[0].before(button);
}

function openForPrint(trials: readonly HTMLDetailsElement[]): void {
  let closed: readonly HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    closed = trials.filter((trial) => !trial.open);
    for (const trial of closed) trial.open = true;
  });
  addEventListener('afterprint', () => {
    for (const trial of closed) trial.open = false;
  });
}

start();
