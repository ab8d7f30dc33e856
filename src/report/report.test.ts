import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../record/index.ts';
import { EXAMPLE_AUDIT, exampleCellRun, exampleCertainRun } from './example-certainty.fixture.ts';
import { exampleLongRun } from './example-long-run.fixture.ts';
import {
  exampleInterruptedRun,
  exampleRegressionRun,
  exampleRun,
  exampleRunWithFailures,
} from './example-run.fixture.ts';
import { HOSTILE_FOLDER, HOSTILE_NAME, hostileFolders, hostileRun } from './hostile-run.fixture.ts';
import { type Report, renderReport } from './report.ts';
import { trialPanelHtml } from './trial-panel.ts';

const PARTS = { page: 'document.title = "</script><!-- <script>";', generatedBy: 'Heddle 0.1.0' };
const render = (run: RunRecord): Report => renderReport(run, PARTS);
const RUNS: [string, RunRecord][] = [
  ['a finished run', exampleRun()],
  ['a run that says how sure it is', exampleCertainRun(EXAMPLE_AUDIT)],
  ['a run of cells', exampleCellRun()],
  ['a run with failed trials', exampleRunWithFailures()],
  ['an interrupted run', exampleInterruptedRun()],
  ['a regression', exampleRegressionRun()],
  ['hostile names', hostileRun()],
  ['hostile folders', hostileFolders()],
];
const REPORTS = new Map(RUNS.map(([name, run]) => [name, { run, ...render(run) }]));
const report = (name: string): Report & { run: RunRecord } => REPORTS.get(name) as Report & { run: RunRecord };

const sectionIds = (html: string): string[] => [...html.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
/** The page without its two scripts and its style: what a reader sees. */
const visiblePart = (html: string): string =>
  html.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<style[\s\S]*?<\/style>/g, '');

/** Throws unless every element of an XML text is closed in order and every attribute is quoted. */
function checkXml(xml: string): void {
  const open: string[] = [];
  const token = /<!\[CDATA\[[\s\S]*?\]\]>|<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let end = 0;
  for (const match of xml.matchAll(token)) {
    const [whole, closing, name, , empty, text] = match;
    end = match.index + whole.length;
    if (text !== undefined) expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|#\d+);)|[^\P{Cc}\n\t]/u);
    else if (name === undefined || empty === '/') continue;
    else if (closing === '/') expect(open.pop()).toBe(name);
    else open.push(name);
  }
  expect(xml.slice(end, end + 80)).toBe('');
  expect(open).toEqual([]);
}

