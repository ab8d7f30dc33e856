import { sha256Hex } from '../core/index.ts';
import type { RunRecord } from '../record/index.ts';
import { type Chart, confusionChart, MOST_CLASSES, pagePalette, paperPalette, runCharts } from './charts/index.ts';
import type { ReportDocument, Section } from './document.ts';
import { chartSvg } from './draw-chart.ts';
import { dateTime } from './format.ts';
import { html, jsonForScript, programForScript, trusted } from './html.ts';
import { RECORD_ELEMENT } from './page-contract.ts';
import {
  chosenPanel,
  dataPanel,
  environmentPanel,
  leaderboardPanel,
  modelsPanel,
  reproducePanel,
  summaryPanel,
  TEST_CONFUSION,
  testPanel,
  trialConfusionId,
  trialsPanel,
} from './panels/index.ts';
import { classLabels, keptConfusion } from './run-facts.ts';
import { STYLE } from './style.ts';
import { writeHtml } from './write-html.ts';
import { writeMarkdown } from './write-markdown.ts';

/** A report as files. */
export interface Report {
  /** One page that needs nothing else: no network, no file beside it. */
  readonly html: string;
  /** The same in Markdown; it links to the figures. */
  readonly markdown: string;
  /** SVG documents by file name, in the folder figures/ beside the Markdown. */
  readonly figures: Readonly<Record<string, string>>;
}

/**
 * The report of a run, finished or not. The same record gives the same texts.
 *
 * @param parts.page the bundled program of src/pages/report.ts; without it the page still shows everything, but nothing moves
 * @param parts.generatedBy for the last line: `Heddle 0.1.0`
 * @example
 * const store = await openDiskStore('runs/fashion-mnist-20261122-161500');
 * const { html } = renderReport(await store.read(), { page: await readPage('report'), generatedBy: 'Heddle 0.1.0' });
 */
export function renderReport(run: RunRecord, parts: { readonly page: string; readonly generatedBy: string }): Report {
  const document = reportDocument(run, parts.generatedBy);
  const figures = figureCharts(run);
  const described = new Map(figures.map((chart) => [chart.id, chart.description]));
  return {
    html: renderPage(run, document, parts.page),
    markdown: writeMarkdown(document, (id) => described.get(id) ?? id),
    figures: Object.fromEntries(figures.map((chart) => [`${chart.id}.svg`, onPaper(chartSvg(chart))])),
  };
}

/** What the report says, in order. */
function reportDocument(run: RunRecord, generatedBy: string): ReportDocument {
  const { sweep } = run;
  const sections: (Section | null)[] = [
    leaderboardPanel(run),
    chosenPanel(run),
    testPanel(run),
    trialsPanel(run),
    modelsPanel(run),
    dataPanel(run),
    reproducePanel(run),
    environmentPanel(run),
  ];
  return {
    title: `Sweep ${sweep.name}`,
    subtitle: `${sweep.dataset.id}, seed ${sweep.seed}, ${dateTime(sweep.started)}`,
    notice: sweep.dataset.notice,
    lead: summaryPanel(run),
    sections: sections.filter((section) => section !== null),
    footer: `Written by ${generatedBy}.`,
  };
}

function renderPage(run: RunRecord, document: ReportDocument, page: string): string {
  const program = programForScript(page);
  const pictures = new Map<string, string>();
  for (const [id, make] of runCharts(run, pagePalette)) pictures.set(id, chartSvg(make()));
  return writeHtml(document, {
    style: STYLE,
    pictures,
    policy: contentPolicy(program),
    scripts: html`<script type="application/json" id="${RECORD_ELEMENT}">${trusted(jsonForScript(run))}</script>
<script>${trusted(program)}</script>`,
  });
}

/** Nothing is loaded from anywhere, and no program runs but the one in the page. */
function contentPolicy(program: string): string {
  const digest = sha256Hex(program).match(/../g) ?? [];
  const hash = btoa(String.fromCharCode(...digest.map((pair) => Number.parseInt(pair, 16))));
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

/** Every figure file: the charts of the page, and the confusion matrices that the page shows as tables. */
function figureCharts(run: RunRecord): Chart[] {
  const charts = [...runCharts(run, paperPalette).values()].map((make) => make());
  const matrix = (id: string, title: string, counts: readonly (readonly number[])[]): void => {
    if (counts.length > MOST_CLASSES) return;
    charts.push(confusionChart(id, title, counts, classLabels(run, counts.length), paperPalette));
  };
  for (const trial of run.trials) {
    const counts = keptConfusion(trial);
    if (counts !== null) matrix(trialConfusionId(trial), `${trial.record.name}: validation confusion`, counts);
  }
  if (run.test?.confusion !== undefined) matrix(TEST_CONFUSION, `${run.test.name}: test confusion`, run.test.confusion);
  return charts;
}

/** A figure file has a white ground, since it may be shown on a page of any colour, and a margin around it. */
function onPaper(svg: string): string {
  const ground = `<rect x="-${MARGIN}" y="-${MARGIN}" width="100%" height="100%" fill="${paperPalette.surface}"/>`;
  return svg
    .replace(
      / width="(\d+)" height="(\d+)"/,
      (_, width, height) => ` width="${wider(width)}" height="${wider(height)}"`,
    )
    .replace(/viewBox="0 0 (\d+) (\d+)"/, (_, w, h) => `viewBox="-${MARGIN} -${MARGIN} ${wider(w)} ${wider(h)}"`)
    .replace('</title>', `</title>\n${ground}`);
}

const MARGIN = 14;

const wider = (size: string): number => Number(size) + 2 * MARGIN;
