import { sha256Hex } from '../core/index.ts';
import type { RunRecord } from '../record/index.ts';
import { type Chart, confusionChart, MOST_CLASSES, pagePalette, paperPalette, runCharts } from './charts/index.ts';
import type { Block, ReportDocument, Section } from './document.ts';
import { chartSvg } from './draw-chart.ts';
import { type EmbeddedFile, factsOfFile } from './embedded-file.ts';
import { dateTime } from './format.ts';
import { html, jsonForScript, type Markup, programForScript, trusted } from './html.ts';
import { CLAIMS_ELEMENT, fileElement, RECORD_ELEMENT, WORKER_ELEMENT } from './page-contract.ts';
import { epochsOf, LONG_RUN, pageRecord } from './page-record.ts';
import {
  auditPanel,
  chosenPanel,
  comparePanel,
  dataPanel,
  environmentPanel,
  leaderboardPanel,
  modelsPanel,
  proofPanel,
  reproducePanel,
  summaryPanel,
  TEST_CONFUSION,
  testPanel,
  trialConfusionId,
  trialsPanel,
  tryPanel,
} from './panels/index.ts';
import { type ProofClaims, proofClaims } from './proof-claims.ts';
import { classLabels, keptConfusion } from './run-facts.ts';
import { STYLE } from './style.ts';
import { ISLAND_STYLE } from './style-islands.ts';
import type { TestEvidence } from './test-evidence.ts';
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

/** What a report holds beside the record. */
export interface ReportParts {
  /** The bundled program of src/pages/report.ts; without it the page shows the overview, the test and the chosen model, but nothing moves. */
  readonly page: string;
  /** The bundled program of src/pages/proof.ts; without it nothing can be recomputed. */
  readonly worker?: string;
  /** For the last line: `Heddle 0.1.0`. */
  readonly generatedBy: string;
  /** The chosen model and the test set, as far as they are to be in the page. */
  readonly files?: readonly EmbeddedFile[];
  /** SHA-256 of test-predictions.bin. */
  readonly predictionsSha256?: string | null;
  /** What the predictions of the test rows tell. */
  readonly evidence?: TestEvidence | null;
}

/**
 * The report of a run, finished or not. The same record gives the same texts.
 *
 * @example
 * const store = await openDiskStore('runs/fashion-mnist-20261122-161500');
 * const { html } = renderReport(await store.read(), { page: await readPage('report'), generatedBy: 'Heddle 0.1.0' });
 */
export function renderReport(run: RunRecord, parts: ReportParts): Report {
  const { evidence = null } = parts;
  const claims = claimsOf(run, parts);
  const document = reportDocument(run, { generatedBy: parts.generatedBy, claims, evidence });
  const figures = figureCharts(run, evidence, linkedFigures(document));
  const described = new Map(figures.map((chart) => [chart.id, chart.description]));
  return {
    html: renderPage(run, document, { ...parts, claims }),
    markdown: writeMarkdown(document, (id) => described.get(id) ?? id),
    figures: Object.fromEntries(figures.map((chart) => [`${chart.id}.svg`, onPaper(chartSvg(chart))])),
  };
}

/** report.html alone: what {@link renderReport} gives as `html`, without the time that figures take. */
export function renderReportPage(run: RunRecord, parts: ReportParts): string {
  const claims = claimsOf(run, parts);
  const document = reportDocument(run, { generatedBy: parts.generatedBy, claims, evidence: parts.evidence ?? null });
  return renderPage(run, document, { ...parts, claims });
}

function claimsOf(
  run: RunRecord,
  { worker, files = [], predictionsSha256, evidence }: ReportParts,
): ProofClaims | null {
  if (worker === undefined) return null;
  return proofClaims(run, files.map(factsOfFile), predictionsSha256 ?? null, evidence ?? null);
}

/** What the report says, in order. */
function reportDocument(
  run: RunRecord,
  parts: {
    readonly generatedBy: string;
    readonly claims: ProofClaims | null;
    readonly evidence: TestEvidence | null;
  },
): ReportDocument {
  const { sweep } = run;
  const { claims, evidence } = parts;
  const sections: (Section | null)[] = [
    leaderboardPanel(run),
    comparePanel(run),
    chosenPanel(run),
    testPanel(run, evidence),
    proofPanel(run, claims),
    tryPanel(run, claims),
    trialsPanel(run),
    modelsPanel(run),
    dataPanel(run),
    auditPanel(run),
    reproducePanel(run),
    environmentPanel(run),
  ];
  return {
    title: `Sweep ${sweep.name}`,
    subtitle: `${sweep.dataset.id}, seed ${sweep.seed}, ${dateTime(sweep.started)}`,
    notice: sweep.dataset.notice,
    lead: summaryPanel(run),
    sections: sections.filter((section) => section !== null),
    footer: `Written by ${parts.generatedBy}.`,
  };
}