describe.each(RUNS.map(([name]) => name))('the report of %s', (name) => {
  const { run, html, markdown, figures } = report(name);

  test('holds the record, equal to the one given', () => {
    const [, json] = html.match(/<script type="application\/json" id="heddle-run">([\s\S]*?)<\/script>/) ?? [];
    expect(JSON.parse(json)).toEqual(run);
  });

  test('loads nothing from anywhere', () => {
    expect(visiblePart(html)).not.toMatch(/<(?:script|link|img|iframe|object|embed|base|form|audio|video)\b/i);
    const loads = /@import|url\((?!#)|<\w[^<>]*\s(?:src|srcset|action|on\w+)\s*=/i;
    expect(
      visiblePart(html)
        .replace(/\stitle="[^"]*"/g, '')
        .match(loads)?.[0] ?? '',
    ).toBe('');
    expect(html.match(/<style>[\s\S]*<\/style>/)?.[0] ?? '').not.toMatch(/@import|url\(/);
    const links = [...visiblePart(html).matchAll(/<[^>]*\shref="([^"]*)"/g)].map(([, to]) => to);
    for (const to of links) expect(to).toMatch(/^#/);
    const policy = html.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/)?.[1].replaceAll('&#39;', "'");
    expect(policy?.replace(/sha256-[\w+/]{43}=/, 'sha256-...')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-...' 'wasm-unsafe-eval'; worker-src blob:; img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'",
    );
  });

  test('has exactly two scripts, and the policy names the second by its hash', () => {
    const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    expect(scripts.map(([, attributes]) => attributes)).toEqual([' type="application/json" id="heddle-run"', '']);
    const hash = createHash('sha256').update(scripts[1][2]).digest('base64');
    expect(html).toContain(`sha256-${hash}&#39;`);
  });

  test('links only to places it has, each id once', () => {
    const ids = [...visiblePart(html).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to] of visiblePart(html).matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(to);
  });

  test('is balanced HTML', () => {
    const body = visiblePart(html)
      .replace(/^[\s\S]*<body>/, '<body>')
      .replace(/<\/html>\s*$/, '');
    checkXml(body.replace(/(<details[^>]*) open>/g, '$1 open="">').trim());
  });

  test('has figures that are well-formed SVG and that are all linked from the Markdown', () => {
    const linked = [...markdown.matchAll(/\]\(figures\/([^)]*)\)/g)].map(([, file]) => decodeURIComponent(file));
    expect(new Set(linked)).toEqual(new Set(Object.keys(figures)));
    for (const svg of Object.values(figures)) {
      expect(svg).toMatch(
        /^<svg role="img" width="\d+" height="\d+" xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="[^"]*"><title>/,
      );
      expect(svg).not.toMatch(/<style|<script|var\(--|NaN|undefined/);
      checkXml(svg.trim());
    }
  });

  test('has Markdown tables whose rows all have as many cells as the heading', () => {
    const cells = (line: string): number => line.replace(/\\\\|\\\|/g, '').split('|').length;
    const tables = markdown.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(3);
    for (const table of tables) {
      const lines = table.split('\n');
      expect(lines[1]).toMatch(/^\|( -{3}:? \|)+$/);
      for (const line of lines) expect(cells(line), line).toBe(cells(lines[1]));
    }
  });

  test('says nothing that is no value', () => {
    const text = visiblePart(html).replaceAll('received NaN', '');
    expect(text).not.toMatch(/\b(?:undefined|NaN|Infinity|\[object)\b/);
    expect(markdown.replaceAll('received NaN', '')).not.toMatch(/\b(?:undefined|NaN|Infinity|\[object)\b/);
  });

  test('is the same text every time', () => {
    expect(render(run)).toEqual({ html, markdown, figures });
  });
});

test('a finished run shows every part', () => {
  const { html, markdown } = report('a finished run');
  const ids = ['leaderboard', 'compare', 'chosen', 'test', 'trials', 'models', 'data', 'reproduce', 'environment'];
  expect(sectionIds(html)).toEqual(ids);
  const headings = [
    'Leaderboard',
    'Trials compared',
    'The chosen model',
    'Independent test',
    'Every trial',
    'Models',
    'Data',
    'Reproduce it',
    'Environment',
  ];
  expect([...markdown.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(headings);
});

test('the same facts stand in the page and in the Markdown', () => {
  const { run, html, markdown } = report('a finished run');
  const chosen = run.trials.find((trial) => trial.folder === run.leaderboard?.[0].trial);
  const facts = [
    run.sweep.command,
    run.sweep.dataset.sha256,
    run.sweep.splitHash,
    run.sweep.seed,
    chosen?.record.fingerprint ?? '?',
    chosen?.record.message ?? '?',
    run.sweep.environment.cpu,
    run.sweep.environment.runtime,
    '3 in training and validation',
    '408,074',
    'Batch size',
    `${chosen?.record.epochsTrained} of 15`,
    'highest validation macro-F1',
    run.test?.accuracy?.toFixed(4) ?? '?',
    run.test?.macroF1?.toFixed(4) ?? '?',
    ...(run.test?.perClass?.flatMap(({ label, f1 }) => [label, f1.toFixed(4)]) ?? []),
  ];
  for (const fact of facts) {
    expect(visiblePart(html)).toContain(fact);
    expect(markdown).toContain(fact);
  }
});

test('every trial has its three curves and its confusion matrix, in a panel that the page makes when it is opened', () => {
  const { run, html, figures } = report('a finished run');
  for (const trial of run.trials) {
    const { folder } = trial;
    const panel = trialPanelHtml(run, trial);
    expect(html).toContain(`<details id="trial-${folder}" data-lazy="">`);
    for (const kind of ['loss', 'accuracy', 'macro-f1']) {
      expect(panel).toContain(`data-chart="trial-${folder}-${kind}">`);
      const svg = figures[`trial-${folder}-${kind}.svg`];
      for (const label of ['training', 'validation', 'best: epoch ']) expect(svg).toContain(label);
    }
    expect(figures).toHaveProperty([`trial-${folder}-confusion.svg`]);
    expect(panel.match(/<table class="matrix">/g)).toHaveLength(1);
    expect(panel.match(/<tr[ >]/g)?.length).toBeGreaterThan(trial.epochs.length);
    for (const fact of [trial.record.message ?? '?', trial.record.seed, 'rows a second', '408,074'])
      if (fact !== '408,074' || trial.record.modelName === 'model_1') expect(panel).toContain(fact);
  }
  const chosen = run.leaderboard?.[0].trial;
  for (const kind of ['loss', 'accuracy', 'macro-f1'])
    expect(html).toContain(`data-chart="trial-${chosen}-${kind}"><svg role="img"`);
  expect(html.match(/<table class="matrix">/g)).toHaveLength(1);
});

test('a panel of hostile names is balanced, escaped HTML', () => {
  const run = hostileRun();
  for (const trial of run.trials) {
    const panel = trialPanelHtml(run, trial);
    checkXml(`<div>${panel.trim()}</div>`);
    expect(panel).not.toMatch(/<img|<script/);
  }
});

test('the cells of a confusion table add up to the rows it names', () => {
  const { run, html } = report('a finished run');
  const [table] = html
    .slice(html.indexOf('Test confusion matrix'))
    .match(/<table class="matrix">[\s\S]*?<\/table>/) ?? [''];
  const rows = [...table.matchAll(/<tr><th scope="row">([\s\S]*?)<\/tr>/g)].map(([, row]) => ({
    counts: [...row.matchAll(/--shade:[\d.]+">(\d+)</g)].map(([, n]) => Number(n)),
    total: Number(row.match(/class="sum">([\d,]+)</)?.[1].replaceAll(',', '')),
  }));
  expect(rows.map((row) => row.counts)).toEqual(run.test?.confusion);
  for (const { counts, total } of rows) expect(counts.reduce((a, b) => a + b)).toBe(total);
  expect(rows.reduce((sum, row) => sum + row.total, 0)).toBe(run.test?.rows);
});

test('a failed check of the audit is red and comes before everything else; the others stand in the audit', () => {
  const { html, markdown } = report('a run that says how sure it is');
  const seen = visiblePart(html);
  expect(seen.slice(seen.indexOf('<main>'))).toMatch(
    /^<main>\n<p class="notice alarm"><strong>An audit check failed: No row is in two parts of the split\.<\/strong> 4 rows with equal/,
  );
  expect(sectionIds(html)).toContain('audit');
  expect(markdown).toContain('1 of 3 checks passed, 1 could not be made, 1 FAILED');
  for (const { claim, evidence, details } of EXAMPLE_AUDIT.checks)
    for (const text of [claim, evidence, ...details]) expect(seen).toContain(text);
  expect(sectionIds(report('a finished run').html)).not.toContain('audit');
});

test('figures that rank have their intervals, trials within noise are marked, and the winner is judged for being the best', () => {
  const { run, html, markdown, figures } = report('a run that says how sure it is');
  const trials = run.selection?.trials ?? [];
  const within = trials.filter(({ withinNoise }) => withinNoise === true).length;
  expect(within).toBeGreaterThan(0);
  expect(within).toBeLessThan(trials.length - 1);
  expect(html.match(/>within noise</g)).toHaveLength(within);
  for (const { selection } of trials)
    expect(markdown).toContain(`${selection.low.toFixed(4)} to ${selection.high.toFixed(4)}`);
  expect(markdown).toContain(`${within} of the 11 other trials are within noise of it`);
  expect(markdown).toContain('Being the best of 12 is expected to flatter its validation macro-F1 by 0.0011');
  const { low, high } = run.selection?.test?.accuracy ?? { low: 0, high: 0 };
  expect(visiblePart(html)).toContain(`95 %: ${low.toFixed(4)} to ${high.toFixed(4)}; 10,000 unseen rows`);
  expect(figures).toHaveProperty(['intervals.svg']);
  expect(html).not.toContain('has a standard error of');
  const second = run.trials.find(({ folder }) => folder === trials[1].trial);
  expect(trialPanelHtml(run, second!)).toContain('Behind the winner');
});

test('cells are ranked by their means, with deviations, above the trials of each', () => {
  const { run, html, markdown } = report('a run of cells');
  const cells = [...new Map(run.leaderboard?.map(({ cell }) => [cell?.name, cell])).values()];
  for (const cell of cells)
    expect(markdown).toContain(`${cell?.name}${cell?.rank === 1 ? '** | **' : ' | '}${cell?.mean?.toFixed(4)}`);
  expect(markdown).toContain('The mean validation macro-F1 of its trials ranks the cells');
  expect(markdown).toContain('the highest validation macro-F1, the mean over 4 repeats');
  expect(markdown).toContain(`highest mean validation macro-F1 of its cell, ${cells[0]?.mean?.toFixed(4)}, of 3 cells`);
  expect(html).toContain('>repeat</');
});

test('a refit, which has no validation figure of its own, is shown with the mean of its cell', () => {
  const run = exampleCellRun();
  const [chosen] = run.leaderboard ?? [];
  const trials = run.trials.map((trial) =>
    trial.folder === chosen.trial ? { ...trial, record: { ...trial.record, bestValue: null } } : trial,
  );
  const { html } = renderReport({ ...run, trials }, PARTS);
  const mean = chosen.cell?.mean?.toFixed(4);
  expect(html).toContain(`<dt>Mean validation macro-F1</dt><dd>${mean}</dd>`);
  expect(html).toContain('of its cell, chosen by this');
});

test('a notice is the first line of page and Markdown', () => {
  const run = exampleRun();
  const notice = 'Fashion-MNIST was not found: these are synthetic garments.';
  const { html, markdown } = render({ ...run, sweep: { ...run.sweep, dataset: { ...run.sweep.dataset, notice } } });
  expect(html.slice(html.indexOf('<body>'))).toMatch(
    /^<body>\n<p class="banner" role="note">Fashion-MNIST was not found: /,
  );
  expect(markdown.split('\n')[0]).toBe(`> **${notice}**`);
});

test('failed trials stand last with their reason', () => {
  const { html, markdown } = report('a run with failed trials');
  const rows = [...visiblePart(html).matchAll(/<tr class="failed">/g)];
  expect(rows).toHaveLength(2);
  expect(html).toContain('10 finished, 2 failed');
  expect(markdown).toContain(
    '> **model_1 learningRate=0.0025 failed**: epoch 1, step 17: expected a finite loss, received NaN.',
  );
  expect(html.indexOf('<tr class="failed">')).toBeGreaterThan(html.lastIndexOf('>finished<'));
});

test('trials that failed for the same reason are told together', () => {
  const run = exampleRunWithFailures();
  const leaderboard = (run.leaderboard ?? []).map((entry, i) => ({
    ...entry,
    ...(i < 5 ? {} : { status: 'failed' as const, value: null, message: i === 5 ? 'another' : 'the same' }),
  }));
  const { markdown } = render({ ...run, leaderboard });
  const notices = markdown.split('\n').filter((line) => line.includes('failed**'));
  expect(notices.map((line) => line.replace(/\(.*\)/, '(...)'))).toEqual([
    expect.stringMatching(/failed\*\*: another$/),
    '> **6 trials failed** (...): the same',
  ]);
  expect(notices[1]).toContain(' and 2 more): the same');
});

test('without a program the page says that nothing can be computed on it', () => {
  const { html, markdown } = renderReport(exampleRun(), { ...PARTS, worker: 'the worker' });
  const sentence = 'JavaScript is switched off here, so nothing can be computed on this page.';
  expect(html).toContain(`<div class="island" data-island="proof"><noscript><p class="notice warning">${sentence}`);
  expect(markdown).not.toContain(sentence);
});

test('the figures of a regression name their target where the sweep does', () => {
  const run = exampleRegressionRun();
  const { html } = render({
    ...run,
    sweep: { ...run.sweep, spec: { dataset: { csv: 'prices.csv', target: 'price' } } },
  });
  expect(html).toContain('<dt>Test RMSE of price</dt>');
  expect(html).toContain('<dt>Test R² of price</dt>');
  expect(report('a regression').html).toContain('<dt>Test RMSE</dt>');
});

test('an interrupted run says so, and chooses and tests nothing', () => {
  const { html, markdown } = report('an interrupted run');
  const ids = ['leaderboard', 'compare', 'trials', 'models', 'data', 'reproduce', 'environment'];
  expect(sectionIds(html)).toEqual(ids);
  expect(markdown).toContain('The sweep has not ended');
  expect(markdown).toContain('## Leaderboard so far');
  expect(markdown).toContain('No epoch has ended, so there is nothing to draw.');
});

test('a run in which every trial failed chooses nothing and says so', () => {
  const run = exampleRun();
  const trials = run.trials.map((trial) => ({
    ...trial,
    epochs: [],
    record: { ...trial.record, status: 'failed' as const, bestEpoch: null, bestValue: null },
  }));
  const leaderboard = (run.leaderboard ?? []).map((entry) => ({
    ...entry,
    status: 'failed',
    value: null,
    bestEpoch: null,
    validationAccuracy: null,
    validationLoss: null,
  }));
  const { html, figures } = render({ ...run, trials, leaderboard, test: null });
  expect(html).toContain('Every trial failed: no model was chosen.');
  expect(figures).toEqual({});
});

test('a regression shows RMSE, MAE and R², and no classes', () => {
  const { html, markdown, figures } = report('a regression');
  for (const fact of ['Test RMSE', '1.0490', 'validation MAE', 'R²', 'lowest validation loss'])
    expect(visiblePart(html)).toContain(fact);
  expect(html).not.toContain('<table class="matrix">');
  expect(markdown.toLowerCase()).not.toMatch(/accuracy|macro-f1|confusion/);
  expect(Object.keys(figures).some((file) => file.endsWith('-r2.svg'))).toBe(true);
});

test('names stay text, whatever they hold', () => {
  const { html, markdown } = report('hostile names');
  const seen = visiblePart(html);
  expect(seen).not.toContain('<img');
  expect(html).not.toContain('window.hacked=1</script>');
  expect(seen).toContain('&lt;/script&gt;&lt;script&gt;window.hacked=1');
  expect(`${seen}${markdown}`).not.toMatch(/[^\P{Cc}\n\t]|\u202e/u);
  const outsideCode = markdown.replace(/^(`{3,})[\s\S]*?^\1$/gm, '').replace(/(`+)[\s\S]*?[^`]\1(?!`)/g, '');
  expect(outsideCode).not.toMatch(/^# h/m);
  expect(outsideCode).not.toMatch(/(?<!\\)<|(?<!\\)\[a(?<!\\)\]/);
  expect(HOSTILE_NAME).toContain('</script>');
});

test('a folder whose name is markup or a pattern of a replacement stays a name', () => {
  const { html, figures } = report('hostile folders');
  expect(visiblePart(html)).not.toContain('<script');
  expect(HOSTILE_FOLDER).toContain('<script');
  const curves = Object.entries(figures).filter(([file]) => file.startsWith('trial-') && file.endsWith('-loss.svg'));
  expect(curves).toHaveLength(12);
  for (const [, svg] of curves) {
    expect(svg).toContain('<title>Loss of $&amp; $1 model_');
    const ids = [...svg.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    for (const [, to] of svg.matchAll(/url\(#([^)]*)\)/g)) expect(ids).toContain(to);
    expect(ids.length).toBeGreaterThan(0);
  }
});

test('the page of 12 trials of 15 epochs stays below 1.5 MB with its program', () => {
  const run = exampleRun();
  const trials = run.trials.map((trial) => ({
    ...trial,
    epochs: Array.from({ length: 15 }, (_, i) => ({ ...trial.epochs[i % trial.epochs.length], epoch: i + 1 })),
  }));
  const { html } = render({ ...run, trials });
  expect(html.length).toBeLessThan(850_000); // the program takes 560 kB more
});

test('a run of 100 trials of 200 epochs is told in full on the page, and by its best trials in the Markdown', () => {
  const { html, markdown, figures } = render(exampleLongRun());
  expect(html.match(/<details id="trial-/g)).toHaveLength(100);
  expect(markdown.match(/^### \d+\\\. /gm)).toHaveLength(24);
  expect(markdown).toContain('report.md tells of the 24 best only; report.html of all 100.');
  expect(Object.keys(figures).filter((file) => file.endsWith('-loss.svg'))).toHaveLength(25); // and the overlay
  const [, json] = html.match(/<script type="application\/json" id="heddle-run">([\s\S]*?)<\/script>/) ?? [];
  const { trials } = JSON.parse(json) as RunRecord;
  for (const { record, epochs } of trials) {
    expect(epochs).toHaveLength(200);
    expect(epochs.filter((epoch) => 'validationConfusion' in epoch).map(({ epoch }) => epoch)).toEqual([
      record.bestEpoch,
    ]);
  }
});

test('a matrix of very many classes is left out of the page', () => {
  const run = exampleRun();
  const confusion = Array.from({ length: 60 }, (_, t) => Array.from({ length: 60 }, (_, p) => (t === p ? 5 : 0)));
  const { html, markdown, figures } = render({
    ...run,
    trials: [],
    leaderboard: [],
    test: run.test === null ? null : { ...run.test, confusion },
  });
  expect(html).toContain('The matrix of 60 classes is left out here');
  expect(markdown).toContain('The matrix of 60 classes is left out here');
  expect(figures).not.toHaveProperty(['test-confusion.svg']);
});