function renderPage(
  run: RunRecord,
  document: ReportDocument,
  { page, worker, files = [], claims, evidence = null }: ReportParts & { readonly claims: ProofClaims | null },
): string {
  const program = programForScript(page);
  const shown = shownCharts([...document.lead, ...document.sections.flatMap((section) => section.blocks)]);
  const pictures = new Map<string, string>();
  const isLong = epochsOf(run) > LONG_RUN;
  for (const [id, make] of runCharts(run, pagePalette, evidence))
    if (shown.has(id) && !(isLong && id.startsWith('overlay-'))) pictures.set(id, chartSvg(make()));
  const proof =
    claims === null || worker === undefined
      ? []
      : [
          dataElement(CLAIMS_ELEMENT, 'application/json', jsonForScript(claims)),
          ...files.flatMap(({ role, packed }) =>
            packed === null ? [] : [dataElement(fileElement(role), 'text/plain', packed)],
          ),
          dataElement(WORKER_ELEMENT, 'text/plain', programForScript(worker)),
        ];
  return writeHtml(document, {
    style: `${STYLE}${ISLAND_STYLE}`,
    pictures,
    policy: contentPolicy(program),
    scripts: html`<script type="application/json" id="${RECORD_ELEMENT}">${trusted(jsonForScript(pageRecord(run)))}</script>
${proof}<script>${trusted(program)}</script>`,
  });
}

/** Data inside the page: a script element of a type that no browser runs. */
const dataElement = (id: string, type: string, content: string): Markup =>
  html`<script type="${type}" id="${id}">${trusted(content)}</script>\n`;

/** The charts that stand on the page from the start: those of trials come when a reader opens one. */
function shownCharts(blocks: readonly Block[]): ReadonlySet<string> {
  const ids = blocks.flatMap((block): string[] => {
    if (block.kind === 'charts') return [...block.ids];
    if (block.kind === 'columns') return block.columns.flatMap((inside) => [...shownCharts(inside)]);
    if (block.kind === 'island') return [...shownCharts(block.fallback)];
    if (block.kind === 'details' && block.lazy !== true) return [...shownCharts(block.blocks)];
    return [];
  });
  return new Set(ids);
}

/**
 * Nothing is loaded from anywhere, and no program runs but the one in the page and the worker it makes of the text
 * beside it; 'wasm-unsafe-eval' lets both compile the WebAssembly they hold, and nothing else.
 */
function contentPolicy(program: string): string {
  const digest = sha256Hex(program).match(/../g) ?? [];
  const hash = btoa(String.fromCharCode(...digest.map((pair) => Number.parseInt(pair, 16))));
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash}' 'wasm-unsafe-eval'`,
    'worker-src blob:',
    'img-src data: blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The figures that the Markdown links to. */
function linkedFigures({ lead, sections }: ReportDocument): ReadonlySet<string> {
  const idsOf = (block: Block): string[] => {
    if (block.kind === 'charts') return [...block.ids];
    if (block.kind === 'matrix') return [block.id];
    if (block.kind === 'columns') return block.columns.flat().flatMap(idsOf);
    if (block.kind === 'island') return block.fallback.flatMap(idsOf);
    return block.kind === 'details' && block.pageOnly !== true ? block.blocks.flatMap(idsOf) : [];
  };
  return new Set([...lead, ...sections.flatMap((section) => section.blocks)].flatMap(idsOf));
}

/** Every figure file: the charts of the page, and the confusion matrices that the page shows as tables. */
function figureCharts(run: RunRecord, evidence: TestEvidence | null, linked: ReadonlySet<string>): Chart[] {
  const charts = [...runCharts(run, paperPalette, evidence)].flatMap(([id, make]) => (linked.has(id) ? [make()] : []));
  const matrix = (id: string, title: string, counts: readonly (readonly number[])[]): void => {
    if (counts.length > MOST_CLASSES || !linked.has(id)) return;
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
